-- Views of lists (视图): filters and order under a name. What is in one is looked up for whoever looks, so that sharing
-- a view shows nobody more.
create table saved_view (
  id uuid primary key,
  list text not null,
  name text not null,
  -- filters and sort by the names of the list's query
  query jsonb not null,
  share text not null check (share in ('personal', 'group', 'org')),
  owner_id uuid not null references person,
  group_id uuid references support_group,
  org_id uuid references org,
  updated_at timestamptz not null default now(),
  version int not null default 1,
  check ((share = 'group') = (group_id is not null) and (share = 'org') = (org_id is not null))
);
create index saved_view_list on saved_view (list, name);

-- Who is told when something new enters a view.
create table view_subscription (
  view_id uuid not null references saved_view on delete cascade,
  person_id uuid not null references person,
  every text not null check (every in ('minute', 'day')),
  -- the newest of what was in it at the last look; null: not looked yet
  seen uuid[],
  next_look timestamptz not null default now(),
  primary key (view_id, person_id)
);
create index view_subscription_next on view_subscription (next_look);
