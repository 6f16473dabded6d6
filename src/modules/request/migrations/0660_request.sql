-- Requests (服务请求): a kind of ticket whose lines are items of the catalogue, each with its own approval and tasks.
create sequence number_request;
create table request (
  ticket_id uuid primary key references ticket,
  contact_phone text,
  end_reason text,
  -- how the requester found it, with the confirmation that everything has been received
  rating text check (rating in ('very-satisfied', 'satisfied', 'fairly-satisfied', 'unsatisfied', 'very-unsatisfied')),
  remark text not null default ''
);
create table request_line (
  id uuid primary key,
  ticket_id uuid not null references request,
  no int not null,
  item_id uuid not null,
  -- the version it was asked with
  item_no int not null,
  name text not null,
  name_en text not null,
  answers jsonb not null,
  -- whose unit decides about it
  org_id uuid not null references org,
  -- where its approval stands; `state` follows from this, `ended` and the tasks (lifecycle.ts)
  approval text not null check (approval in ('none', 'running', 'returned', 'approved', 'rejected')),
  approval_id uuid,
  ended text check (ended in ('withdrawn', 'cancelled')),
  state text not null check (state in ('approval', 'returned', 'working', 'done', 'rejected', 'withdrawn', 'cancelled')),
  -- what an approver asks before going on
  question text,
  end_reason text,
  due_at timestamptz,
  -- work on it began: nothing to approve, or approved
  started_at timestamptz,
  ended_at timestamptz,
  version int not null default 1,
  foreign key (item_id, item_no) references catalogue_item_version (item_id, no),
  unique (ticket_id, no)
);
create index request_line_item on request_line (item_id, started_at);
create table request_task (
  id uuid primary key,
  line_id uuid not null references request_line,
  ticket_id uuid not null references request,
  no int not null,
  stage int not null,
  key text not null,
  name text not null,
  name_en text not null,
  instructions text not null,
  -- fields of the result, as the item had them
  result_form jsonb not null,
  due jsonb,
  state text not null check (state in ('waiting', 'open', 'returned', 'done', 'cancelled')),
  group_id uuid references support_group,
  owner_id uuid references person,
  question text,
  due_at timestamptz,
  opened_at timestamptz,
  done_at timestamptz,
  done_by uuid references person,
  note text not null default '',
  results jsonb not null default '{}',
  version int not null default 1,
  unique (line_id, no)
);
create index request_task_ticket on request_task (ticket_id);
-- what queues show, in their order
create index request_task_owner on request_task (owner_id, due_at, id) where state in ('open', 'returned');
create index request_task_group on request_task (group_id, due_at, id) where state in ('open', 'returned');
create index request_task_due on request_task (due_at, id) where state in ('open', 'returned');
-- Files given with a form before there is a request; what is never sent is taken away (request.sweep).
create table request_upload (
  file_id uuid primary key,
  person_id uuid not null references person,
  recorded_at timestamptz not null default now()
);
create index request_upload_person on request_upload (person_id, recorded_at);
