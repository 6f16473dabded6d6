-- Comparing the asset ledger with the finance bureau's 财政资产对账: each file is a run, each card or asset a row, each
-- decision an entry that stays. Signed, a run never changes again.
create sequence number_exchange;
create table asset_exchange (
  id uuid primary key,
  number text not null unique,
  org_id uuid not null references org,
  -- reading: a process works on it; it holds a lock, so that a run whose process is gone is told from one that takes long
  state text not null check (state in ('reading', 'refused', 'interrupted', 'open', 'signing', 'signed', 'cancelled')),
  file_name text not null check (char_length(file_name) between 1 and 255),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  attempts int not null default 1,
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  -- rows of the file, and its headings that the form does not have
  rows int not null default 0,
  ignored text[] not null default '{}',
  -- what is wrong with the file; only so many are kept as somebody can read
  problems int not null default 0,
  -- {same, differs, only-here, only-there}: as found, whatever became of them
  counts jsonb not null default '{}',
  -- hash of the result that is signed
  digest text,
  cancel_reason text,
  created_by uuid references person,
  recorded_at timestamptz not null default now(),
  version int not null default 1,
  check (state not in ('signing', 'signed') or digest is not null),
  check ((state = 'cancelled') = (cancel_reason is not null))
);
create index asset_exchange_org on asset_exchange (org_id, id);
-- one file is compared once, however often it is sent; given up, it may come again
create unique index asset_exchange_file on asset_exchange (org_id, sha256) where state <> 'cancelled';

create table asset_exchange_row (
  run_id uuid not null references asset_exchange,
  seq int not null,
  -- where it stands in the file; null: only here
  line int,
  kind text not null check (kind in ('same', 'differs', 'only-here', 'only-there')),
  asset_id uuid references asset,
  card_number text,
  asset_number text,
  name text not null,
  -- the unit that the file names
  org_id uuid references org,
  -- both cards, as asset_card writes them
  theirs jsonb,
  ours jsonb,
  -- fields that differ; and those of them on which nobody has decided. '*': the row as a whole
  fields text[] not null default '{}',
  open_fields text[] not null default '{}',
  decision text check (decision in ('take', 'keep', 'create', 'explain', 'corrected')),
  -- the draft that was made of it
  created_id uuid references asset,
  version int not null default 1,
  primary key (run_id, seq),
  check ((line is null) = (kind = 'only-here'))
);
create index asset_exchange_row_kind on asset_exchange_row (run_id, kind, seq);
create index asset_exchange_row_open on asset_exchange_row (run_id, seq) where open_fields <> '{}';
create index asset_exchange_row_asset on asset_exchange_row (run_id, asset_id);
create index asset_exchange_row_draft on asset_exchange_row (card_number) where created_id is not null;

create table asset_exchange_decision (
  id bigint generated always as identity primary key,
  run_id uuid not null,
  seq int not null,
  decision text not null check (decision in ('take', 'keep', 'create', 'explain', 'corrected')),
  fields text[] not null,
  reason text,
  -- values before and after, where the ledger was written
  before jsonb,
  after jsonb,
  decided_by uuid references person,
  decided_by_name text not null,
  recorded_at timestamptz not null default now(),
  foreign key (run_id, seq) references asset_exchange_row
);
create index asset_exchange_decision_row on asset_exchange_decision (run_id, seq, id);
revoke update, delete, truncate on asset_exchange_decision from zhengyun_app;

-- What is wrong with a file that could not be compared.
create table asset_exchange_problem (
  run_id uuid not null references asset_exchange,
  seq int not null,
  line int not null,
  cell text,
  column_name text,
  value text not null,
  -- key of the text, and its values
  code text not null,
  params jsonb not null default '{}',
  primary key (run_id, seq)
);

create table asset_exchange_signature (
  run_id uuid not null references asset_exchange,
  department text not null check (department in ('asset', 'finance')),
  person_id uuid not null references person,
  digest text not null,
  opinion text,
  signed_at timestamptz not null default now(),
  primary key (run_id, department),
  -- two departments are two people
  unique (run_id, person_id)
);
revoke update, truncate on asset_exchange_signature from zhengyun_app;

-- As values are compared: width, case and space do not make two texts differ.
create function asset_exchange_fold(value text) returns text language sql immutable parallel safe
  return lower(regexp_replace(normalize(value, NFKC), '\s+', '', 'g'));

-- Fields in which two cards differ. What one of them does not say is not held against the other.
create function asset_exchange_differences(theirs jsonb, ours jsonb) returns text[] language sql immutable parallel safe
  return (
    select coalesce(array_agg(t.key order by t.key), '{}')
    from jsonb_each_text(theirs) t
    where asset_exchange_fold(t.value) is distinct from asset_exchange_fold(ours ->> t.key));

-- A signed run is evidence: neither it nor what it says changes any more, whoever asks.
create function asset_exchange_is_signed() returns trigger language plpgsql as $$
declare which uuid := coalesce(to_jsonb(old), to_jsonb(new)) ->> tg_argv[0];
begin
  if exists (select from asset_exchange where id = which and state = 'signed') then
    raise exception 'asset exchange % is signed', which using errcode = 'check_violation', constraint = 'asset_exchange_is_signed';
  end if;
  return coalesce(new, old);
end $$;
create trigger asset_exchange_signed before update or delete on asset_exchange
  for each row execute function asset_exchange_is_signed('id');
create trigger asset_exchange_row_signed before update or delete on asset_exchange_row
  for each row execute function asset_exchange_is_signed('run_id');
create trigger asset_exchange_signature_signed before delete on asset_exchange_signature
  for each row execute function asset_exchange_is_signed('run_id');
