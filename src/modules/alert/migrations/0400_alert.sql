-- Every POST as it came, stored before it is answered. A row is the record of its POST; there is no audit entry beside it.
create table alert_intake (
  id bigint generated always as identity,
  -- which parser understands the body
  format text not null check (format in ('alertmanager', 'generic')),
  source text not null,
  body jsonb not null,
  -- how many alerts the body holds: bounds the batches of processing
  alerts int not null check (alerts >= 0),
  received_by uuid,
  -- org of the machine account: where alerts of no known service belong
  org_id uuid,
  recorded_at timestamptz not null default clock_timestamp(),
  processed_at timestamptz,
  -- why it could not be processed; such a row is listed and can be tried again
  error text,
  primary key (id, recorded_at)
) partition by range (recorded_at);
create table alert_intake_default partition of alert_intake default;
create index alert_intake_todo on alert_intake (id) where processed_at is null;
create index alert_intake_failed on alert_intake (id) where error is not null;
insert into partitioned_table (name, keep_months, append_only) values ('alert_intake', 13, false);

-- An alert is (source, labels): one row per distinct label set, with its present state.
create table alert (
  id uuid primary key,
  source text not null,
  -- SHA-256 over the sorted labels; never the sender's fingerprint, which two label sets may share
  labels_hash text not null,
  labels jsonb not null,
  annotations jsonb not null default '{}',
  name text not null,
  severity text not null check (severity in ('critical', 'warning', 'info', 'none', 'unknown')),
  status text not null check (status in ('firing', 'resolved')),
  group_key text,
  service_id uuid,
  -- the service's owner, else the org of the account that received it
  org_id uuid not null,
  -- the incident it belongs to now; its former ones are in alert_of_ticket
  ticket_id uuid,
  starts_at timestamptz not null,
  ends_at timestamptz,
  first_at timestamptz not null,
  last_at timestamptz not null,
  count int not null default 1,
  unique (source, labels_hash)
);
create index alert_ticket on alert (ticket_id) where ticket_id is not null;
create index alert_firing on alert (last_at desc, id desc) where status = 'firing';
create index alert_last on alert (last_at desc, id desc);
create index alert_service on alert (service_id, last_at desc, id desc) where service_id is not null;

-- Which incidents an alert has belonged to: a closed incident keeps its alerts after they fire for another.
create table alert_of_ticket (
  ticket_id uuid not null references ticket,
  alert_id uuid not null references alert,
  recorded_at timestamptz not null default clock_timestamp(),
  primary key (ticket_id, alert_id)
);
create index alert_of_ticket_alert on alert_of_ticket (alert_id);

create table alert_setting (
  only_row boolean primary key default true check (only_row),
  -- how long after its end an incident is taken up again, and how fresh a people's report must be to be joined
  window_minutes int not null default 30 check (window_minutes between 1 and 10080),
  -- minutes of observation after which an incident that nobody but alerts reported is resolved; null: people do it
  self_recovered_minutes int check (self_recovered_minutes between 5 and 10080),
  version int not null default 1
);
insert into alert_setting default values;
