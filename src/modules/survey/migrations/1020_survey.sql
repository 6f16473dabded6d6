-- Periodic satisfaction surveys 满意度调查问卷. `survey` is the rating of a ticket (0500); what stands here is a questionnaire.
create table questionnaire (
  id uuid primary key,
  org_id uuid not null references org,
  title text not null,
  intro text not null default '',
  -- the version of the questions that the next run asks
  version_no int not null default 1,
  anonymous boolean not null,
  -- of anonymous runs: figures of fewer answers are not shown
  min_group int not null default 5 check (min_group between 3 and 50),
  audience jsonb not null,
  -- null: opened by hand
  rule jsonb,
  open_days int not null default 10 check (open_days between 1 and 60),
  -- working days before the end on which those who have not answered are reminded; 0: nobody is
  remind_days int not null default 2 check (remind_days between 0 and 30),
  active boolean not null default true,
  next_at timestamptz,
  created_by uuid references person,
  updated_at timestamptz not null default now(),
  version int not null default 1,
  check (remind_days < open_days)
);
create index questionnaire_org on questionnaire (org_id);

-- Questions as they were asked; a change of the questions is a further version.
create table questionnaire_version (
  questionnaire_id uuid not null references questionnaire,
  no int not null,
  questions jsonb not null,
  recorded_by uuid references person,
  recorded_at timestamptz not null default clock_timestamp(),
  primary key (questionnaire_id, no)
);
revoke update, delete, truncate on questionnaire_version from zhengyun_app;

-- One time that it is asked.
create table questionnaire_run (
  id uuid primary key,
  number text not null unique,
  questionnaire_id uuid not null,
  version_no int not null,
  org_id uuid not null references org,
  title text not null,
  intro text not null,
  anonymous boolean not null,
  min_group int not null,
  state text not null default 'open' check (state in ('open', 'closed', 'published')),
  -- the occurrence of the rule; null: opened by hand
  planned_at timestamptz,
  opened_at timestamptz not null default clock_timestamp(),
  opened_by uuid references person,
  due_at timestamptz not null,
  remind_at timestamptz,
  reminded_at timestamptz,
  closed_at timestamptz,
  published_at timestamptz,
  published_by uuid references person,
  -- what the unit says of the results, and does about them
  summary text not null default '',
  version int not null default 1,
  foreign key (questionnaire_id, version_no) references questionnaire_version (questionnaire_id, no),
  unique (questionnaire_id, planned_at),
  unique (id, anonymous),
  check ((state = 'open') = (closed_at is null)),
  check ((state = 'published') = (published_at is not null))
);
create index questionnaire_run_of on questionnaire_run (questionnaire_id, id desc);
create index questionnaire_run_closed on questionnaire_run (closed_at);

-- Who was asked, and whether they have answered. Of anonymous runs there is nothing here of when or what.
create table questionnaire_invite (
  run_id uuid not null references questionnaire_run,
  person_id uuid not null references person,
  -- in which org the answer is counted: one's own, or of anonymous runs one that is large enough, or none
  cohort_id uuid references org,
  answered boolean not null default false,
  primary key (run_id, person_id)
);
create index questionnaire_invite_person on questionnaire_invite (person_id, run_id);

-- What was answered. An anonymous sheet has no person and no time, and its id says nothing of the order: see store/sheets.ts.
create table questionnaire_sheet (
  id uuid primary key,
  run_id uuid not null,
  anonymous boolean not null,
  person_id uuid references person,
  cohort_id uuid references org,
  answers jsonb not null,
  unhappy boolean not null,
  answered_at timestamptz,
  called_by uuid references person,
  foreign key (run_id, anonymous) references questionnaire_run (id, anonymous),
  unique (run_id, person_id),
  check (anonymous = (person_id is null)),
  check (anonymous = (answered_at is null)),
  check (not (anonymous and called_by is not null))
);
create index questionnaire_sheet_run on questionnaire_sheet (run_id);

create sequence number_survey;
