-- Configuration items 配置项: classes, items, relations, redundancy, what each source says, proposals, history.

-- Classes form a tree; an item has the attributes of its class and of all above it. `no` is part of search tokens.
create table ci_class (
  id uuid primary key,
  no int generated always as identity unique,
  key text not null unique check (key ~ '^[a-z][a-z0-9-]{0,39}$'),
  parent_id uuid references ci_class,
  name text not null,
  name_en text not null,
  -- one that only gathers others has no items of its own
  abstract boolean not null default false,
  -- its own definitions: [{key, name, nameEn, kind, unit?, options?, many, required, searchable, identifies}]
  attributes jsonb not null default '[]' check (jsonb_typeof(attributes) = 'array'),
  -- after so many days without anybody confirming it, an item is stale; null: as the class above
  stale_after_days int check (stale_after_days between 1 and 3650),
  active boolean not null default true,
  shipped boolean not null default false,
  version int not null default 1,
  check (parent_id <> id)
);

-- What a relation means: read forward from the source ("runs on"), backward from the target ("carries"), and which way
-- an outage goes along it.
create table ci_relation_type (
  key text primary key check (key ~ '^[a-z][a-z0-9-]{0,39}$'),
  forward text not null,
  forward_en text not null,
  backward text not null,
  backward_en text not null,
  spreads text not null check (spreads in ('to-source', 'to-target', 'both', 'none')),
  position int not null default 0,
  active boolean not null default true,
  version int not null default 1
);

-- Who tells about items: people, a sheet, discovery, a program. The smaller the rank, the more it is believed.
create table ci_source (
  key text primary key check (key ~ '^[a-z][a-z0-9-]{0,39}$'),
  name text not null,
  name_en text not null,
  rank int not null,
  version int not null default 1
);
-- Another rank for one attribute or shared field: a serial number is better known to the device than to its keeper.
create table ci_source_rank (
  source text not null references ci_source,
  field text not null,
  rank int not null,
  primary key (field, source)
);

-- for codes that nobody gave
create sequence ci_code_number;

create table ci (
  id uuid primary key,
  class_id uuid not null references ci_class,
  code text not null check (code <> ''),
  name text not null check (name <> ''),
  org_id uuid not null references org,
  owner_id uuid references person,
  group_id uuid references support_group,
  location text not null default '',
  description text not null default '',
  lifecycle text not null check (lifecycle in ('planned', 'in-use', 'standby', 'in-repair', 'retired')),
  live_state text not null default 'unknown' check (live_state in ('unknown', 'up', 'degraded', 'down')),
  live_state_at timestamptz,
  attributes jsonb not null default '{}' check (jsonb_typeof(attributes) = 'object'),
  -- what a complete item would have: 'owner', 'group', keys of required attributes
  gaps text[] not null default '{}',
  -- who recorded it first
  source text not null references ci_source,
  recorded_by uuid references person,
  recorded_at timestamptz not null default now(),
  -- when somebody or something last said that it is as it is written
  confirmed_at timestamptz not null default now(),
  version int not null default 1
);
create unique index ci_code on ci (lower(code));
create index ci_of_class on ci (class_id, id desc);
create index ci_of_org on ci (org_id, id desc);
create index ci_attribute on ci using gin (attributes jsonb_path_ops);
create index ci_incomplete on ci (id desc) where gaps <> '{}' and lifecycle <> 'retired';
create index ci_confirmed on ci (confirmed_at) where lifecycle <> 'retired';

-- Values that tell one thing from all others (serial, MAC, address): two items with one of them may be one.
create table ci_identity (
  ci_id uuid not null references ci on delete cascade,
  field text not null,
  value text not null,
  primary key (ci_id, field, value)
);
create index ci_identity_value on ci_identity (field, value);

-- What a source calls the item.
create table ci_source_key (
  source text not null references ci_source,
  key text not null check (key <> ''),
  ci_id uuid not null references ci,
  seen_at timestamptz not null default now(),
  primary key (source, key)
);
create index ci_source_key_ci on ci_source_key (ci_id);

-- The last word of each source about an attribute; the stronger source's is proposed, the weaker one's only noted.
create table ci_claim (
  ci_id uuid not null references ci on delete cascade,
  field text not null,
  source text not null references ci_source,
  value jsonb not null,
  said_at timestamptz not null default now(),
  primary key (ci_id, field, source)
);
-- Fields about which sources disagree, kept by the verbs: the figure of conflicts is a count of this table.
create table ci_conflict (
  ci_id uuid not null references ci on delete cascade,
  field text not null,
  -- the values that are said; a settled conflict is open again when they change
  said jsonb not null,
  settled boolean not null default false,
  since timestamptz not null default now(),
  primary key (ci_id, field)
);

-- A dependent item survives as long as `needs` of the relations of the group hold (k of n): a cluster, two uplinks.
create table ci_redundancy (
  id uuid primary key,
  ci_id uuid not null references ci,
  name text not null,
  needs int not null check (needs >= 1),
  version int not null default 1
);
create index ci_redundancy_ci on ci_redundancy (ci_id);

