-- Checks 监测项: what is asked, how often and by whom; how it stands; what it has been.

-- A probe 探针 in another network segment: the same program, which asks there and posts what it found.
create table monitor_probe (
  id uuid primary key,
  name text not null check (length(name) between 1 and 100),
  org_id uuid not null references org,
  -- SHA-256 of the token; the token itself is shown once
  token_hash bytea not null unique,
  active boolean not null default true,
  -- the last batch that was taken: one that comes again is answered and not taken twice
  last_seq bigint not null default 0,
  -- the process that counts them: a probe that lost its folder counts anew
  run_id uuid,
  seen_at timestamptz,
  -- results that the probe had to drop while cut off
  dropped bigint not null default 0,
  silent_since timestamptz,
  address text,
  program text,
  created_by uuid references person,
  recorded_at timestamptz not null default now(),
  version int not null default 1
);
create index monitor_probe_org on monitor_probe (org_id, id desc);

create table monitor_check (
  id uuid primary key,
  -- small number of it: shard and order
  no int generated always as identity unique,
  -- which share of the work of the workers it belongs to
  shard smallint generated always as (no % 64) stored,
  name text not null check (length(name) between 1 and 200),
  kind text not null,
  -- validated by the kind (probe room); without secrets
  spec jsonb not null check (jsonb_typeof(spec) = 'object'),
  -- JSON of the secret fields, sealed for 'monitor-check:<id>'; null: it has none
  secrets text,
  interval_seconds int not null check (interval_seconds between 5 and 86400),
  timeout_ms int not null check (timeout_ms between 100 and 300000),
  -- failures in a row beyond the first before the state is hard, and the seconds between them
  retries int not null check (retries between 0 and 20),
  retry_seconds int not null check (retry_seconds between 1 and 86400),
  -- of passive kinds: silence beyond interval and grace is the fault
  grace_seconds int not null default 0 check (grace_seconds between 0 and 86400),
  -- [{figure, warn?, crit?, recoverWarn?, recoverCrit?}], ranges as Nagios writes them
  thresholds jsonb not null default '[]' check (jsonb_typeof(thresholds) = 'array'),
  -- service hours; null: every second counts
  calendar_id uuid references calendar,
  alerts boolean not null default true,
  -- raise alerts within service hours only
  alert_within boolean not null default false,
  labels jsonb not null default '{}' check (jsonb_typeof(labels) = 'object'),
  org_id uuid not null references org,
  service_id uuid references service,
  ci_id uuid references ci,
  group_id uuid references support_group,
  runbook_article_id uuid references article,
  runbook_url text not null default '',
  -- null: the workers of this installation
  probe_id uuid references monitor_probe,
  enabled boolean not null default true,
  -- in force until then, or until it is taken back ('infinity')
  paused_until timestamptz,
  pause_reason text not null default '',
  -- of heartbeats: SHA-256 of what the address carries
  token_hash bytea unique,
  -- somebody wants it run now
  asked_at timestamptz,
  created_by uuid references person,
  recorded_at timestamptz not null default now(),
  version int not null default 1
);
create index monitor_check_org on monitor_check (org_id, id desc);
create index monitor_check_shard on monitor_check (shard) where probe_id is null;
create index monitor_check_service on monitor_check (service_id) where service_id is not null;
create index monitor_check_ci on monitor_check (ci_id) where ci_id is not null;
create index monitor_check_probe on monitor_check (probe_id) where probe_id is not null;
create index monitor_check_paused on monitor_check (paused_until) where paused_until is not null;

-- While one of these is down, the check is unreachable and raises nothing.
create table monitor_dependency (
  check_id uuid not null references monitor_check on delete cascade,
  on_check_id uuid references monitor_check on delete cascade,
  on_ci_id uuid references ci,
  check (num_nonnulls(on_check_id, on_ci_id) = 1),
  check (check_id <> on_check_id),
  unique nulls not distinct (check_id, on_check_id, on_ci_id)
);
create index monitor_dependency_check on monitor_dependency (on_check_id) where on_check_id is not null;
create index monitor_dependency_ci on monitor_dependency (on_ci_id) where on_ci_id is not null;

