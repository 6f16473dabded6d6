-- Ledger domain-name, made from its declaration by scripts/gen-ledgers.ts.
create table "domain_name" (
  id uuid primary key,
  org_id uuid not null references org,
  state text not null,
  "name" text not null,
  "kind" text not null,
  "site" text not null,
  "registrant" uuid not null,
  "contact" uuid not null,
  "address" uuid,
  "icp_number" text,
  "police_number" text,
  "registrar" text,
  "registered_on" date,
  "expires_on" date,
  "certificate_until" date,
  "closed_on" date,
  "remark" text,
  origin text not null default 'live' check (origin in ('live', 'import')),
  created_at timestamptz not null default now(),
  created_by uuid references person,
  updated_at timestamptz not null default now(),
  version int not null default 1,
  constraint domain_name_name_check check (char_length("name") between 1 and 253),
  constraint domain_name_kind_check check ("kind" in ('government', 'public', 'internal')),
  constraint domain_name_site_check check (char_length("site") between 1 and 100),
  constraint domain_name_registrant_fkey foreign key ("registrant") references "org",
  constraint domain_name_contact_fkey foreign key ("contact") references "person",
  constraint domain_name_address_fkey foreign key ("address") references "ip_address",
  constraint domain_name_icp_number_check check (char_length("icp_number") between 1 and 60),
  constraint domain_name_police_number_check check (char_length("police_number") between 1 and 60),
  constraint domain_name_registrar_check check (char_length("registrar") between 1 and 100),
  constraint domain_name_expires_on_check check ("expires_on" > "registered_on"),
  constraint domain_name_remark_check check (char_length("remark") between 1 and 1000),
  constraint domain_name_state_check check (state in ('requested', 'in-use', 'closed')),
  constraint domain_name_name_key unique ("name")
);
create index domain_name_org on "domain_name" (org_id, id);
create index domain_name_state_idx on "domain_name" ("state", id);
create index domain_name_updated_at_idx on "domain_name" ("updated_at", id);
create index domain_name_name_idx on "domain_name" ("name", id);
create index domain_name_kind_idx on "domain_name" ("kind", id);
create index domain_name_registrant_idx on "domain_name" ("registrant", id);
create index domain_name_expires_on_idx on "domain_name" ("expires_on", id);
create index domain_name_certificate_until_idx on "domain_name" ("certificate_until", id);
