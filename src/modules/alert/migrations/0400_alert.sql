-- Every POST as it came, stored before it is answered.
create table alert_intake (
  id bigint generated always as identity,
  source text not null,
  body jsonb not null,
  received_by uuid,
  recorded_at timestamptz not null default clock_timestamp(),
  processed_at timestamptz,
  error text,
  primary key (id, recorded_at)
) partition by range (recorded_at);
create table alert_intake_default partition of alert_intake default;
create index alert_intake_todo on alert_intake (id) where processed_at is null;
insert into partitioned_table (name, keep_months, append_only) values ('alert_intake', 13, false);

-- An alert is (source, labels): one row per distinct label set, with its present state.
create table alert (
  id uuid primary key,
  source text not null,
  -- SM3/SHA-256 over the sorted labels
  labels_hash text not null,
  labels jsonb not null,
  annotations jsonb not null default '{}',
  name text not null,
  severity text not null,
  status text not null check (status in ('firing', 'resolved')),
  group_key text,
  service_id uuid,
  ticket_id uuid,
  starts_at timestamptz not null,
  ends_at timestamptz,
  first_at timestamptz not null default clock_timestamp(),
  last_at timestamptz not null default clock_timestamp(),
  count int not null default 1,
  unique (source, labels_hash)
);
create index alert_ticket on alert (ticket_id) where ticket_id is not null;
create index alert_firing on alert (last_at desc) where status = 'firing';
create index alert_last on alert (last_at desc, id);
