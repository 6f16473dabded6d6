-- What the program can do, as declared by its rooms; filled at every start.
create table permission (
  key text primary key,
  -- concerns running the platform, not the unit's business: the only kind the three posts may hold
  administrative boolean not null,
  -- administrative, but some business roles may hold it too (looking people up, keeping groups)
  shared boolean not null default false
);
create table role (
  id uuid primary key,
  key text not null unique check (key ~ '^[a-z][a-z0-9-]{1,49}$'),
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
  permission text not null references permission,
  primary key (role_id, permission)
);
create index role_permission_permission on role_permission (permission);
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

-- Counts up with every change of rights; cached rights are good for one value. A row and not a sequence: the
-- new value must become visible together with the change, or another process would keep old rights under it.
create table permission_version (
  only_row boolean primary key default true check (only_row),
  value bigint not null default 1
);
insert into permission_version default values;

create function bump_permission_version() returns trigger language plpgsql as $$
begin
  update permission_version set value = value + 1;
  return null;
end $$;
create trigger rights_changed after insert or update or delete on role_permission
  for each statement execute function bump_permission_version();
create trigger rights_changed after insert or update or delete on person_role
  for each statement execute function bump_permission_version();
create trigger rights_changed after insert or delete on support_group_member
  for each statement execute function bump_permission_version();
create trigger rights_changed after update of active on support_group
  for each statement execute function bump_permission_version();
create trigger rights_changed after update of path on org
  for each statement execute function bump_permission_version();

-- The separation of the three posts holds whatever program writes: a post is held alone, and everywhere.
create function keep_posts_exclusive() returns trigger language plpgsql as $$
declare
  new_post text;
begin
  -- two grants to one person wait for each other here, so neither can miss the other
  perform 1 from person where id = new.person_id for no key update;
  select post into new_post from role where id = new.role_id;
  if exists (
    select 1 from person_role held join role on role.id = held.role_id
    where held.person_id = new.person_id
      and (held.role_id, held.org_id) is distinct from (new.role_id, new.org_id)
      and (new_post is not null or role.post is not null)
  ) then
    raise exception 'a post of the three administrators is held alone'
      using errcode = '23514', constraint = 'person_role_post_exclusive';
  end if;
  if new_post is not null and exists (select 1 from support_group_member where person_id = new.person_id) then
    raise exception 'a post of the three administrators works no tickets'
      using errcode = '23514', constraint = 'person_role_post_in_group';
  end if;
  return new;
end $$;
create trigger posts_exclusive before insert or update on person_role
  for each row execute function keep_posts_exclusive();

create function keep_posts_out_of_groups() returns trigger language plpgsql as $$
begin
  perform 1 from person where id = new.person_id for no key update;
  if exists (select 1 from person_role join role on role.id = role_id
             where person_id = new.person_id and post is not null) then
    raise exception 'a post of the three administrators works no tickets'
      using errcode = '23514', constraint = 'support_group_member_post';
  end if;
  return new;
end $$;
create trigger posts_out before insert on support_group_member
  for each row execute function keep_posts_out_of_groups();

-- A post holds administrative permissions only; another role holds no permission that is for posts alone.
create function keep_permissions_apart() returns trigger language plpgsql as $$
declare
  is_post boolean;
  declared permission%rowtype;
begin
  select post is not null into is_post from role where id = new.role_id;
  select * into declared from permission where key = new.permission;
  if (is_post and not declared.administrative)
    or (not is_post and declared.administrative and not declared.shared) then
    raise exception 'permission % does not belong into this role', new.permission
      using errcode = '23514', constraint = 'role_permission_separation';
  end if;
  return new;
end $$;
create trigger permissions_apart before insert or update on role_permission
  for each row execute function keep_permissions_apart();

create function keep_post_fixed() returns trigger language plpgsql as $$
begin
  if new.post is distinct from old.post then
    raise exception 'a role does not become a post' using errcode = '23514', constraint = 'role_post_fixed';
  end if;
  return new;
end $$;
create trigger post_fixed before update on role for each row execute function keep_post_fixed();