-- One row a check: how it stands. Written by whoever has a result of it, under the lock of the row.
create table monitor_state (
  check_id uuid primary key references monitor_check on delete cascade,
  state text not null default 'pending'
    check (state in ('pending', 'ok', 'warning', 'critical', 'unknown', 'unreachable', 'paused')),
  -- what the last result said, and how often in a row it differed from the hard state
  soft_state text not null default 'pending',
  attempt int not null default 0,
  -- of the hard state; of the present row of deviating results
  since timestamptz not null default now(),
  soft_since timestamptz,
  last_at timestamptz,
  last_ms real,
  code text not null default '',
  params jsonb not null default '{}',
  output text not null default '',
  figures jsonb not null default '[]',
  -- level of each figure that is beyond a bound: it recovers beyond a second one
  levels jsonb not null default '{}',
  -- the last 20 results, 1 = not ok, the newest lowest
  recent int not null default 0,
  flapping boolean not null default false,
  -- what was raised and not taken back: {severity, labels}
  raised jsonb,
  -- of passive kinds: silence beyond this is a fault
  stale_at timestamptz
) with (fillfactor = 60);
create index monitor_state_bad on monitor_state (state, check_id) where state not in ('ok', 'paused');
create index monitor_state_stale on monitor_state (stale_at) where stale_at is not null;

-- Every change of the hard state, for ever after. Never changed; goes with its partition.
create table monitor_transition (
  id bigint generated always as identity,
  check_id uuid not null,
  -- when the result was had that made it hard
  at timestamptz not null,
  -- when the first of the results in a row was had
  began_at timestamptz not null,
  from_state text not null,
  to_state text not null,
  code text not null,
  params jsonb not null default '{}',
  output text not null default '',
  recorded_at timestamptz not null default clock_timestamp(),
  primary key (id, recorded_at)
) partition by range (recorded_at);
create table monitor_transition_default partition of monitor_transition default;
create index monitor_transition_check on monitor_transition (check_id, at);
insert into partitioned_table (name, keep_months, append_only) values ('monitor_transition', 37, true);

-- History. A series is one figure of a check ('ms' is how long the answer took); its small number stands for it.
create table monitor_series (
  no int generated always as identity primary key,
  check_id uuid not null references monitor_check on delete cascade,
  name text not null check (length(name) between 1 and 100),
  unit text not null default '',
  unique (check_id, name)
);
-- Results as they come: one row holds all of a moment, element i of every array belongs together. Short-lived: every five
-- minutes they are packed into chunks.
create table monitor_sample (
  id bigint generated always as identity primary key,
  -- the five minutes they belong to
  bucket timestamptz not null,
  series int[] not null,
  -- milliseconds since the bucket began
  at_ms int[] not null,
  value float8[] not null,
  -- 0 ok, 1 warning, 2 critical, 3 unknown
  state smallint[] not null
);
create index monitor_sample_bucket on monitor_sample (bucket);
-- Raw history: what a series had in five minutes, packed by history-codec.ts.
create table monitor_chunk (
  series int not null,
  at timestamptz not null,
  data bytea not null,
  primary key (series, at)
);
create index monitor_chunk_at on monitor_chunk using brin (at) with (pages_per_range = 32);
-- Roll-ups: level 300 holds the five-minute figures of an hour in a row, level 3600 the hourly figures of a day.
create table monitor_rollup (
  series int not null,
  level smallint not null check (level in (300, 3600)),
  at timestamptz not null,
  data bytea not null,
  primary key (series, level, at)
);
create index monitor_rollup_at on monitor_rollup using brin (at) with (pages_per_range = 32);
-- Hours whose roll-ups are to be made (again).
create table monitor_rollup_due (
  hour timestamptz primary key,
  due_at timestamptz not null
);

create table monitor_setting (
  only_row boolean primary key default true check (only_row),
  raw_days int not null default 7 check (raw_days between 1 and 90),
  fine_days int not null default 90 check (fine_days between 7 and 400),
  hourly_days int not null default 1095 check (hourly_days between 30 and 3660),
  version int not null default 1
);
insert into monitor_setting default values;

-- Workers and their shares. A worker lives as long as it beats; who takes the share of a dead one counts its epoch up, and
-- nothing is written under an older one.
create table monitor_worker (
  id uuid primary key,
  name text not null,
  started_at timestamptz not null default now(),
  beat_at timestamptz not null default now()
);
create table monitor_lease (
  shard smallint primary key,
  -- no key to monitor_worker: its row goes while the lease stays
  worker_id uuid,
  epoch bigint not null default 0
);
insert into monitor_lease (shard) select generate_series(0, 63);

insert into config_version (name) values ('check');
create trigger monitor_check_changed after insert or update or delete on monitor_check
  for each statement execute function bump_config_version('check');
create trigger monitor_dependency_changed after insert or update or delete on monitor_dependency
  for each statement execute function bump_config_version('check');
create trigger monitor_probe_changed after insert or delete on monitor_probe
  for each statement execute function bump_config_version('check');
