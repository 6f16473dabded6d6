-- Complaints, suggestions and praise 投诉与建议. Seen by whoever made it, by intake, and by who is responsible for it, nobody else.
create sequence number_complaint;
create table complaint (
  id uuid primary key,
  number text not null unique,
  kind text not null check (kind in ('complaint', 'suggestion', 'praise')),
  channel text not null check (channel in ('portal', 'phone', 'mail', 'letter', 'visit', 'anonymous')),
  -- whose intake deals with it
  org_id uuid not null references org,
  -- null: a caller without an account, or somebody who does not want to be known
  person_id uuid references person,
  contact_name text,
  contact_phone text,
  -- SHA-256 of the code by which an anonymous person asks for the answer; the code itself is kept nowhere
  code_hash bytea unique,
  about text not null check (about in ('service', 'ticket', 'vendor', 'org', 'person', 'other')),
  service_id uuid references service,
  ticket_id uuid references ticket,
  -- the vendor, or the org
  about_org_id uuid references org,
  about_person_id uuid references person,
  -- in words, as the complainant calls it
  about_text text not null default '',
  title text not null,
  body text not null,
  state text not null default 'received'
    check (state in ('received', 'accepted', 'handling', 'answered', 'confirmed', 'withdrawn')),
  handler_id uuid references person,
  ack_due_at timestamptz not null,
  answer_due_at timestamptz not null,
  acknowledged_at timestamptz,
  acknowledged_by uuid references person,
  answer text not null default '',
  answered_at timestamptz,
  answered_by uuid references person,
  -- of the first answer: a reopening does not make it later
  first_answered_at timestamptz,
  first_answer_due_at timestamptz not null,
  -- what the complainant says of the answer; null: nothing yet
  satisfied boolean,
  called_by uuid references person,
  reopened int not null default 0,
  supervised int not null default 0,
  ended_at timestamptz,
  created_by uuid references person,
  recorded_at timestamptz not null default clock_timestamp(),
  version int not null default 1,
  check (channel <> 'anonymous' or (person_id is null and created_by is null and contact_name is null and contact_phone is null)),
  check ((channel = 'anonymous') = (code_hash is not null)),
  check ((state in ('confirmed', 'withdrawn')) = (ended_at is not null)),
  check (state <> 'answered' or answered_at is not null),
  -- nobody deals with a complaint about themselves
  check (handler_id is null or handler_id is distinct from about_person_id)
);
create index complaint_org on complaint (org_id, id desc);
create index complaint_person on complaint (person_id, id desc);
create index complaint_handler on complaint (handler_id, id desc);
create index complaint_recorded on complaint (recorded_at);

-- What happened to it. `open`: the complainant sees it, too. Appended only.
create table complaint_entry (
  id bigint generated always as identity primary key,
  complaint_id uuid not null references complaint,
  kind text not null,
  -- null: the program, or somebody who does not want to be known
  actor_id uuid references person,
  note text not null default '',
  open boolean not null,
  recorded_at timestamptz not null default clock_timestamp()
);
create index complaint_entry_of on complaint_entry (complaint_id, id);
revoke update, delete, truncate on complaint_entry from zhengyun_app;

create table complaint_setting (
  only_row boolean primary key default true check (only_row),
  -- working days
  ack_days int not null default 1 check (ack_days between 1 and 30),
  answer_days int not null default 15 check (answer_days between 1 and 120),
  version int not null default 1,
  check (ack_days <= answer_days)
);
insert into complaint_setting default values;
