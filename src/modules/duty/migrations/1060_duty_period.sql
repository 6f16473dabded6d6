-- Named guarantee periods 重保: a conference, an examination, a typhoon. More is asked of duty in them, and zero reports every day.
create table duty_period (
  id uuid primary key,
  -- whose period it is; it is for everybody below where neither units nor teams are named
  org_id uuid not null references org,
  org_ids uuid[] not null default '{}',
  team_ids uuid[] not null default '{}',
  name text not null check (length(name) between 2 and 100),
  level text not null check (level in ('special', 'first', 'second', 'third')),
  from_day date not null,
  to_day date not null,
  -- what duty owes in it beyond its ordinary rotations
  full_cover boolean not null default false,
  least_duty int not null default 0 check (least_duty between 0 and 20),
  needs_leader boolean not null default false,
  rules text not null default '' check (length(rules) <= 4000),
  -- when zero reports are due; null: at the time of who reports
  report_by text check (report_by ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  -- called off; it stays, for what was reported in it
  called_off_at timestamptz,
  created_by uuid references person,
  created_at timestamptz not null default now(),
  version int not null default 1,
  check (to_day between from_day and from_day + 366)
);
create index duty_period_days on duty_period (to_day, from_day);
