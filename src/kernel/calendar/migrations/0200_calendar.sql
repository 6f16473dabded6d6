-- Working calendars. Times of day are seconds since local midnight; an end beyond 86400 runs into the next day.
create table calendar (
  id uuid primary key,
  name text not null unique check (length(name) between 1 and 60),
  zone text not null,
  -- 7×24: hours, seasons, special days and holidays are not looked at
  always boolean not null default false,
  -- whether statutory holidays and make-up days apply
  holidays boolean not null default true,
  -- the weekday (1 Monday) whose hours a make-up working day follows
  make_up_weekday smallint not null default 1 check (make_up_weekday between 1 and 7),
  is_default boolean not null default false,
  version int not null default 1,
  -- changes with every write, so that a compiled calendar in memory is never taken for another state of the row
  revision uuid not null default gen_random_uuid(),
  recorded_at timestamptz not null default now(),
  changed_at timestamptz not null default now()
);
create unique index calendar_default on calendar (is_default) where is_default;

-- Hours that replace the ordinary week between two days: MM-DD recurs, YYYY-MM-DD is for once; lowest position first.
create table calendar_season (
  calendar_id uuid not null references calendar on delete cascade,
  position smallint not null check (position >= 1),
  name text not null check (length(name) between 1 and 40),
  from_day text not null check (from_day ~ '^(\d{4}-)?\d\d-\d\d$'),
  to_day text not null check (to_day ~ '^(\d{4}-)?\d\d-\d\d$' and length(to_day) = length(from_day)),
  primary key (calendar_id, position)
);

-- season 0 is the ordinary week, otherwise calendar_season.position
create table calendar_hours (
  calendar_id uuid not null references calendar on delete cascade,
  season smallint not null default 0,
  weekday smallint not null check (weekday between 1 and 7),
  starts int not null check (starts between 0 and 86399),
  ends int not null check (ends > starts and ends <= starts + 86400),
  primary key (calendar_id, season, weekday, starts)
);

-- Days set by hand; without hours the day is closed.
create table calendar_special_day (
  calendar_id uuid not null references calendar on delete cascade,
  day date not null,
  name text not null check (length(name) between 1 and 40),
  primary key (calendar_id, day)
);
create table calendar_special_hours (
  calendar_id uuid not null,
  day date not null,
  starts int not null check (starts between 0 and 86399),
  ends int not null check (ends > starts and ends <= starts + 86400),
  primary key (calendar_id, day, starts),
  foreign key (calendar_id, day) references calendar_special_day on delete cascade
);

-- Statutory holidays by the year of their notice. An edited year is never overwritten by the shipped data.
create table holiday_year (
  year int primary key check (year between 1970 and 2200),
  published boolean not null,
  edited boolean not null default false,
  version int not null default 1,
  revision uuid not null default gen_random_uuid(),
  changed_at timestamptz not null default now()
);
create table holiday (
  year int not null references holiday_year on delete cascade,
  day date not null,
  name text not null check (length(name) between 1 and 60),
  -- false: a make-up working day
  is_off_day boolean not null,
  primary key (year, day)
);
