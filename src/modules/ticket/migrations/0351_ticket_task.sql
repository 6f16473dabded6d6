-- Tasks of a ticket (任务): what has to be done, by whom and by when. Required ones must be done, or given up with a
-- reason, before the ticket is resolved.
create table ticket_task (
  id uuid primary key,
  ticket_id uuid not null references ticket,
  position int not null,
  title text not null,
  required boolean not null default false,
  owner_id uuid references person,
  due_at timestamptz,
  state text not null default 'open' check (state in ('open', 'done', 'given-up')),
  ended_by uuid references person,
  ended_at timestamptz,
  reason text,
  created_by uuid references person,
  recorded_at timestamptz not null default clock_timestamp(),
  version int not null default 1,
  check ((state = 'open') = (ended_at is null)),
  check (state <> 'given-up' or reason is not null)
);
create index ticket_task_ticket on ticket_task (ticket_id, position);
create index ticket_task_owner on ticket_task (owner_id) where state = 'open';
