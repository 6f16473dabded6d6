-- Norms 规范: what the unit has to do, clause by clause, whether it does, and what proves it.
create table norm (
  id uuid primary key,
  code text not null unique check (code ~ '^[a-z][a-z0-9-]{1,59}$'),
  title text not null,
  title_en text not null default '',
  kind text not null check (kind in ('regulation', 'standard', 'guideline', 'plan')),
  shipped boolean not null default false,
  recorded_at timestamptz not null default clock_timestamp()
);
-- Editions lie side by side: an edition that has been read in is never changed.
create table norm_edition (
  id uuid primary key,
  norm_id uuid not null references norm,
  name text not null check (length(name) between 1 and 60),
  -- SM3 of its content
  digest text not null,
  -- whether the source gave the text of the clauses or their headings only
  basis text not null default '',
  note text not null default '',
  recorded_by uuid references person,
  recorded_at timestamptz not null default clock_timestamp(),
  unique (norm_id, name),
  unique (norm_id, digest)
);
-- An obligation: who must do what, how often, by which figures. `article` is where it stands in the text.
create table norm_clause (
  id uuid primary key,
  edition_id uuid not null references norm_edition,
  code text not null,
  position int not null,
  article text not null,
  gist text not null,
  gist_en text not null default '',
  type text not null,
  actors text[] not null default '{}',
  -- null: none is stated
  frequency text,
  figures jsonb not null default '{}',
  capability text not null,
  -- what would prove it, in words; empty: nothing is asked for
  evidence text not null default '',
  evidence_en text not null default '',
  unique (edition_id, code),
  unique (edition_id, position)
);
revoke update, delete, truncate on norm_edition, norm_clause from zhengyun_app;

-- An edition holds for an org and all below it, from a day on.
create table norm_adoption (
  id uuid primary key,
  norm_id uuid not null references norm,
  edition_id uuid not null references norm_edition,
  org_id uuid not null references org,
  from_day date not null,
  -- the first day on which it holds no more
  to_day date check (to_day >= from_day),
  adopted_by uuid references person,
  recorded_at timestamptz not null default clock_timestamp(),
  version int not null default 1
);
create unique index norm_adoption_one on norm_adoption (norm_id, org_id) where to_day is null;

create table norm_responsible (
  adoption_id uuid not null references norm_adoption,
  clause_id uuid not null references norm_clause,
  person_id uuid not null references person,
  named_by uuid references person,
  recorded_at timestamptz not null default clock_timestamp(),
  primary key (adoption_id, clause_id, person_id)
);
create index norm_responsible_person on norm_responsible (person_id);

-- 不适用: with a reason, by approval.
create table norm_exemption (
  id uuid primary key,
  adoption_id uuid not null references norm_adoption,
  clause_id uuid not null references norm_clause,
  reason text not null,
  state text not null default 'waiting' check (state in ('waiting', 'approved', 'refused', 'ended')),
  requested_by uuid not null references person,
  recorded_at timestamptz not null default clock_timestamp(),
  decided_at timestamptz,
  ended_at timestamptz,
  version int not null default 1
);
create unique index norm_exemption_one on norm_exemption (adoption_id, clause_id) where state in ('waiting', 'approved');

-- Proof by hand: valid for a time, looked at by somebody else.
create table norm_proof (
  id uuid primary key,
  adoption_id uuid not null references norm_adoption,
  clause_id uuid not null references norm_clause,
  kind text not null check (kind in ('document', 'statement', 'link')),
  statement text not null,
  link text,
  file_id uuid,
  says text not null default 'conforms' check (says in ('conforms', 'partly')),
  valid_from date not null,
  valid_until date not null,
  state text not null default 'waiting' check (state in ('waiting', 'accepted', 'refused', 'withdrawn')),
  filed_by uuid not null references person,
  recorded_at timestamptz not null default clock_timestamp(),
  reviewed_by uuid references person,
  reviewed_at timestamptz,
  review_note text not null default '',
  version int not null default 1,
  check (valid_until >= valid_from),
  check (kind <> 'link' or link is not null),
  check (state not in ('accepted', 'refused') or (reviewed_by is not null and reviewed_at is not null)),
  -- nobody reviews the own proof
  check (reviewed_by is null or reviewed_by <> filed_by)
);
create index norm_proof_clause on norm_proof (adoption_id, clause_id, valid_until desc);
create index norm_proof_waiting on norm_proof (adoption_id) where state = 'waiting';

-- One evaluation of what holds for an org, whole or of a few clauses. Runs and results are never changed.
create table norm_run (
  id uuid primary key,
  org_id uuid not null references org,
  why text not null check (why in ('nightly', 'demand', 'event', 'decision')),
  -- the audit did not verify when it ran: what it found is in doubt
  doubt boolean not null default false,
  asked_by uuid references person,
  at timestamptz not null
);
create index norm_run_org on norm_run (org_id, at desc);
-- What one rule found.
create table norm_finding (
  run_id uuid not null references norm_run,
  rule text not null,
  period_from timestamptz not null,
  period_to timestamptz not null,
  status text not null,
  figure double precision,
  cases int not null default 0,
  good int not null default 0,
  imported int not null default 0,
  samples jsonb not null default '[]',
  -- why it could not be evaluated; such a finding is never a pass
  error text,
  primary key (run_id, rule),
  check ((status = 'error') = (error is not null))
);
create table norm_result (
  run_id uuid not null references norm_run,
  adoption_id uuid not null references norm_adoption,
  clause_id uuid not null references norm_clause,
  at timestamptz not null,
  status text not null check (status in
    ('conforms', 'partly', 'fails', 'not-applicable', 'no-case', 'not-measurable', 'error')),
  -- what decided: rules, proof by hand, both, an exemption; or why nothing can be said
  source text not null check (source in
    ('rules', 'proof', 'both', 'exemption', 'expired', 'unproved', 'no-module', 'nothing-asked')),
  rules text[] not null default '{}',
  primary key (adoption_id, clause_id, at, run_id)
);
revoke update, delete, truncate on norm_run, norm_finding, norm_result from zhengyun_app;

-- 整改任务: what is to be done about a clause that is not met, verified by somebody else.
create table norm_task (
  id uuid primary key,
  adoption_id uuid not null references norm_adoption,
  clause_id uuid not null references norm_clause,
  title text not null,
  what text not null default '',
  owner_id uuid not null references person,
  due_on date not null,
  state text not null default 'open' check (state in ('open', 'done', 'verified', 'cancelled')),
  result text not null default '',
  done_by uuid references person,
  done_at timestamptz,
  verified_by uuid references person,
  verified_at timestamptz,
  note text not null default '',
  created_by uuid references person,
  recorded_at timestamptz not null default clock_timestamp(),
  version int not null default 1,
  check (state not in ('done', 'verified') or (done_by is not null and done_at is not null)),
  check (state <> 'verified' or (verified_by is not null and verified_at is not null)),
  check (verified_by is null or (verified_by <> owner_id and verified_by <> done_by))
);
create index norm_task_clause on norm_task (adoption_id, clause_id);
create index norm_task_owner on norm_task (owner_id) where state = 'open';

-- 督办 of a task: a leader's instruction and the owner's answer.
create table norm_supervision (
  id uuid primary key,
  task_id uuid not null references norm_task,
  leader_id uuid not null references person,
  instruction text not null,
  recorded_at timestamptz not null default clock_timestamp(),
  reply text,
  replied_by uuid references person,
  replied_at timestamptz
);
create index norm_supervision_task on norm_supervision (task_id, id);
