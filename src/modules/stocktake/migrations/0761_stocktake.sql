-- A joint stocktake 联合盘点: what is on the book against what is there, counted, explained, decided and signed by three
-- departments. Closed, it never changes again.
create sequence number_stocktake;
create table stocktake (
  id uuid primary key,
  number text not null unique,
  title text not null check (char_length(title) between 1 and 200),
  -- the year whose budget may cite it
  budget_year smallint not null check (budget_year between 2000 and 2200),
  org_id uuid not null references org,
  -- null: all classes
  class_path text,
  class_name text,
  starts_on date not null,
  ends_on date not null,
  -- the book is taken as it stands when counting begins; this is the day it stands for 基准日
  base_date date not null,
  state text not null default 'draft' check (state in ('draft', 'counting', 'reviewing', 'signing', 'closed', 'cancelled')),
  opened_at timestamptz,
  closed_at timestamptz,
  -- hash of the result that is signed
  digest text,
  cancel_reason text,
  created_by uuid not null references person,
  recorded_at timestamptz not null default now(),
  version int not null default 1,
  check (ends_on >= starts_on),
  check ((state = 'closed') = (closed_at is not null))
);
create index stocktake_org on stocktake (org_id, id);

create table stocktake_member (
  stocktake_id uuid not null references stocktake,
  -- 资产管理、财务、信息（使用）三部门
  department text not null check (department in ('asset', 'finance', 'information')),
  person_id uuid not null references person,
  primary key (stocktake_id, department, person_id)
);
create index stocktake_member_person on stocktake_member (person_id);

create table stocktake_line (
  id uuid primary key,
  stocktake_id uuid not null references stocktake,
  -- null: a surplus 盘盈, which is on no book
  asset_id uuid references asset,
  -- the book, as it was when counting began
  number text,
  name text not null check (char_length(name) between 1 and 200),
  class_name text,
  model text,
  serial text,
  quantity int not null check (quantity >= 0),
  location text,
  custodian_name text,
  value numeric(18,2),
  book_version int,
  -- the last count
  result text check (result in ('found', 'missing', 'moved', 'damaged', 'differs', 'surplus')),
  counted_quantity int check (counted_quantity >= 0),
  counted_location text,
  counted_note text,
  counted_by uuid references person,
  counted_at timestamptz,
  rounds smallint not null default 0,
  recount boolean not null default false,
  -- a difference is explained, then decided by somebody else; an approved adjustment is carried out on the ledger
  explanation text,
  explained_by uuid references person,
  decision text check (decision in ('adjust', 'leave')),
  decision_note text,
  decided_by uuid references person,
  decided_at timestamptz,
  adjusted_at timestamptz,
  version int not null default 1,
  unique (stocktake_id, asset_id),
  check ((asset_id is null) = (result is not distinct from 'surplus')),
  check (decision is null or explanation is not null),
  check (adjusted_at is null or decision = 'adjust')
);
create index stocktake_line_list on stocktake_line (stocktake_id, id);
create index stocktake_line_number on stocktake_line (stocktake_id, number);
create index stocktake_line_asset on stocktake_line (asset_id);

-- Every count, also those that a later one overruled.
create table stocktake_count (
  id bigint generated always as identity primary key,
  line_id uuid not null references stocktake_line,
  round smallint not null,
  result text not null,
  quantity int,
  location text,
  note text,
  via text not null check (via in ('phone', 'sheet', 'hand')),
  counted_by uuid not null references person,
  recorded_at timestamptz not null default now()
);
create index stocktake_count_line on stocktake_count (line_id, id);

create table stocktake_signature (
  stocktake_id uuid not null references stocktake,
  department text not null check (department in ('asset', 'finance', 'information')),
  person_id uuid not null references person,
  digest text not null,
  opinion text,
  signed_at timestamptz not null default now(),
  primary key (stocktake_id, department),
  -- three departments are three people
  unique (stocktake_id, person_id)
);
revoke update, delete, truncate on stocktake_count, stocktake_signature from zhengyun_app;

-- A closed stocktake is evidence: neither it nor what it says changes any more, whoever asks.
create function stocktake_is_closed() returns trigger language plpgsql as $$
declare which uuid := coalesce(to_jsonb(old), to_jsonb(new)) ->> tg_argv[0];
begin
  if exists (select from stocktake where id = which and state = 'closed') then
    raise exception 'stocktake % is closed', which using errcode = 'check_violation', constraint = 'stocktake_is_closed';
  end if;
  return coalesce(new, old);
end $$;
create trigger stocktake_closed before update or delete on stocktake
  for each row execute function stocktake_is_closed('id');
create trigger stocktake_line_closed before insert or update or delete on stocktake_line
  for each row execute function stocktake_is_closed('stocktake_id');
