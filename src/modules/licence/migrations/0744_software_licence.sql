-- Ledger software-licence, made from its declaration by scripts/gen-ledgers.ts.
create table "software_licence" (
  id uuid primary key,
  number text not null unique,
  org_id uuid not null references org,
  state text not null,
  "product" text not null,
  "maker" text not null,
  "edition" text,
  "kind" text not null,
  "metric" text not null,
  "quantity" bigint not null,
  "used" bigint,
  "supplier" uuid,
  "contract_no" text,
  "price" numeric(18,2),
  "bought_on" date,
  "valid_to" date,
  "support_until" date,
  "keeper" uuid not null,
  "retired_on" date,
  "remark" text,
  origin text not null default 'live' check (origin in ('live', 'import')),
  created_at timestamptz not null default now(),
  created_by uuid references person,
  updated_at timestamptz not null default now(),
  version int not null default 1,
  constraint software_licence_product_check check (char_length("product") between 1 and 150),
  constraint software_licence_maker_check check (char_length("maker") between 1 and 100),
  constraint software_licence_edition_check check (char_length("edition") between 1 and 60),
  constraint software_licence_kind_check check ("kind" in ('perpetual', 'subscription', 'oem', 'open-source')),
  constraint software_licence_metric_check check ("metric" in ('device', 'user', 'core', 'site')),
  constraint software_licence_quantity_check check ("quantity" >= 0),
  constraint software_licence_quantity_check2 check ("quantity" <= 1000000),
  constraint software_licence_used_check check ("used" >= 0),
  constraint software_licence_used_check2 check ("used" <= 1000000),
  constraint software_licence_supplier_fkey foreign key ("supplier") references "org",
  constraint software_licence_contract_no_check check (char_length("contract_no") between 1 and 60),
  constraint software_licence_price_check check ("price" >= 0),
  constraint software_licence_valid_to_check check ("valid_to" > "bought_on"),
  constraint software_licence_keeper_fkey foreign key ("keeper") references "person",
  constraint software_licence_remark_check check (char_length("remark") between 1 and 1000),
  constraint software_licence_state_check check (state in ('in-use', 'retired'))
);
create index software_licence_org on "software_licence" (org_id, id);
create index software_licence_state_idx on "software_licence" ("state", id);
create index software_licence_updated_at_idx on "software_licence" ("updated_at", id);
create index software_licence_product_idx on "software_licence" ("product", id);
create index software_licence_kind_idx on "software_licence" ("kind", id);
create index software_licence_valid_to_idx on "software_licence" ("valid_to", id);
create index software_licence_keeper_idx on "software_licence" ("keeper", id);
create index software_licence_support_until_idx on "software_licence" ("support_until", id);
create table "software_licence_proof" (
  record_id uuid not null references "software_licence",
  target_id uuid not null references "file",
  position int not null,
  primary key (record_id, target_id)
);
create index software_licence_proof_target on "software_licence_proof" (target_id);
create sequence number_software_licence;
