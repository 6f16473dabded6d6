-- Inspection rounds 巡检: plans with their items, rounds that come by the working calendar, what was read and found.
create sequence number_round;
create table round_plan (
  id uuid primary key,
  name text not null check (char_length(name) between 1 and 100),
  kind text not null check (kind in ('room', 'server', 'network', 'security', 'vendor', 'other')),
  org_id uuid not null references org,
  -- who carries it out
  group_id uuid references support_group,
  rule jsonb not null,
  -- further times of the same day, beside that of the rule
  more_times text[] not null default '{}',
  -- how long after its time it may be finished without being late
  grace_minutes int not null check (grace_minutes between 5 and 129600),
  -- entries of items with a code need the code of the place: somebody stood there
  scan boolean not null default false,
  -- who answers for what a rectification notice asks
  answerable_id uuid references person,
  notice_days int not null default 15 check (notice_days between 1 and 365),
  remark text,
  active boolean not null default true,
  next_at timestamptz,
  created_by uuid not null references person,
  updated_at timestamptz not null default now(),
  version int not null default 1
);
create index round_plan_org on round_plan (org_id, id);

-- An item that is taken out of its plan stays for what was read of it.
create table round_item (
  id uuid primary key,
  plan_id uuid not null references round_plan,
  position int not null,
  name text not null check (char_length(name) between 1 and 100),
  place text,
  -- on the label at the place
  code text,
  hint text,
  kind text not null check (kind in ('number', 'choice', 'yes-no', 'text')),
  unit text,
  low numeric,
  high numeric,
  choices text[] not null default '{}',
  normal text[] not null default '{}',
  photo text not null default 'never' check (photo in ('never', 'abnormal', 'always')),
  on_abnormal text not null default 'note' check (on_abnormal in ('note', 'incident', 'notice')),
  retired boolean not null default false,
  check (low is null or high is null or low <= high)
);
create index round_item_plan on round_item (plan_id, position) where not retired;
create index round_item_code on round_item (code) where code is not null and not retired;

create table round (
  id uuid primary key,
  number text not null unique,
  plan_id uuid not null references round_plan,
  org_id uuid not null references org,
  group_id uuid references support_group,
  state text not null default 'due' check (state in ('due', 'underway', 'missed', 'done', 'skipped')),
  -- null: somebody went without being due
  planned_at timestamptz,
  due_by timestamptz not null,
  opened_at timestamptz not null default now(),
  started_at timestamptz,
  started_by uuid references person,
  -- stays when it is done after all
  missed_at timestamptz,
  ended_at timestamptz,
  ended_by uuid references person,
  remark text,
  skip_reason text,
  abnormal int not null default 0,
  version int not null default 1,
  unique (plan_id, planned_at),
  check ((state in ('done', 'skipped')) = (ended_at is not null)),
  check ((state = 'skipped') = (skip_reason is not null))
);
create index round_org on round (org_id, id desc);
create index round_plan_rounds on round (plan_id, id desc);
create index round_open on round (due_by) where state in ('due', 'underway', 'missed');
create index round_period on round (coalesce(planned_at, opened_at));

-- What was read of an item, with the item as it was then.
create table round_entry (
  id uuid primary key,
  round_id uuid not null references round,
  item_id uuid not null references round_item,
  position int not null,
  name text not null,
  place text,
  code text,
  hint text,
  kind text not null,
  unit text,
  low numeric,
  high numeric,
  choices text[] not null,
  normal text[] not null,
  photo text not null,
  on_abnormal text not null,
  result text check (result in ('normal', 'abnormal', 'skipped')),
  value_number numeric,
  value_text text,
  note text,
  scanned boolean not null default false,
  recorded_by uuid references person,
  recorded_at timestamptz,
  incident_id uuid references ticket,
  notice_id uuid,
  version int not null default 1,
  unique (round_id, item_id),
  check ((result is null) = (recorded_at is null)),
  check (result <> 'skipped' or note is not null)
);
create index round_entry_item on round_entry (item_id, recorded_at desc) where result is not null;
