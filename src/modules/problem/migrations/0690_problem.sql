-- Problems 问题: a kind of ticket, the cause behind incidents. The ticket holds title, description, service that it is
-- mainly about, category, priority, owner, group; corrective actions are tasks of the ticket.
create sequence number_problem;

create table problem (
  ticket_id uuid primary key references ticket,
  source text not null check (source in ('desk', 'incident', 'trend')),
  root_cause text not null default '',
  root_cause_category text,
  -- the known error: by which words one meets it, and what helps meanwhile
  symptoms text[] not null default '{}',
  workaround text not null default '',
  -- shown to the service desk between the two; published again, retired_at goes
  published_at timestamptz,
  published_by uuid references person,
  retired_at timestamptz,
  solution text,
  -- the last time it was resolved: before and after are told apart by it
  fixed_at timestamptz,
  review text,
  reviewed_by uuid references person,
  end_reason text,
  check (retired_at is null or published_at is not null)
);

create table problem_service (
  problem_id uuid not null references problem,
  service_id uuid not null references service,
  primary key (problem_id, service_id)
);
create index problem_service_service on problem_service (service_id);

-- Incidents that it caused; where its workaround was used says so, and that is what is counted.
create table problem_incident (
  problem_id uuid not null references problem,
  incident_id uuid not null references incident,
  used_workaround boolean not null default false,
  linked_by uuid references person,
  recorded_at timestamptz not null default clock_timestamp(),
  primary key (problem_id, incident_id)
);
create index problem_incident_incident on problem_incident (incident_id);

-- Root-cause analyses by method; `content` is checked against the method's schema before it is written.
create table problem_analysis (
  id uuid primary key,
  problem_id uuid not null references problem,
  method text not null check (method in ('five-whys', 'fishbone', 'timeline', 'free')),
  content jsonb not null,
  conclusion text not null default '',
  written_by uuid references person,
  recorded_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  version int not null default 1
);
create index problem_analysis_problem on problem_analysis (problem_id, id);

-- The change, or another ticket, that carries out a corrective action.
create table problem_action_ticket (
  task_id uuid primary key references ticket_task,
  ticket_id uuid not null references ticket
);
create index problem_action_ticket_ticket on problem_action_ticket (ticket_id);

-- Words by which published known errors are suggested while the desk types.
create table problem_term (
  term text not null,
  problem_id uuid not null references problem,
  -- 4 title or symptom, 1 description
  weight smallint not null,
  primary key (term, problem_id)
);
create index problem_term_problem on problem_term (problem_id);
