-- Ledger rectification-notice, made from its declaration by scripts/gen-ledgers.ts.
create table "rectification_notice" (
  id uuid primary key,
  number text not null unique,
  org_id uuid not null references org,
  state text not null,
  "subject" text not null,
  "finding" text not null,
  "demand" text,
  "answerable" uuid not null,
  "deadline" date not null,
  "source" text,
  "answer" text,
  "answered_on" date,
  "verified_by" uuid,
  "verification" text,
  "verified_on" date,
  origin text not null default 'live' check (origin in ('live', 'import')),
  created_at timestamptz not null default now(),
  created_by uuid references person,
  updated_at timestamptz not null default now(),
  version int not null default 1,
  constraint rectification_notice_subject_check check (char_length("subject") between 1 and 200),
  constraint rectification_notice_finding_check check (char_length("finding") between 1 and 4000),
  constraint rectification_notice_demand_check check (char_length("demand") between 1 and 4000),
  constraint rectification_notice_answerable_fkey foreign key ("answerable") references "person",
  constraint rectification_notice_source_check check (char_length("source") between 1 and 50),
  constraint rectification_notice_answer_check check (char_length("answer") between 1 and 4000),
  constraint rectification_notice_verified_by_fkey foreign key ("verified_by") references "person",
  constraint rectification_notice_verification_check check (char_length("verification") between 1 and 2000),
  constraint rectification_notice_state_check check (state in ('issued', 'answered', 'verified', 'withdrawn'))
);
create index rectification_notice_org on "rectification_notice" (org_id, id);
create index rectification_notice_state_idx on "rectification_notice" ("state", id);
create index rectification_notice_updated_at_idx on "rectification_notice" ("updated_at", id);
create index rectification_notice_answerable_idx on "rectification_notice" ("answerable", id);
create index rectification_notice_deadline_idx on "rectification_notice" ("deadline", id);
create table "rectification_notice_proof" (
  record_id uuid not null references "rectification_notice",
  target_id uuid not null references "file",
  position int not null,
  primary key (record_id, target_id)
);
create index rectification_notice_proof_target on "rectification_notice_proof" (target_id);
create sequence number_rectification_notice;
-- what an abnormal entry led to
alter table round_entry add foreign key (notice_id) references rectification_notice;
