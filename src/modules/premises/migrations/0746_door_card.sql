-- Ledger door-card, made from its declaration by scripts/gen-ledgers.ts.
create table "door_card" (
  id uuid primary key,
  org_id uuid not null references org,
  state text not null,
  "card_no" text not null,
  "kind" text not null,
  "holder" uuid,
  "holder_org" uuid,
  "areas" text not null,
  "valid_from" date not null,
  "valid_to" date not null,
  "issued_on" date,
  "issued_by" uuid,
  "returned_on" date,
  "remark" text,
  origin text not null default 'live' check (origin in ('live', 'import')),
  created_at timestamptz not null default now(),
  created_by uuid references person,
  updated_at timestamptz not null default now(),
  version int not null default 1,
  constraint door_card_card_no_check check (char_length("card_no") between 1 and 40),
  constraint door_card_kind_check check ("kind" in ('staff', 'vendor', 'visitor', 'spare')),
  constraint door_card_holder_fkey foreign key ("holder") references "person",
  constraint door_card_holder_org_fkey foreign key ("holder_org") references "org",
  constraint door_card_areas_check check (char_length("areas") between 1 and 300),
  constraint door_card_valid_to_check check ("valid_to" > "valid_from"),
  constraint door_card_issued_by_fkey foreign key ("issued_by") references "person",
  constraint door_card_remark_check check (char_length("remark") between 1 and 1000),
  constraint door_card_state_check check (state in ('requested', 'in-use', 'suspended', 'lost', 'returned')),
  constraint door_card_card_no_key unique ("card_no")
);
create index door_card_org on "door_card" (org_id, id);
create index door_card_state_idx on "door_card" ("state", id);
create index door_card_updated_at_idx on "door_card" ("updated_at", id);
create index door_card_card_no_idx on "door_card" ("card_no", id);
create index door_card_kind_idx on "door_card" ("kind", id);
create index door_card_holder_idx on "door_card" ("holder", id);
create index door_card_valid_to_idx on "door_card" ("valid_to", id);
