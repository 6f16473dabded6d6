-- Ledger custody-agreement, made from its declaration by scripts/gen-ledgers.ts.
create table "custody_agreement" (
  id uuid primary key,
  number text not null unique,
  org_id uuid not null references org,
  state text not null,
  "subject" text not null,
  "kind" text not null,
  "items" text,
  "quantity" bigint,
  "place" text not null,
  "custodian" uuid not null,
  "custodian_org" uuid,
  "handover" uuid,
  "starts_on" date not null,
  "ends_on" date not null,
  "signed_on" date,
  "value" numeric(18,2),
  "returned_on" date,
  "receiver" uuid,
  "condition" text,
  "remark" text,
  origin text not null default 'live' check (origin in ('live', 'import')),
  created_at timestamptz not null default now(),
  created_by uuid references person,
  updated_at timestamptz not null default now(),
  version int not null default 1,
  constraint custody_agreement_subject_check check (char_length("subject") between 1 and 200),
  constraint custody_agreement_items_check check (char_length("items") between 1 and 4000),
  constraint custody_agreement_quantity_check check ("quantity" >= 1),
  constraint custody_agreement_quantity_check2 check ("quantity" <= 100000),
  constraint custody_agreement_place_check check (char_length("place") between 1 and 200),
  constraint custody_agreement_custodian_fkey foreign key ("custodian") references "person",
  constraint custody_agreement_custodian_org_fkey foreign key ("custodian_org") references "org",
  constraint custody_agreement_handover_fkey foreign key ("handover") references "person",
  constraint custody_agreement_ends_on_check check ("ends_on" > "starts_on"),
  constraint custody_agreement_value_check check ("value" >= 0),
  constraint custody_agreement_returned_on_check check ("returned_on" >= "starts_on"),
  constraint custody_agreement_receiver_fkey foreign key ("receiver") references "person",
  constraint custody_agreement_condition_check check (char_length("condition") between 1 and 500),
  constraint custody_agreement_remark_check check (char_length("remark") between 1 and 2000),
  constraint custody_agreement_state_check check (state in ('draft', 'in-force', 'ended', 'cancelled'))
);
create index custody_agreement_org on "custody_agreement" (org_id, id);
create index custody_agreement_state_idx on "custody_agreement" ("state", id);
create index custody_agreement_updated_at_idx on "custody_agreement" ("updated_at", id);
create index custody_agreement_kind_idx on "custody_agreement" ("kind", id);
create index custody_agreement_custodian_idx on "custody_agreement" ("custodian", id);
create index custody_agreement_ends_on_idx on "custody_agreement" ("ends_on", id);
create table "custody_agreement_file" (
  record_id uuid not null references "custody_agreement",
  target_id uuid not null references "file",
  position int not null,
  primary key (record_id, target_id)
);
create index custody_agreement_file_target on "custody_agreement_file" (target_id);
create sequence number_custody_agreement;
