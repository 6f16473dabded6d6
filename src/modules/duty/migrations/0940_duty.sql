-- Duty 值班: teams, how their turns go round, and the rosters that come of it.
create table duty_team (
  id uuid primary key,
  org_id uuid not null references org,
  name text not null check (length(name) between 2 and 100),
  -- the number that is answered by whoever is on duty
  phone text not null default '',
  place text not null default '',
  -- whose holidays and zone count; null: the unit's default calendar
  calendar_id uuid references calendar,
  -- the one that answers when somebody asks who is on duty for the org
  main boolean not null default false,
  -- every hour of every day is to be covered, so that an hour without a shift is a gap
  full_cover boolean not null default false,
  -- shifts of a day: [{code, name, from, to, on: [work | rest | holiday]}]
  plan jsonb not null,
  active boolean not null default true,
  created_at timestamptz not null default now(),
  version int not null default 1,
  unique (org_id, name)
);
create unique index duty_team_main on duty_team (org_id) where main and active;

create table duty_member (
  team_id uuid not null references duty_team,
  person_id uuid not null references person,
  -- where the person is reached on duty; empty: the number of the account
  phone text not null default '',
  -- approves swaps and substitutions of the team
  leader boolean not null default false,
  joined_on date not null,
  primary key (team_id, person_id)
);
create index duty_member_person on duty_member (person_id);

create table duty_rotation (
  id uuid primary key,
  team_id uuid not null references duty_team,
  position int not null,
  name text not null,
  role text not null check (role in ('duty', 'leader', 'deputy')),
  -- the kinds of day it serves
  days text[] not null check (days <@ array['work', 'rest', 'holiday'] and cardinality(days) > 0),
  unit text not null check (unit in ('shift', 'day', 'week', 'pattern')),
  -- people per shift
  needed int not null default 1 check (needed between 1 and 20),
  min_rest_hours int not null default 0 check (min_rest_hours between 0 and 168),
  max_turns int not null default 1 check (max_turns between 1 and 31),
  -- of unit pattern: codes of shifts or null (free) of successive days, and the day on which the first in the list begins it
  pattern jsonb,
  anchor date,
  people uuid[] not null default '{}',
  check ((unit = 'pattern') = (pattern is not null and anchor is not null))
);
create index duty_rotation_team on duty_rotation (team_id, position);

-- Days on which somebody stands no duty, in whatever team.
create table duty_absence (
  id uuid primary key,
  person_id uuid not null references person,
  from_day date not null,
  to_day date not null,
  kind text not null check (kind in ('leave', 'sick', 'travel', 'training', 'other')),
  note text not null default '',
  recorded_by uuid references person,
  recorded_at timestamptz not null default now(),
  check (to_day >= from_day)
);
create index duty_absence_person on duty_absence (person_id, to_day);

create table duty_roster (
  id uuid primary key,
  team_id uuid not null references duty_team,
  from_day date not null,
  to_day date not null,
  state text not null default 'draft' check (state in ('draft', 'published')),
  -- how often what is published was changed; 0 while it is a draft
  revision int not null default 0,
  published_at timestamptz,
  published_by uuid references person,
  created_by uuid references person,
  created_at timestamptz not null default now(),
  version int not null default 1,
  check (to_day >= from_day and to_day - from_day < 400),
  check ((state = 'published') = (revision > 0 and published_at is not null))
);
create index duty_roster_team on duty_roster (team_id, from_day desc);

create table duty_shift (
  id uuid primary key,
  roster_id uuid not null references duty_roster on delete cascade,
  team_id uuid not null references duty_team,
  -- the local day on which it begins
  day date not null,
  code text not null,
  name text not null,
  kind text not null check (kind in ('work', 'rest', 'holiday')),
  day_name text,
  night boolean not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  -- ahead → running → over by timers, once; dropped: the plan of a published roster no longer has it
  phase text not null default 'ahead' check (phase in ('ahead', 'running', 'over', 'dropped')),
  unique (team_id, day, code)
);
create index duty_shift_time on duty_shift (team_id, starts_at);
create index duty_shift_roster on duty_shift (roster_id);
create index duty_shift_open on duty_shift (team_id) where phase in ('ahead', 'running');

create table duty_assignment (
  shift_id uuid not null references duty_shift on delete cascade,
  role text not null check (role in ('duty', 'leader', 'deputy')),
  person_id uuid not null references person,
  -- rotation: may be made anew; everything else is kept when it is
  source text not null check (source in ('rotation', 'hand', 'swap', 'import')),
  primary key (shift_id, role, person_id)
);
create index duty_assignment_person on duty_assignment (person_id);

-- What changed of a roster after it was published. Append-only.
create table duty_change (
  id bigint generated always as identity primary key,
  roster_id uuid not null references duty_roster,
  revision int not null,
  shift_id uuid not null references duty_shift,
  role text not null,
  before_ids uuid[] not null,
  after_ids uuid[] not null,
  why text not null check (why in ('hand', 'swap', 'generate', 'import')),
  reason text not null default '',
  changed_by uuid references person,
  recorded_at timestamptz not null default clock_timestamp()
);
create index duty_change_roster on duty_change (roster_id, id);
revoke update, delete, truncate on duty_change from zhengyun_app;

-- Somebody wants a shift of theirs stood by another: in return for another shift, or for nothing.
create table duty_swap (
  id uuid primary key,
  team_id uuid not null references duty_team,
  shift_id uuid not null references duty_shift,
  role text not null check (role in ('duty', 'leader', 'deputy')),
  asked_by uuid not null references person,
  -- null: open to the whole team; whoever agrees first
  other_id uuid references person,
  -- the shift taken in return
  other_shift_id uuid references duty_shift,
  reason text not null,
  state text not null default 'asked' check (state in ('asked', 'agreed', 'approved', 'declined', 'refused', 'withdrawn', 'void')),
  asked_at timestamptz not null default now(),
  agreed_at timestamptz,
  decided_by uuid references person,
  decided_at timestamptz,
  remark text not null default '',
  version int not null default 1,
  check (asked_by <> other_id),
  check (state not in ('agreed', 'approved') or (other_id is not null and agreed_at is not null))
);
create index duty_swap_team on duty_swap (team_id, id desc);
create index duty_swap_shift on duty_swap (shift_id) where state in ('asked', 'agreed');
create index duty_swap_other_shift on duty_swap (other_shift_id) where state in ('asked', 'agreed');

-- Addresses of calendar feeds; the secret in the address is kept as a hash only.
create table duty_feed (
  id uuid primary key,
  person_id uuid not null references person,
  -- null: the shifts of the person; otherwise those of the team
  team_id uuid references duty_team,
  secret_hash bytea not null unique,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index duty_feed_person on duty_feed (person_id) where revoked_at is null;
