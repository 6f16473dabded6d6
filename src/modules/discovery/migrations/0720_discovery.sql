-- Discovery over SNMP: what is asked, when, and what was found.
create table discovery_target (
  id uuid primary key,
  org_id uuid not null references org,
  name text not null check (length(name) between 1 and 100),
  -- addresses, CIDR ranges, spans; at most 4,096 addresses together (range-contract.ts)
  ranges text[] not null check (cardinality(ranges) between 1 and 200),
  addresses int not null check (addresses between 1 and 4096),
  port int not null check (port between 1 and 65535),
  protocol text not null check (protocol in ('v2c', 'v3')),
  -- of v3; the rest of the access is sealed
  user_name text not null default '',
  security_level text not null check (security_level in ('noAuthNoPriv', 'authNoPriv', 'authPriv')),
  auth_protocol text not null,
  priv_protocol text not null,
  context text not null default '',
  -- JSON of community, authSecret, privSecret, sealed for 'discovery-target:<id>'
  secrets text not null,
  concurrency int not null check (concurrency between 1 and 64),
  timeout_ms int not null check (timeout_ms between 100 and 30000),
  retries int not null check (retries between 0 and 5),
  device_seconds int not null check (device_seconds between 1 and 600),
  run_minutes int not null check (run_minutes between 1 and 1440),
  -- null: by hand only
  every_hours int check (every_hours between 1 and 720),
  next_at timestamptz,
  active boolean not null default true,
  created_by uuid references person,
  recorded_at timestamptz not null default now(),
  version int not null default 1
);
create index discovery_target_org on discovery_target (org_id, id);
create index discovery_target_due on discovery_target (next_at) where next_at is not null;

create table discovery_run (
  id uuid primary key,
  target_id uuid not null references discovery_target on delete cascade,
  trigger text not null check (trigger in ('hand', 'schedule')),
  requested_by uuid references person,
  state text not null default 'queued'
    check (state in ('queued', 'running', 'stopping', 'done', 'stopped', 'interrupted', 'failed')),
  total int not null,
  -- the process that works on it, and when it last said so
  runner uuid,
  beat_at timestamptz,
  interruptions int not null default 0,
  error text,
  started_at timestamptz,
  -- began, or was continued: what its time is counted from
  resumed_at timestamptz,
  ended_at timestamptz,
  recorded_at timestamptz not null default now(),
  version int not null default 1
);
create index discovery_run_target on discovery_run (target_id, id desc);
-- one at a time per target
create unique index discovery_run_open on discovery_run (target_id) where state in ('queued', 'running', 'stopping');

-- Found devices, one row per device however often and under however many addresses it was met.
create table discovery_device (
  id uuid primary key,
  org_id uuid not null references org,
  target_id uuid references discovery_target on delete set null,
  -- how the configuration items know it: serial number, else hardware address, else address
  key text not null check (length(key) <= 200),
  -- hardware addresses and chassis ids that neighbours may name
  identities text[] not null,
  name text not null,
  address text not null,
  kind text not null,
  vendor text,
  model text,
  os_version text,
  serial text,
  outcome text not null,
  inventory jsonb not null,
  problems jsonb not null,
  figures jsonb not null,
  state text not null default 'new' check (state in ('new', 'changed', 'accepted', 'rejected', 'failed')),
  proposal_id uuid,
  ci_id uuid,
  failure text,
  first_seen_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  -- when its inventory last was another one
  changed_at timestamptz not null default now(),
  version int not null default 1,
  unique (org_id, key)
);
create index discovery_device_list on discovery_device (org_id, id desc);
create index discovery_device_identity on discovery_device using gin (identities);
create index discovery_device_mac on discovery_device (org_id, (inventory ->> 'mac'));
create index discovery_device_proposal on discovery_device (proposal_id) where proposal_id is not null;
create index discovery_device_target on discovery_device (target_id);

-- What each address of a run answered: what makes it possible to go on with a run.
create table discovery_answer (
  run_id uuid not null references discovery_run on delete cascade,
  address text not null,
  outcome text not null check (outcome in ('ok', 'partial', 'silent', 'refused', 'unreadable')),
  device_id uuid references discovery_device on delete set null,
  problems jsonb not null default '[]',
  milliseconds int not null,
  varbinds int not null,
  answered_at timestamptz not null default clock_timestamp(),
  primary key (run_id, address)
);
create index discovery_answer_device on discovery_answer (device_id) where device_id is not null;
