-- Slips of assets handed over (领用、交回、调拨、借用、归还): what was signed, in the words of the day. Never changed.
create sequence number_asset_slip;
create table asset_slip (
  id uuid primary key,
  asset_id uuid not null references asset,
  number text not null unique,
  kind text not null check (kind in ('register', 'issue', 'return', 'transfer', 'lend', 'take-back')),
  made_at timestamptz not null default now(),
  made_by uuid references person,
  -- { from: { person, org, location }, to: { … }, due }
  content jsonb not null
);
create index asset_slip_asset on asset_slip (asset_id, id desc);
revoke update, delete, truncate on asset_slip from zhengyun_app;
