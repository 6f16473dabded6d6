-- Service catalogue (服务目录): what people may ask for. An item is what its live version says; versions are kept, because
-- a request is judged by the version it was asked with.
create table catalogue_category (
  id uuid primary key,
  code text not null unique,
  name text not null,
  name_en text not null default '',
  position int not null default 0,
  active boolean not null default true,
  version int not null default 1
);
create table catalogue_item (
  id uuid primary key,
  code text not null unique,
  category_id uuid not null references catalogue_category,
  position int not null default 0,
  popular boolean not null default false,
  active boolean not null default true,
  -- the version that is asked for now; the newest
  live_no int not null default 1,
  version int not null default 1,
  recorded_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create table catalogue_item_version (
  item_id uuid not null references catalogue_item,
  no int not null check (no > 0),
  -- ItemDefinition of item-contract.ts: words, audience, form, approval, tasks, target, cost, quality standard
  definition jsonb not null,
  author_id uuid references person,
  recorded_at timestamptz not null default now(),
  primary key (item_id, no)
);
alter table catalogue_item add foreign key (id, live_no) references catalogue_item_version (item_id, no)
  deferrable initially deferred;

create function keep_catalogue_version() returns trigger language plpgsql as $$
begin
  raise exception 'a version of a catalogue item is kept as it was';
end $$;
create trigger catalogue_version_kept before update or delete on catalogue_item_version
  for each row execute function keep_catalogue_version();
