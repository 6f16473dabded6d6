-- Ledger ip-address, made from its declaration by scripts/gen-ledgers.ts.
create table "ip_address" (
  id uuid primary key,
  number text not null unique,
  org_id uuid not null references org,
  state text not null,
  "ip" inet not null,
  "network" cidr,
  "zone" text not null,
  "mac" macaddr,
  "device" text not null,
  "usage" text not null,
  "user_org" uuid not null,
  "contact" uuid not null,
  "place" text,
  "ports" text,
  "expires_on" date,
  "assigned_on" date,
  "assigned_by" uuid,
  "released_on" date,
  "remark" text,
  origin text not null default 'live' check (origin in ('live', 'import')),
  created_at timestamptz not null default now(),
  created_by uuid references person,
  updated_at timestamptz not null default now(),
  version int not null default 1,
  constraint ip_address_device_check check (char_length("device") between 1 and 100),
  constraint ip_address_usage_check check (char_length("usage") between 1 and 200),
  constraint ip_address_user_org_fkey foreign key ("user_org") references "org",
  constraint ip_address_contact_fkey foreign key ("contact") references "person",
  constraint ip_address_place_check check (char_length("place") between 1 and 100),
  constraint ip_address_ports_check check (char_length("ports") between 1 and 200),
  constraint ip_address_assigned_by_fkey foreign key ("assigned_by") references "person",
  constraint ip_address_remark_check check (char_length("remark") between 1 and 1000),
  constraint ip_address_state_check check (state in ('requested', 'assigned', 'released', 'refused')),
  constraint ip_address_ip_key unique ("ip")
);
create index ip_address_org on "ip_address" (org_id, id);
create index ip_address_state_idx on "ip_address" ("state", id);
create index ip_address_updated_at_idx on "ip_address" ("updated_at", id);
create index ip_address_ip_idx on "ip_address" ("ip", id);
create index ip_address_zone_idx on "ip_address" ("zone", id);
create index ip_address_user_org_idx on "ip_address" ("user_org", id);
create index ip_address_contact_idx on "ip_address" ("contact", id);
create index ip_address_expires_on_idx on "ip_address" ("expires_on", id);
create sequence number_ip_address;
