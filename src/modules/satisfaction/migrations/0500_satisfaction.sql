-- Asked of every affected person when an incident is resolved, anew in every round (after a reopening).
create table survey (
  id uuid primary key,
  ticket_id uuid not null references ticket,
  -- how often the incident had been reopened when it was resolved
  round int not null,
  affected_id uuid not null,
  -- null: a caller without an account, who is asked by telephone
  person_id uuid references person,
  caller_name text,
  caller_phone text,
  -- as they were when it was asked; the ticket itself belongs to its room
  ticket_number text not null,
  ticket_title text not null,
  org_id uuid not null references org,
  -- who had worked on the ticket by then, and so may not be the one who calls back
  worked_by uuid[] not null default '{}',
  state text not null default 'asked' check (state in ('asked', 'answered', 'expired', 'cancelled')),
  asked_at timestamptz not null default clock_timestamp(),
  due_at timestamptz not null,
  answer text check (answer in ('very-satisfied', 'satisfied', 'fairly-satisfied', 'unsatisfied', 'very-unsatisfied')),
  reasons text[] not null default '{}',
  remark text not null default '',
  via text check (via in ('portal', 'callback')),
  -- who telephoned, and when
  called_by uuid references person,
  called_at timestamptz,
  answered_at timestamptz,
  version int not null default 1,
  unique (ticket_id, round, affected_id),
  -- no answer is never an answer
  check ((state = 'answered') = (answer is not null)),
  check ((via = 'callback') = (called_by is not null and called_at is not null))
);
create index survey_person on survey (person_id, id desc);
create index survey_asked on survey (id) where state = 'asked';
create index survey_answered on survey (answered_at) where state = 'answered';

-- An unhappy answer is not the end: somebody who did not work on it calls.
create table callback_task (
  id uuid primary key,
  ticket_id uuid not null references ticket,
  survey_id uuid not null unique references survey,
  org_id uuid not null references org,
  state text not null default 'open' check (state in ('open', 'done')),
  note text not null default '',
  recorded_at timestamptz not null default clock_timestamp(),
  done_by uuid references person,
  done_at timestamptz,
  check ((state = 'done') = (done_by is not null and done_at is not null))
);
create index callback_task_state on callback_task (state, id desc);
create index callback_task_ticket on callback_task (ticket_id);

create table satisfaction_setting (
  only_row boolean primary key default true check (only_row),
  -- working days after which a question nobody answered is closed as expired
  answer_within_days int not null default 5 check (answer_within_days between 1 and 60),
  version int not null default 1
);
insert into satisfaction_setting default values;
