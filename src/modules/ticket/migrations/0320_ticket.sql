-- Category tree of tickets.
create table category (
  id uuid primary key,
  parent_id uuid references category,
  code text not null unique,
  name text not null,
  name_en text not null default '',
  active boolean not null default true,
  position int not null default 0,
  version int not null default 1
);
-- What every kind of ticket (工单) has. Kinds add an extension table.
create table ticket (
  id uuid primary key,
  number text not null unique,
  kind text not null,
  title text not null,
  description text not null default '',
  channel text not null,
  requester_id uuid references person,
  -- a caller need not be a known person
  caller_name text,
  caller_phone text,
  caller_place text,
  org_id uuid not null references org,
  service_id uuid references service,
  category_id uuid references category,
  priority int not null check (priority between 1 and 4),
  state text not null,
  -- not resolved, closed or cancelled: what queues look at
  open boolean not null default true,
  group_id uuid references support_group,
  owner_id uuid references person,
  parent_id uuid references ticket,
  duplicate_of_id uuid references ticket,
  created_by uuid references person,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  -- nearest due time of its running clocks, kept by its kind
  due_at timestamptz,
  resolved_at timestamptz,
  closed_at timestamptz,
  origin text not null default 'live' check (origin in ('live', 'import')),
  version int not null default 1
);
-- ids are uuid v7, so id order is order of creation: every list is newest first by id
create index ticket_open on ticket (id desc) where open;
create index ticket_group_open on ticket (group_id, id desc) where open;
create index ticket_owner_open on ticket (owner_id, id desc) where open;
create index ticket_group on ticket (group_id, id desc);
create index ticket_owner on ticket (owner_id, id desc);
create index ticket_requester on ticket (requester_id, id desc);
create index ticket_org on ticket (org_id, id desc);
create index ticket_service on ticket (service_id, id desc);
create index ticket_state on ticket (state, id desc);
create index ticket_due on ticket (due_at, id) where open and due_at is not null;
create index ticket_parent on ticket (parent_id) where parent_id is not null;
create index ticket_duplicate on ticket (duplicate_of_id) where duplicate_of_id is not null;
create index ticket_caller_phone on ticket (caller_phone, id desc) where caller_phone is not null;
create index ticket_resolved_at on ticket (resolved_at) where resolved_at is not null;

create table timeline_entry (
  id bigint generated always as identity,
  ticket_id uuid not null,
  -- comment, move, change, clock, notice, link, attachment, work
  kind text not null,
  -- internal entries are for staff; requesters see public ones
  public boolean not null default false,
  actor_id uuid,
  actor_name text not null,
  body text not null default '',
  -- the move's name, before and after, reasons
  data jsonb not null default '{}',
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default clock_timestamp(),
  origin text not null default 'live' check (origin in ('live', 'import')),
  primary key (ticket_id, id)
);
create table work_log (
  id uuid primary key,
  ticket_id uuid not null references ticket,
  person_id uuid not null references person,
  minutes int not null check (minutes between 1 and 1440),
  note text not null default '',
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default clock_timestamp()
);
create index work_log_ticket on work_log (ticket_id);
create table watcher (
  ticket_id uuid not null references ticket,
  person_id uuid not null references person,
  primary key (ticket_id, person_id)
);
create index watcher_person on watcher (person_id, ticket_id);
-- Who suffers from it: the requester, those who joined, the requesters of duplicates. Asked for satisfaction, told of restoration.
create table affected (
  id uuid primary key,
  ticket_id uuid not null references ticket,
  person_id uuid references person,
  caller_name text,
  caller_phone text,
  via text not null check (via in ('requester', 'joined', 'duplicate')),
  note text not null default '',
  recorded_at timestamptz not null default clock_timestamp(),
  unique nulls not distinct (ticket_id, person_id, caller_phone)
);
create index affected_person on affected (person_id, ticket_id);
