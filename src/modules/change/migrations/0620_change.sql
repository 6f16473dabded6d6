-- Changes 变更: a kind of ticket. The ticket holds title, reason (its description), implementer (owner), group, requester, org.
create sequence number_change;

-- A standard change is a change whose plan was approved once, as a template.
create table change_template (
  id uuid primary key,
  name text not null unique check (length(name) between 2 and 100),
  risk text not null default 'low' check (risk in ('low', 'medium')),
  impact text not null,
  plan text not null,
  back_out text not null,
  test_proof text not null,
  edits_config boolean not null default false,
  -- minutes that a window has at most
  minutes int not null check (minutes between 5 and 2880),
  group_id uuid references support_group,
  task_titles text[] not null default '{}',
  active boolean not null default true,
  approved_by uuid not null references person,
  approved_at timestamptz not null default clock_timestamp(),
  version int not null default 1
);

create table change (
  ticket_id uuid primary key references ticket,
  kind text not null check (kind in ('standard', 'normal', 'emergency')),
  template_id uuid references change_template,
  impact_level text check (impact_level in ('high', 'medium', 'low')),
  likelihood text check (likelihood in ('high', 'medium', 'low')),
  risk text check (risk in ('low', 'medium', 'high')),
  impact text not null default '',
  plan text not null default '',
  back_out text not null default '',
  test_proof text not null default '',
  edits_config boolean not null default false,
  starts_at timestamptz,
  ends_at timestamptz,
  second_id uuid references person,
  assessed_by uuid references person,
  assessment text not null default '',
  -- which flow its approval follows, and the content that was let through: what is approved is frozen
  flow text,
  approval_id uuid,
  approved_digest text,
  -- emergency: who let it begin before all had signed, until when the rest must sign, and what became of it
  let_begin_by uuid references person,
  let_begin_at timestamptz,
  after_approval_id uuid,
  ratify_by timestamptz,
  ratified text check (ratified in ('waiting', 'done', 'refused')),
  ratified_at timestamptz,
  -- leave of the manager to begin outside the window
  outside_reason text,
  outside_by uuid references person,
  begun_by uuid references person,
  begun_at timestamptz,
  confirmed_by uuid references person,
  confirmed_at timestamptz,
  implemented_at timestamptz,
  failure text,
  failed_at timestamptz,
  result text check (result in ('successful', 'partly', 'failed')),
  review text,
  reviewed_by uuid references person,
  -- done without a change request, and found out later
  unauthorised boolean not null default false,
  found_by uuid references person,
  done_by text,
  check (ends_at > starts_at),
  check (kind = 'standard' or template_id is null)
);
create index change_window on change (starts_at, ends_at) where starts_at is not null;
create index change_template_of on change (template_id) where template_id is not null;
create index change_second on change (second_id) where second_id is not null;

create table change_service (
  change_id uuid not null references change,
  service_id uuid not null references service,
  primary key (change_id, service_id)
);
create index change_service_service on change_service (service_id);

create table change_task (
  id uuid primary key,
  change_id uuid not null references change,
  position int not null,
  title text not null,
  owner_id uuid references person,
  done_by uuid references person,
  done_at timestamptz,
  note text not null default '',
  unique (change_id, position)
);
create index change_task_owner on change_task (owner_id) where owner_id is not null;

-- Proof of the state of things: the backup before, the state before and after. The newest of each counts.
create table change_evidence (
  id uuid primary key,
  change_id uuid not null references change,
  what text not null check (what in ('backup', 'state-before', 'state-after')),
  statement text not null,
  link text,
  file_id uuid,
  recorded_by uuid not null references person,
  recorded_at timestamptz not null default clock_timestamp()
);
create index change_evidence_change on change_evidence (change_id, id);

-- Configuration files that the change edits, and where the copy made before lies (ops-rules 四、3、3>).
create table change_file (
  id uuid primary key,
  change_id uuid not null references change,
  path text not null,
  copy_place text,
  file_id uuid,
  copied_by uuid references person,
  copied_at timestamptz,
  unique (change_id, path),
  check ((copied_at is null) = (copied_by is null)),
  check (copied_at is null or copy_place is not null or file_id is not null)
);

create table change_link (
  change_id uuid not null references change,
  incident_id uuid not null references incident,
  relation text not null check (relation in ('caused', 'solves', 'found')),
  linked_by uuid references person,
  recorded_at timestamptz not null default clock_timestamp(),
  primary key (change_id, incident_id, relation)
);
create index change_link_incident on change_link (incident_id);

-- A conflict that somebody has looked at; it holds as long as both windows are what they were then.
create table change_ack (
  change_id uuid not null references change,
  other_id uuid not null references change,
  windows text not null,
  note text not null,
  acknowledged_by uuid not null references person,
  recorded_at timestamptz not null default clock_timestamp(),
  primary key (change_id, other_id)
);

-- Leave of the manager for a window in a freeze; it holds for that window.
create table change_exception (
  change_id uuid primary key references change,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  reason text not null,
  granted_by uuid not null references person,
  recorded_at timestamptz not null default clock_timestamp()
);

-- Periods in which nothing is changed (重保). Without services it is for all. Statutory holidays come from the calendar.
create table change_freeze (
  id uuid primary key,
  name text not null check (length(name) between 2 and 100),
  reason text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  service_ids uuid[] not null default '{}',
  active boolean not null default true,
  created_by uuid references person,
  recorded_at timestamptz not null default clock_timestamp(),
  version int not null default 1
);
create index change_freeze_window on change_freeze (ends_at) where active;

-- How changes of a kind are approved; no steps: by nobody. Defaults are shipped when a row is missing.
create table change_flow (
  key text primary key check (key in ('standard', 'normal-low', 'normal-medium', 'normal-high', 'emergency', 'emergency-after')),
  steps jsonb not null,
  version int not null default 1
);

create table change_setting (
  only_row boolean primary key default true check (only_row),
  holidays_freeze boolean not null default true,
  -- hours after an emergency change was let begin in which the rest must sign
  ratify_hours int not null default 48 check (ratify_hours between 1 and 720),
  version int not null default 1
);
insert into change_setting default values;
