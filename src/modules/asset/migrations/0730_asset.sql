-- Ledger asset, made from its declaration by scripts/gen-ledgers.ts.
create table "asset" (
  id uuid primary key,
  number text not null unique,
  org_id uuid not null references org,
  state text not null,
  "name" text not null,
  "asset_class" uuid not null,
  "model" text,
  "serial" text,
  "quantity" bigint,
  "measure" text,
  "location" text,
  "custodian" uuid,
  "using_org" uuid,
  "classification" text,
  "supplier" text,
  "contract_no" text,
  "borrower" uuid,
  "due_back" date,
  "disposal_kind" text,
  "early_reason" text,
  "disposal_number" text,
  "disposal_authority" text,
  "disposed_on" date,
  "destruction" text,
  "destroyed_on" date,
  "destroyer" uuid,
  "witness" uuid,
  "remark" text,
  "value" numeric(18,2),
  "acquisition" text,
  "funds" text,
  "acquired_on" date,
  "voucher" text,
  "card_number" text,
  "technical" text,
  "address" inet,
  "mac" macaddr,
  "vendor" uuid,
  "vendor_contact" text,
  "support_level" text,
  "warranty_until" date,
  "condition" text,
  "domestic" boolean,
  "accepted_on" date,
  "acceptor" uuid,
  origin text not null default 'live' check (origin in ('live', 'import')),
  created_at timestamptz not null default now(),
  created_by uuid references person,
  updated_at timestamptz not null default now(),
  version int not null default 1,
  constraint asset_name_check check (char_length("name") between 1 and 200),
  constraint asset_asset_class_fkey foreign key ("asset_class") references "asset_class",
  constraint asset_model_check check (char_length("model") between 1 and 200),
  constraint asset_serial_check check (char_length("serial") between 1 and 100),
  constraint asset_quantity_check check ("quantity" >= 1),
  constraint asset_quantity_check2 check ("quantity" <= 1000000),
  constraint asset_measure_check check (char_length("measure") between 1 and 20),
  constraint asset_location_check check (char_length("location") between 1 and 200),
  constraint asset_custodian_fkey foreign key ("custodian") references "person",
  constraint asset_using_org_fkey foreign key ("using_org") references "org",
  constraint asset_classification_check check ("classification" in ('public', 'internal', 'work-secret', 'confidential', 'secret', 'top-secret')),
  constraint asset_supplier_check check (char_length("supplier") between 1 and 200),
  constraint asset_contract_no_check check (char_length("contract_no") between 1 and 100),
  constraint asset_borrower_fkey foreign key ("borrower") references "person",
  constraint asset_early_reason_check check (char_length("early_reason") between 1 and 1000),
  constraint asset_disposal_number_check check (char_length("disposal_number") between 1 and 100),
  constraint asset_disposal_authority_check check (char_length("disposal_authority") between 1 and 200),
  constraint asset_destroyer_fkey foreign key ("destroyer") references "person",
  constraint asset_witness_fkey foreign key ("witness") references "person",
  constraint asset_remark_check check (char_length("remark") between 1 and 2000),
  constraint asset_value_check check ("value" >= 0),
  constraint asset_voucher_check check (char_length("voucher") between 1 and 60),
  constraint asset_card_number_check check (char_length("card_number") between 1 and 60),
  constraint asset_technical_check check (char_length("technical") between 1 and 4000),
  constraint asset_vendor_fkey foreign key ("vendor") references "org",
  constraint asset_condition_check check ("condition" in ('good', 'fair', 'poor', 'faulty')),
  constraint asset_acceptor_fkey foreign key ("acceptor") references "person",
  constraint asset_state_check check (state in ('planned', 'purchased', 'accepted', 'in-use', 'idle', 'on-loan', 'in-repair', 'to-dispose', 'disposed', 'cancelled')),
  constraint asset_card_number_key unique (org_id, "card_number")
);
create index asset_org on "asset" (org_id, id);
create index asset_state_idx on "asset" ("state", id);
create index asset_updated_at_idx on "asset" ("updated_at", id);
create index asset_name_idx on "asset" ("name", id);
create index asset_asset_class_idx on "asset" ("asset_class", id);
create index asset_custodian_idx on "asset" ("custodian", id);
create index asset_using_org_idx on "asset" ("using_org", id);
create index asset_value_idx on "asset" ("value", id);
create index asset_acquired_on_idx on "asset" ("acquired_on", id);
create index asset_warranty_until_idx on "asset" ("warranty_until", id);
create index asset_condition_idx on "asset" ("condition", id);
create index asset_due_back_idx on "asset" ("due_back", id);
create table "asset_destruction_record" (
  record_id uuid not null references "asset",
  target_id uuid not null references "file",
  position int not null,
  primary key (record_id, target_id)
);
create index asset_destruction_record_target on "asset_destruction_record" (target_id);
create table "asset_cis" (
  record_id uuid not null references "asset",
  target_id uuid not null references "ci",
  position int not null,
  primary key (record_id, target_id)
);
create index asset_cis_target on "asset_cis" (target_id);
create table "asset_acceptance" (
  record_id uuid not null references "asset",
  target_id uuid not null references "file",
  position int not null,
  primary key (record_id, target_id)
);
create index asset_acceptance_target on "asset_acceptance" (target_id);
create sequence number_asset;
