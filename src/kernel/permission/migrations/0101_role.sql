create table role (
  id uuid primary key,
  key text not null unique,
  name text not null,
  name_en text not null,
  shipped boolean not null default false,
  -- one of the three exclusive posts (三员)
  post text unique check (post in ('system', 'security', 'audit')),
  version int not null default 1,
  recorded_at timestamptz not null default now()
);
create table role_permission (
  role_id uuid not null references role on delete cascade,
  permission text not null,
  primary key (role_id, permission)
);
-- A role held by a person for an org subtree.
create table person_role (
  person_id uuid not null references person on delete cascade,
  role_id uuid not null references role,
  org_id uuid not null references org,
  granted_by uuid references person,
  granted_at timestamptz not null default now(),
  primary key (person_id, role_id, org_id)
);
create index person_role_role on person_role (role_id);
-- counts up with every change of roles or their permissions: cached rights are good for one value
create sequence permission_version;
