-- Where alerts come from beside our own checks: senders with a token, listeners, mails.
create table alert_source (
  id uuid primary key,
  -- tells the alerts of sources apart (alert.source) and so stays as it is
  name text not null unique check (length(name) between 1 and 100),
  kind text not null check (kind in ('zabbix', 'nightingale', 'json', 'trap', 'syslog', 'mail')),
  -- where alerts of no known service belong
  org_id uuid not null references org,
  note text not null default '',
  -- what is set of it, by its kind: mapping, rules, ports
  spec jsonb not null,
  -- sealed for 'alert-source:<id>': communities of traps, key of a certificate
  secrets text,
  -- SHA-256 of the token in the address that it sends to
  token_hash text unique,
  active boolean not null default true,
  version int not null default 1,
  created_by uuid,
  recorded_at timestamptz not null default now()
);
-- What changes by itself, apart from what people edit.
create table alert_source_state (
  source_id uuid primary key references alert_source on delete cascade,
  last_at timestamptz,
  received bigint not null default 0,
  alerts bigint not null default 0,
  ignored bigint not null default 0,
  malformed bigint not null default 0,
  oversized bigint not null default 0,
  refused bigint not null default 0,
  limited bigint not null default 0,
  dropped bigint not null default 0,
  error text,
  error_at timestamptz,
  -- [{transport, port, error, since}] of the process that listens, or tried last
  listening jsonb not null default '[]',
  listening_at timestamptz
);
-- The last messages as they came, a bounded number of each source (alert-source.tidy).
create table alert_source_message (
  id bigint generated always as identity primary key,
  source_id uuid not null references alert_source on delete cascade,
  recorded_at timestamptz not null default clock_timestamp(),
  outcome text not null,
  peer text not null default '',
  -- traps: hex of the datagram, with the community blanked
  raw text not null,
  detail text not null default '',
  alerts int not null default 0
);
create index alert_source_message_source on alert_source_message (source_id, id desc);
-- Alerts that a source began and has not ended: what its next message about them is compared with.
create table alert_source_open (
  source_id uuid not null references alert_source on delete cascade,
  -- SHA-256 of what the source calls it: event, hash, key, or rule and labels
  ref text not null,
  name text not null,
  severity text not null,
  labels jsonb not null,
  labels_hash text not null,
  group_key text,
  began_at timestamptz not null default clock_timestamp(),
  last_at timestamptz not null,
  -- when it was last told to the alert room
  told_at timestamptz not null,
  count bigint not null default 1,
  -- over by itself at this time; null: by a message only
  resolve_at timestamptz,
  primary key (source_id, ref)
);
create index alert_source_open_due on alert_source_open (resolve_at) where resolve_at is not null;
create index alert_source_open_labels on alert_source_open (source_id, labels_hash);
-- Mails that became alerts are neither tickets nor ignored.
alter table mail drop constraint mail_outcome_check;
alter table mail add constraint mail_outcome_check check (outcome in
  ('opened', 'commented', 'bounced', 'ignored', 'duplicate', 'quarantined', 'discarded', 'alerted'));
