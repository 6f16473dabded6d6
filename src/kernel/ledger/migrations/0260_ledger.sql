-- What all ledgers 台账 share beside their own tables.

-- Administered code lists (代码表): shipped by rooms, edited by the unit. Codes are switched off, never removed.
create table code_list_item (
  list text not null check (list ~ '^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$'),
  code text not null check (code ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$'),
  name text not null check (char_length(name) between 1 and 60),
  name_en text not null check (char_length(name_en) between 1 and 60),
  position int not null default 0,
  active boolean not null default true,
  shipped boolean not null default false,
  version int not null default 1,
  primary key (list, code)
);

-- History of every record, told to whoever may see it. Append-only.
create table ledger_entry (
  id bigint generated always as identity primary key,
  ledger text not null,
  record_id uuid not null,
  at timestamptz not null default now(),
  by_id uuid references person,
  by_name text not null,
  what text not null check (what in ('create', 'edit', 'move', 'comment', 'import', 'reveal', 'pending', 'refused')),
  move text,
  from_state text,
  to_state text,
  text text,
  -- [{field, before, after}]; values as they were answered, masked ones masked
  changes jsonb
);
create index ledger_entry_record on ledger_entry (record_id, id desc);
-- who made which move last: the two-person rule
create index ledger_entry_move on ledger_entry (record_id, move, id desc) where what = 'move';
revoke update, delete, truncate on ledger_entry from zhengyun_app;

-- Gapless numbers: creations of one series queue for the row until they commit.
create table ledger_counter (
  series text not null,
  period date not null,
  n bigint not null,
  primary key (series, period)
);

-- A move that waits for its approval: what it will write when it is agreed to.
create table ledger_pending (
  record_id uuid primary key,
  ledger text not null,
  move text not null,
  approval_id uuid not null,
  values jsonb not null,
  reason text,
  by_id uuid references person,
  at timestamptz not null default now()
);

-- Reminders that were told: each once for a record, a field, the date that stands there, and a number of days before it.
create table ledger_reminded (
  record_id uuid not null,
  field text not null,
  due date not null,
  days int not null,
  told_at timestamptz not null default now(),
  primary key (record_id, field, due, days)
);
