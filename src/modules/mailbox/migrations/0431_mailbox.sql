-- Mailboxes that mail is taken in from, kept by administrators.
create table mailbox (
  id uuid primary key,
  name text not null check (length(name) between 1 and 100),
  -- people write to it and answers go to it; lower case
  address text not null check (address = lower(address)),
  host text not null,
  port int not null check (port between 1 and 65535),
  tls text not null check (tls in ('tls', 'starttls', 'none')),
  -- certificates (PEM) of the authority that signed the server's; null: the system's
  ca text,
  login text not null,
  -- sealed with the installation's key for 'mailbox:<id>'
  secret text not null,
  folder text not null default 'INBOX',
  -- where its tickets belong; callers without an account belong to the org
  service_id uuid references service,
  org_id uuid not null references org,
  unknown_sender text not null check (unknown_sender in ('caller', 'quarantine', 'reject')),
  resolved_reply text not null check (resolved_reply in ('reopen', 'comment')),
  closed_reply text not null check (closed_reply in ('new', 'comment')),
  acknowledge boolean not null default true,
  -- mails of one sender per hour; more wait for a person
  hourly_limit int not null check (hourly_limit between 1 and 10000),
  -- larger mails are not fetched
  max_mb int not null check (max_mb between 1 and 1024),
  -- mails that arrived at the server earlier are left alone; null: none
  since timestamptz,
  active boolean not null default true,
  version int not null default 1,
  recorded_at timestamptz not null default now(),
  unique (host, port, login, folder)
);
-- How far its intake is: what changes by itself, apart from what people edit.
create table mailbox_state (
  mailbox_id uuid primary key references mailbox on delete cascade,
  -- RFC 3501 §2.3.1.1: UIDs mean the same messages as long as this stays
  uid_validity bigint,
  -- every mail up to here has a row in mail, or is older than since
  last_uid bigint not null default 0,
  checked_at timestamptz,
  error text,
  failing_since timestamptz,
  -- a mail that failed, and how often in a row
  stuck_uid bigint,
  stuck_count int not null default 0
);
-- Every mail that was taken in, once, with what became of it; written in the transaction that does what became of it.
create table mail (
  id uuid primary key,
  mailbox_id uuid not null references mailbox,
  uid_validity bigint not null,
  uid bigint not null,
  message_id text,
  refs text[] not null default '{}',
  -- the same for the same mail by whichever way it came; null for one that was not read
  fingerprint text,
  sender text,
  sender_name text not null default '',
  person_id uuid references person,
  subject text not null default '',
  sent_at timestamptz,
  size bigint not null,
  -- all its words, the quoted ones included
  words text not null default '',
  -- parts that did not become attachments: [{name, type, reason}]
  lost jsonb not null default '[]',
  outcome text not null check (outcome in
    ('opened', 'commented', 'bounced', 'ignored', 'duplicate', 'quarantined', 'discarded')),
  reason text,
  detail text,
  ticket_id uuid references ticket,
  received_at timestamptz not null default clock_timestamp(),
  settled_at timestamptz,
  version int not null default 1,
  unique (mailbox_id, uid_validity, uid)
);
create unique index mail_fingerprint on mail (fingerprint) where outcome <> 'duplicate';
create index mail_message_id on mail (message_id) where message_id is not null;
create index mail_ticket on mail (ticket_id, id) where ticket_id is not null;
create index mail_sender on mail (sender, received_at) where sender is not null;
create index mail_quarantined on mail (id desc) where outcome = 'quarantined';
create index mail_outcome on mail (outcome, id desc);
-- Who takes part in a ticket by mail: answers go there, and a mail from there may land on it.
create table mail_contact (
  ticket_id uuid not null references ticket,
  address text not null,
  name text not null default '',
  person_id uuid references person,
  mailbox_id uuid not null references mailbox,
  -- the newest mail from there, which answers refer to
  mail_id uuid not null references mail,
  primary key (ticket_id, address)
);
create index mail_contact_address on mail_contact (address, ticket_id);
create index person_email on person (lower(email)) where email is not null;
