-- Ledger room-visit, made from its declaration by scripts/gen-ledgers.ts.
create table "room_visit" (
  id uuid primary key,
  number text not null unique,
  org_id uuid not null references org,
  state text not null,
  "visitor" text not null,
  "visitor_org" text not null,
  "id_card_sealed" text,
  "id_card_masked" text,
  "id_card_hash" text,
  "phone" text not null,
  "people" bigint,
  "machine_room" text not null,
  "purpose" text not null,
  "companion" uuid not null,
  "planned_from" timestamp with time zone not null,
  "planned_to" timestamp with time zone not null,
  "brought" text,
  "entered_at" timestamp with time zone,
  "admitted_by" uuid,
  "left_at" timestamp with time zone,
  "carried_out" text,
  "remark" text,
  origin text not null default 'live' check (origin in ('live', 'import')),
  created_at timestamptz not null default now(),
  created_by uuid references person,
  updated_at timestamptz not null default now(),
  version int not null default 1,
  constraint room_visit_visitor_check check (char_length("visitor") between 1 and 60),
  constraint room_visit_visitor_org_check check (char_length("visitor_org") between 1 and 100),
  constraint room_visit_people_check check ("people" >= 1),
  constraint room_visit_people_check2 check ("people" <= 100),
  constraint room_visit_purpose_check check (char_length("purpose") between 1 and 1000),
  constraint room_visit_companion_fkey foreign key ("companion") references "person",
  constraint room_visit_planned_to_check check ("planned_to" > "planned_from"),
  constraint room_visit_brought_check check (char_length("brought") between 1 and 1000),
  constraint room_visit_admitted_by_fkey foreign key ("admitted_by") references "person",
  constraint room_visit_carried_out_check check (char_length("carried_out") between 1 and 1000),
  constraint room_visit_remark_check check (char_length("remark") between 1 and 1000),
  constraint room_visit_state_check check (state in ('planned', 'approved', 'inside', 'left', 'cancelled'))
);
create index room_visit_org on "room_visit" (org_id, id);
create index room_visit_state_idx on "room_visit" ("state", id);
create index room_visit_updated_at_idx on "room_visit" ("updated_at", id);
create index room_visit_machine_room_idx on "room_visit" ("machine_room", id);
create index room_visit_companion_idx on "room_visit" ("companion", id);
create index room_visit_planned_from_idx on "room_visit" ("planned_from", id);
create table "room_visit_slip" (
  record_id uuid not null references "room_visit",
  target_id uuid not null references "file",
  position int not null,
  primary key (record_id, target_id)
);
create index room_visit_slip_target on "room_visit_slip" (target_id);
create sequence number_room_visit;
