-- Ledger consumable, made from its declaration by scripts/gen-ledgers.ts.
create table "consumable" (
  id uuid primary key,
  number text not null unique,
  org_id uuid not null references org,
  "name" text not null,
  "kind" text not null,
  "model" text,
  "measure" text not null,
  "place" text,
  "fits" text,
  "stock" bigint,
  "reorder_point" bigint,
  "price" numeric(18,2),
  "supplier" text,
  "remark" text,
  origin text not null default 'live' check (origin in ('live', 'import')),
  created_at timestamptz not null default now(),
  created_by uuid references person,
  updated_at timestamptz not null default now(),
  version int not null default 1,
  constraint consumable_name_check check (char_length("name") between 1 and 200),
  constraint consumable_model_check check (char_length("model") between 1 and 200),
  constraint consumable_measure_check check (char_length("measure") between 1 and 20),
  constraint consumable_place_check check (char_length("place") between 1 and 200),
  constraint consumable_fits_check check (char_length("fits") between 1 and 500),
  constraint consumable_stock_check check ("stock" >= 0),
  constraint consumable_reorder_point_check check ("reorder_point" >= 0),
  constraint consumable_reorder_point_check2 check ("reorder_point" <= 1000000),
  constraint consumable_price_check check ("price" >= 0),
  constraint consumable_supplier_check check (char_length("supplier") between 1 and 200),
  constraint consumable_remark_check check (char_length("remark") between 1 and 2000)
);
create index consumable_org on "consumable" (org_id, id);
create index consumable_updated_at_idx on "consumable" ("updated_at", id);
create index consumable_name_idx on "consumable" ("name", id);
create index consumable_kind_idx on "consumable" ("kind", id);
create index consumable_stock_idx on "consumable" ("stock", id);
create sequence number_consumable;
