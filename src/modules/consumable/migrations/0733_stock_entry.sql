-- Movements of the stock of consumables and spare parts (出入库). Never changed: a mistake is set right by a count.
create table stock_entry (
  id uuid primary key,
  consumable_id uuid not null references consumable,
  kind text not null check (kind in ('in', 'out', 'count')),
  quantity int not null check (quantity >= 0),
  -- what there is since
  after int not null check (after >= 0),
  person_id uuid references person,
  purpose text,
  made_at timestamptz not null default now(),
  made_by uuid references person
);
create index stock_entry_consumable on stock_entry (consumable_id, id desc);
revoke update, delete, truncate on stock_entry from zhengyun_app;
