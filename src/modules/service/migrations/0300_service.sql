-- Small tables that every process keeps in memory (services, agreements) are watched by a number each: one read of
-- this table tells whether the copy is still true. A trigger sets it, so no writer can forget it; the numbers come from a
-- sequence, so that none is ever used twice, not even after a rollback.
create sequence config_version_number;
create table config_version (
  name text primary key,
  version bigint not null default nextval('config_version_number')
);
create function bump_config_version() returns trigger language plpgsql as $$
begin
  update config_version set version = nextval('config_version_number') where name = tg_argv[0];
  return null;
end $$;
insert into config_version (name) values ('service'), ('sla'), ('calendar');
-- Working calendars are among what clocks are made from; every change of one or of a year's holidays writes these rows.
create trigger calendar_changed after insert or update or delete on calendar
  for each statement execute function bump_config_version('calendar');
create trigger holiday_year_changed after insert or update or delete on holiday_year
  for each statement execute function bump_config_version('calendar');

-- Information systems (信息系统): what tickets, alerts, agreements and dispatch rules refer to by service_id.
create table service (
  id uuid primary key,
  code text not null unique,
  name text not null,
  description text not null default '',
  owner_org_id uuid not null references org,
  group_id uuid references support_group,
  vendor_org_id uuid references org,
  agreement_id uuid,
  calendar_id uuid,
  -- 等保级别, GB/T 22240: 1 to 5
  protection_grade int check (protection_grade between 1 and 5),
  -- may be chosen by requesters in the portal
  public boolean not null default true,
  active boolean not null default true,
  version int not null default 1,
  recorded_at timestamptz not null default now()
);
create index service_name on service (name, id);
-- An alert belongs to the service all of whose matchers of one set agree with its labels.
create table service_matcher (
  service_id uuid not null references service on delete cascade,
  set_no int not null default 1,
  label text not null,
  value text not null,
  is_regex boolean not null default false,
  primary key (service_id, set_no, label)
);
create trigger service_changed after insert or update or delete on service
  for each statement execute function bump_config_version('service');
create trigger service_matcher_changed after insert or update or delete on service_matcher
  for each statement execute function bump_config_version('service');
