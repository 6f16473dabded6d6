-- Beside the agreement with the customer: operational level agreements (OLA 运营级别协议) between our own groups and
-- agreements with vendors (外包服务协议). Both promise how long a group has a ticket before it hands it on or solves it.
alter table agreement
  add column kind text not null default 'sla' check (kind in ('sla', 'ola', 'vendor')),
  -- whose groups a vendor agreement binds: those of this org and of the orgs below it
  add column vendor_org_id uuid references org,
  add constraint agreement_default_kind check (not is_default or kind = 'sla'),
  add constraint agreement_vendor check ((kind = 'vendor') = (vendor_org_id is not null));
-- The groups that an OLA binds.
create table agreement_group (
  agreement_id uuid not null references agreement on delete cascade,
  group_id uuid not null references support_group,
  primary key (agreement_id, group_id)
);
-- Which groups an agreement binds is kept in memory with it, the vendor's by where they stand in the organisation.
create trigger support_group_bound after insert or update of org_id, active or delete on support_group
  for each statement execute function bump_config_version('sla');
create trigger org_bound after update of path on org
  for each statement execute function bump_config_version('sla');

-- How long a group had a ticket. The first stay, which begins with the filing, has the ticket's id and gets its row
-- when it ends: creation writes none. A ticket is with one group at a time.
create table group_stay (
  id uuid primary key,
  ticket_id uuid not null,
  group_id uuid not null references support_group,
  began_at timestamptz not null,
  ended_at timestamptz check (ended_at >= began_at),
  -- the move that ended it: assign, escalate, return, resolve, …
  ended_by text,
  check ((ended_at is null) = (ended_by is null))
);
create unique index group_stay_open on group_stay (ticket_id) where ended_at is null;
create index group_stay_ticket on group_stay (ticket_id, began_at);

-- A clock of a stay beside those of the ticket; the ticket's own have neither column, and figures and queues know these only.
alter table clock
  add column stay_id uuid,
  add column group_id uuid references support_group,
  add constraint clock_stay check ((stay_id is null) = (group_id is null));
alter table clock drop constraint clock_ticket_metric;
alter table clock add constraint clock_ticket_metric unique nulls not distinct (ticket_id, metric, stay_id)
  include (state, due_at, stopped_at, used_percent);

create or replace view breached_clock as
select ticket_id, metric from clock where state = 'breached' and stay_id is null;
create or replace view clock_result as
select ticket_id, metric, grade, started_at, due_at, stopped_at,
  case
    when state = 'met' then 'met'
    when state = 'breached' and stopped_at is not null then 'breached'
    when state = 'breached' or (state = 'running' and due_at < now()) then 'overdue'
    else state
  end as result,
  used_percent
from clock where state <> 'cancelled' and stay_id is null;

-- Tickets that are open now have been with their group since it was last given them. (In a new database the tables of
-- tickets come later, and there is nothing to look at.)
do $$ begin
  if to_regclass('ticket') is not null then
    execute $q$
      insert into group_stay (id, ticket_id, group_id, began_at)
      select t.id, t.id, t.group_id, coalesce(
        (select max(e.recorded_at) from timeline_entry e
          where e.ticket_id = t.id and e.kind = 'move' and e.data->>'move' in ('assign', 'escalate', 'reopen')
            and (e.data->>'move' = 'reopen' or e.data->>'groupId' = t.group_id::text)),
        t.recorded_at)
      from ticket t
      where t.open and t.kind = 'incident' and t.origin = 'live' and t.group_id is not null and t.duplicate_of_id is null
    $q$;
  end if;
end $$;