create table ci_relation (
  id uuid primary key,
  type text not null references ci_relation_type,
  source_id uuid not null references ci,
  target_id uuid not null references ci,
  redundancy_id uuid references ci_redundancy,
  note text not null default '',
  source text not null references ci_source,
  recorded_by uuid references person,
  begun_at timestamptz not null default clock_timestamp(),
  -- a relation that is no more keeps its row
  ended_at timestamptz,
  version int not null default 1,
  check (source_id <> target_id)
);
create unique index ci_relation_once on ci_relation (source_id, type, target_id) include (id, redundancy_id)
  where ended_at is null;
create index ci_relation_back on ci_relation (target_id, type) include (source_id, id, redundancy_id)
  where ended_at is null;
create index ci_relation_redundancy on ci_relation (redundancy_id) where redundancy_id is not null and ended_at is null;

-- Services of the main job that rest on an item; without an essential one the service is down, else impaired.
create table ci_service (
  ci_id uuid not null references ci,
  service_id uuid not null references service,
  essential boolean not null,
  recorded_at timestamptz not null default now(),
  primary key (ci_id, service_id)
);
create index ci_service_service on ci_service (service_id);

-- Every change of an item, a relation, a redundancy group or a link to a service, with what was before and after. What held
-- at a past moment is the `before` of the first change after it, or what is now. Never changed.
create table ci_history (
  id bigint generated always as identity primary key,
  entity text not null check (entity in ('ci', 'relation', 'redundancy', 'service')),
  entity_id uuid not null,
  ci_id uuid not null,
  -- the other end of a relation
  other_id uuid,
  action text not null,
  actor_id uuid,
  actor_name text not null,
  before jsonb,
  after jsonb,
  -- the moment of writing, under the lock of the row: the order of one entity's changes is that of their ids
  recorded_at timestamptz not null default clock_timestamp()
);
create index ci_history_ci on ci_history (ci_id, id desc);
create index ci_history_other on ci_history (other_id, id desc) where other_id is not null;
create index ci_history_entity on ci_history (entity_id, id);
create index ci_history_recorded on ci_history (recorded_at);
revoke update, delete, truncate on ci_history from zhengyun_app;

-- A moment that later ones are compared with; history never changes, so the moment is enough.
create table ci_baseline (
  id uuid primary key,
  name text not null,
  note text not null default '',
  org_id uuid not null references org,
  class_id uuid references ci_class,
  taken_at timestamptz not null default clock_timestamp(),
  taken_by uuid references person,
  taken_by_name text not null
);
create index ci_baseline_org on ci_baseline (org_id, id desc);

-- What a source says that is new or different, for a person to accept or refuse.
create table ci_proposal (
  id uuid primary key,
  source text not null references ci_source,
  key text not null,
  -- the item it is about; null: it would be a new one
  ci_id uuid references ci,
  class_id uuid not null references ci_class,
  -- who sees it and where a new item goes
  org_id uuid not null references org,
  name text not null,
  location text not null default '',
  attributes jsonb not null default '{}',
  -- of what is proposed, to know a refused one again
  fingerprint text not null,
  state text not null default 'open' check (state in ('open', 'accepted', 'rejected')),
  decided_by uuid references person,
  decided_by_name text,
  decided_at timestamptz,
  reason text not null default '',
  recorded_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  version int not null default 1
);
create unique index ci_proposal_open on ci_proposal (source, key) where state = 'open';
create index ci_proposal_key on ci_proposal (source, key, id desc);
create index ci_proposal_list on ci_proposal (state, id desc);

-- Relations that proposals tell of, by the source's own names of both ends; one is made once it is accepted and both
-- ends are known.
create table ci_proposed_relation (
  id uuid primary key,
  proposal_id uuid not null references ci_proposal on delete cascade,
  source text not null,
  type text not null references ci_relation_type,
  from_key text not null,
  to_key text not null,
  accepted boolean not null default false,
  made boolean not null default false,
  unique (proposal_id, type, from_key, to_key)
);
create index ci_proposed_relation_from on ci_proposed_relation (source, from_key) where accepted and not made;
create index ci_proposed_relation_to on ci_proposed_relation (source, to_key) where accepted and not made;

-- Items on tickets (incidents, changes).
create table ci_ticket (
  ticket_id uuid not null references ticket,
  ci_id uuid not null references ci,
  added_by uuid references person,
  added_at timestamptz not null default now(),
  primary key (ticket_id, ci_id)
);
create index ci_ticket_ci on ci_ticket (ci_id, ticket_id desc);

-- Classes, types and sources are few and needed by every verb: processes keep them in memory and watch their number.
insert into config_version (name) values ('ci');
create trigger ci_class_changed after insert or update or delete on ci_class
  for each statement execute function bump_config_version('ci');
create trigger ci_relation_type_changed after insert or update or delete on ci_relation_type
  for each statement execute function bump_config_version('ci');
create trigger ci_source_changed after insert or update or delete on ci_source
  for each statement execute function bump_config_version('ci');
create trigger ci_source_rank_changed after insert or update or delete on ci_source_rank
  for each statement execute function bump_config_version('ci');
