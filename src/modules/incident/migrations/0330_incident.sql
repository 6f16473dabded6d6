create table incident (
  ticket_id uuid primary key references ticket,
  type text not null check (type in ('fault', 'request', 'consultation')),
  impact text not null check (impact in ('high', 'medium', 'low')),
  urgency text not null check (urgency in ('high', 'medium', 'low')),
  grade text not null check (grade in ('major', 'serious', 'general', 'minor')),
  -- a machine only suggests a grade, a person confirms it
  grade_confirmed boolean not null default false,
  grade_reason text,
  hold_reason text,
  hold_until timestamptz,
  first_contact boolean not null default false,
  responded_at timestamptz,
  onsite_requested_at timestamptz,
  onsite_arrived_at timestamptz,
  resolution text,
  resolution_code text,
  reopen_count int not null default 0,
  reassignment_count int not null default 0,
  cancel_reason text,
  -- key of the alert group that opened it, so that one is open per key
  alert_key text
);
-- values of the source system, beside our own
create table incident_source (
  ticket_id uuid primary key references ticket,
  system text not null,
  source_number text not null,
  data jsonb not null,
  unique (system, source_number)
);
create unique index incident_alert_key on incident (alert_key) where alert_key is not null;

-- The matrix impact × urgency → priority; editable.
create table priority_matrix (
  impact text not null check (impact in ('high', 'medium', 'low')),
  urgency text not null check (urgency in ('high', 'medium', 'low')),
  priority int not null check (priority between 1 and 4),
  primary key (impact, urgency)
);
insert into priority_matrix (impact, urgency, priority) values
  ('high', 'high', 1), ('high', 'medium', 2), ('medium', 'high', 2), ('medium', 'medium', 3), ('low', 'high', 3),
  ('high', 'low', 3), ('medium', 'low', 4), ('low', 'medium', 4), ('low', 'low', 4);

-- Which group gets a ticket: every given column must match, the lowest position wins.
create table dispatch_rule (
  id uuid primary key,
  position int not null,
  service_id uuid,
  category_id uuid,
  org_id uuid,
  group_id uuid not null references support_group,
  active boolean not null default true,
  version int not null default 1
);

-- 督办: a leader's instruction with deadline, owner and reply.
create table supervision (
  id uuid primary key,
  ticket_id uuid not null references ticket,
  instruction text not null,
  leader_id uuid not null references person,
  owner_id uuid not null references person,
  deadline timestamptz not null,
  reply text,
  replied_at timestamptz,
  closed_at timestamptz,
  recorded_at timestamptz not null default clock_timestamp(),
  version int not null default 1
);
create index supervision_ticket on supervision (ticket_id);
create index supervision_owner on supervision (owner_id) where closed_at is null;

-- Record of a major incident: decisions and whom they were told.
create table major_decision (
  id uuid primary key,
  ticket_id uuid not null references ticket,
  decision text not null,
  notified text not null default '',
  decided_by uuid not null references person,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default clock_timestamp()
);
create index major_decision_ticket on major_decision (ticket_id);
