-- Escalation by policy 告警升级: who is told when nobody answers, by what channel, and who confirmed.
create table escalation_channel (
  id uuid primary key,
  name text not null unique check (char_length(name) between 1 and 100),
  org_id uuid not null references org,
  kind text not null check (kind in ('webhook', 'im', 'sms', 'voice')),
  url text not null,
  headers jsonb not null default '{}',
  -- of im, sms and voice; a webhook has the documented body
  body text,
  -- what an answer must contain beside a status of success
  expect text,
  -- sealed: of the signature, or {{secret}} of the template
  secret text,
  timeout_seconds int not null default 10 check (timeout_seconds between 1 and 30),
  active boolean not null default true,
  created_by uuid not null references person,
  updated_at timestamptz not null default now(),
  version int not null default 1,
  check ((kind = 'webhook') = (body is null))
);
create index escalation_channel_org on escalation_channel (org_id);

create table escalation_policy (
  id uuid primary key,
  name text not null check (char_length(name) between 1 and 100),
  org_id uuid not null references org,
  -- null: of every service
  service_id uuid references service,
  -- empty: of every priority, of every grade
  priorities int[] not null default '{}',
  grades text[] not null default '{}',
  -- the first that fits is used, the smallest position first
  position int not null default 100,
  -- minutes of this calendar; null: of the clock
  calendar_id uuid references calendar,
  -- taking the incident up is not enough: somebody must confirm 回执
  receipt boolean not null default false,
  steps jsonb not null,
  active boolean not null default true,
  created_by uuid not null references person,
  updated_at timestamptz not null default now(),
  version int not null default 1
);
create index escalation_policy_org on escalation_policy (org_id, position);

-- A run keeps the policy as it was when it began.
create table escalation_run (
  id uuid primary key,
  policy_id uuid not null references escalation_policy,
  policy_name text not null,
  ticket_id uuid not null references ticket,
  receipt boolean not null,
  calendar_id uuid references calendar,
  steps jsonb not null,
  state text not null default 'open' check (state in ('open', 'received', 'ended')),
  started_at timestamptz not null default now(),
  ended_at timestamptz,
  -- who confirmed; null: the incident was taken up or came to its end
  ended_by uuid references person,
  end_reason text check (end_reason in ('receipt', 'taken-up', 'over')),
  check ((state = 'open') = (ended_at is null))
);
create unique index escalation_run_open on escalation_run (ticket_id) where state = 'open';
create index escalation_run_ticket on escalation_run (ticket_id, id desc);

create table escalation_step (
  run_id uuid not null references escalation_run,
  step int not null,
  due_at timestamptz not null,
  fired_at timestamptz,
  -- nobody: the next step was taken at once
  outcome text check (outcome in ('told', 'nobody')),
  -- how often it was told again
  repeated int not null default 0,
  primary key (run_id, step),
  check ((fired_at is null) = (outcome is null))
);

-- What was told to whom by what. One row for a person, a channel and a turn of a step: it cannot be told twice.
create table escalation_delivery (
  id uuid primary key,
  run_id uuid not null,
  step int not null,
  repeat int not null,
  person_id uuid not null references person,
  -- null: page and mail, as the person prefers
  channel_id uuid references escalation_channel,
  state text not null default 'pending' check (state in ('pending', 'sent', 'failed', 'dropped')),
  attempts int not null default 0,
  next_at timestamptz not null default now(),
  result text,
  created_at timestamptz not null default now(),
  sent_at timestamptz,
  foreign key (run_id, step) references escalation_step,
  unique nulls not distinct (run_id, step, repeat, person_id, channel_id)
);
create index escalation_delivery_due on escalation_delivery (next_at) where state = 'pending';

create table escalation_receipt (
  run_id uuid not null references escalation_run,
  person_id uuid not null references person,
  received_at timestamptz not null default now(),
  primary key (run_id, person_id)
);
revoke update, delete, truncate on escalation_receipt from zhengyun_app;
