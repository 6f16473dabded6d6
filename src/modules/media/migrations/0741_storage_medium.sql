-- Ledger storage-medium, made from its declaration by scripts/gen-ledgers.ts.
create table "storage_medium" (
  id uuid primary key,
  number text not null unique,
  org_id uuid not null references org,
  state text not null,
  "name" text not null,
  "serial" text,
  "kind" text not null,
  "capacity" numeric(18,1),
  "classification" text not null,
  "content" text,
  "place" text,
  "keeper" uuid not null,
  "acquired_on" date,
  "holder" uuid,
  "purpose" text,
  "issued_on" date,
  "due_back" date,
  "destroy_reason" text,
  "method" text,
  "destroyed_by" uuid,
  "witness" uuid,
  "destroyed_on" date,
  "remark" text,
  origin text not null default 'live' check (origin in ('live', 'import')),
  created_at timestamptz not null default now(),
  created_by uuid references person,
  updated_at timestamptz not null default now(),
  version int not null default 1,
  constraint storage_medium_name_check check (char_length("name") between 1 and 100),
  constraint storage_medium_serial_check check (char_length("serial") between 1 and 100),
  constraint storage_medium_capacity_check check ("capacity" >= 0),
  constraint storage_medium_classification_check check ("classification" in ('public', 'internal', 'work-secret', 'confidential', 'secret', 'top-secret')),
  constraint storage_medium_content_check check (char_length("content") between 1 and 2000),
  constraint storage_medium_place_check check (char_length("place") between 1 and 200),
  constraint storage_medium_keeper_fkey foreign key ("keeper") references "person",
  constraint storage_medium_holder_fkey foreign key ("holder") references "person",
  constraint storage_medium_purpose_check check (char_length("purpose") between 1 and 500),
  constraint storage_medium_destroy_reason_check check (char_length("destroy_reason") between 1 and 500),
  constraint storage_medium_method_check check ("method" in ('shred', 'degauss', 'overwrite', 'melt')),
  constraint storage_medium_destroyed_by_fkey foreign key ("destroyed_by") references "person",
  constraint storage_medium_witness_fkey foreign key ("witness") references "person",
  constraint storage_medium_remark_check check (char_length("remark") between 1 and 2000),
  constraint storage_medium_state_check check (state in ('in-stock', 'issued', 'to-destroy', 'destroyed', 'lost')),
  constraint storage_medium_serial_key unique ("serial")
);
create index storage_medium_org on "storage_medium" (org_id, id);
create index storage_medium_state_idx on "storage_medium" ("state", id);
create index storage_medium_updated_at_idx on "storage_medium" ("updated_at", id);
create index storage_medium_name_idx on "storage_medium" ("name", id);
create index storage_medium_kind_idx on "storage_medium" ("kind", id);
create index storage_medium_classification_idx on "storage_medium" ("classification", id);
create index storage_medium_holder_idx on "storage_medium" ("holder", id);
create index storage_medium_due_back_idx on "storage_medium" ("due_back", id);
create table "storage_medium_certificate" (
  record_id uuid not null references "storage_medium",
  target_id uuid not null references "file",
  position int not null,
  primary key (record_id, target_id)
);
create index storage_medium_certificate_target on "storage_medium_certificate" (target_id);
