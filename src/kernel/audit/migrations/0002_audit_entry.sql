-- Who did what, before and after. Written in the transaction of the verb it tells of; never changed afterwards.
-- xid orders sealing: only entries of transactions older than every running one are sealed.
create table audit_entry (
  id bigint generated always as identity,
  xid xid8 not null default pg_current_xact_id(),
  recorded_at timestamptz not null default clock_timestamp(),
  actor_kind text not null,
  actor_id uuid,
  actor_login text not null,
  action text not null,
  entity text not null,
  entity_id text not null,
  org_id uuid,
  before jsonb,
  after jsonb,
  ip inet,
  trace_id text,
  origin text not null default 'live' check (origin in ('live', 'import')),
  primary key (id, recorded_at)
) partition by range (recorded_at);
create table audit_entry_default partition of audit_entry default;
create index audit_entry_entity on audit_entry (entity, entity_id, id);
create index audit_entry_actor on audit_entry (actor_login, id);
create index audit_entry_xid on audit_entry (xid);

-- after every migration the program revokes update, delete and truncate on it from the application's role
insert into partitioned_table (name, append_only) values ('audit_entry', true);
