-- When repeating incidents propose a problem: at least so many in so many days, against the average of the days before.
create table problem_setting (
  only_row boolean primary key default true check (only_row),
  enabled boolean not null default true,
  min_count int not null default 5 check (min_count between 2 and 1000),
  window_days int not null default 14 check (window_days between 1 and 90),
  former_days int not null default 84 check (former_days between 1 and 730),
  -- so many times the former average of a window
  factor numeric(4, 1) not null default 2.0 check (factor between 1 and 20),
  version int not null default 1
);
insert into problem_setting default values;

create table problem_proposal (
  id uuid primary key,
  -- service, category or leading word: the same trend is proposed once, whoever looks at the same time
  key text not null unique,
  state text not null default 'open' check (state in ('open', 'accepted', 'dismissed')),
  service_id uuid references service,
  category_id uuid references category,
  words text[] not null default '{}',
  count int not null,
  former_average numeric(10, 1) not null,
  window_from timestamptz not null,
  window_to timestamptz not null,
  found_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  decided_by uuid references person,
  decided_at timestamptz,
  reason text,
  -- how many there were when it was dismissed: it comes again at twice as many
  dismissed_count int,
  problem_id uuid references problem,
  version int not null default 1,
  check ((state = 'open') = (decided_at is null)),
  check (state <> 'dismissed' or (reason is not null and dismissed_count is not null)),
  check (state <> 'accepted' or problem_id is not null)
);
create index problem_proposal_state on problem_proposal (state, id desc);
create index problem_proposal_service on problem_proposal (service_id);

-- The newest incidents of a proposal, at most 200.
create table problem_proposal_incident (
  proposal_id uuid not null references problem_proposal,
  incident_id uuid not null references incident,
  primary key (proposal_id, incident_id)
);
create index problem_proposal_incident_incident on problem_proposal_incident (incident_id);
