-- Organisation units: the centre's unit, the departments it serves, vendors. path is '/1/5/' of org numbers; a subtree is a prefix.
create table org (
  id uuid primary key,
  no int generated always as identity unique,
  parent_id uuid references org,
  path text not null unique,
  kind text not null check (kind in ('unit', 'department', 'vendor')),
  name text not null check (length(name) between 1 and 100),
  code text not null unique,
  active boolean not null default true,
  version int not null default 1,
  recorded_at timestamptz not null default now()
);
create index org_path on org (path text_pattern_ops);
create index org_parent on org (parent_id);

-- People and machine accounts. The system administrator makes them inactive, the security administrator activates them.
create table person (
  id uuid primary key,
  no int generated always as identity unique,
  kind text not null default 'person' check (kind in ('person', 'machine')),
  login text not null unique check (login = lower(login) and login ~ '^[a-z0-9][a-z0-9._-]{1,49}$'),
  name text not null,
  org_id uuid not null references org,
  phone text,
  email text,
  title text,
  locale text not null default 'zh-CN' check (locale in ('zh-CN', 'en')),
  state text not null default 'inactive' check (state in ('inactive', 'active', 'disabled')),
  created_by uuid references person,
  activated_by uuid references person,
  -- who last put the account into a state that somebody else must release (made it, reset its password)
  proposed_by uuid references person,
  check (activated_by is null or activated_by is distinct from created_by),
  version int not null default 1,
  recorded_at timestamptz not null default now()
);
create index person_org on person (org_id);
create index person_phone on person (phone);
create index person_name on person (name, id);

-- Support groups: who works tickets. `line` 1 is the desk, 2 second line, 3 vendors.
create table support_group (
  id uuid primary key,
  no int generated always as identity unique,
  name text not null unique,
  org_id uuid not null references org,
  line int not null default 2 check (line between 1 and 3),
  -- how a person of the group is chosen at dispatch: nobody, in turn, the one with least open work
  dispatch text not null default 'turn' check (dispatch in ('none', 'turn', 'load')),
  active boolean not null default true,
  version int not null default 1,
  recorded_at timestamptz not null default now()
);
create table support_group_member (
  group_id uuid not null references support_group on delete cascade,
  person_id uuid not null references person on delete cascade,
  leader boolean not null default false,
  on_duty boolean not null default true,
  primary key (group_id, person_id)
);
create index support_group_member_person on support_group_member (person_id);
