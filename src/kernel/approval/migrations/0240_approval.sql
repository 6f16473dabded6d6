-- Approvals 审批. approval_event is the history and the truth; approval, approval_step and approval_item are what
-- replaying it gives, kept for lists. A test compares the two.
create table approval (
  id uuid primary key,
  -- what is approved: a record of some room
  entity text not null check (length(entity) between 1 and 50),
  entity_id uuid not null,
  title text not null,
  org_id uuid not null references org,
  requester_id uuid not null references person,
  -- as it was when the approval started
  definition jsonb not null,
  -- hash of the content that is approved
  digest text not null,
  state text not null default 'running' check (state in ('running', 'approved', 'rejected', 'withdrawn', 'void')),
  -- number of the step that decides now, 0: the requester revises; null when over
  current_step int,
  started_at timestamptz not null default now(),
  ended_at timestamptz,
  version int not null default 1,
  check ((state = 'running') = (current_step is not null)),
  check ((state = 'running') = (ended_at is null))
);
create unique index approval_running on approval (entity, entity_id) where state = 'running';
create index approval_subject on approval (entity, entity_id, id desc);
create index approval_requester on approval (requester_id, id desc);
create index approval_org on approval (org_id, id desc);

create table approval_step (
  approval_id uuid not null references approval on delete cascade,
  no int not null check (no >= 1),
  name text not null,
  mode text not null check (mode in ('one', 'all', 'any')),
  -- who decides, found when the approval started
  people uuid[] not null check (cardinality(people) > 0),
  primary key (approval_id, no)
);

-- One person asked for one decision. `act` counts the times a step was opened, `slot` is a signature that the step
-- needs: whoever of a slot signs first, signs for it.
create table approval_item (
  id uuid primary key,
  approval_id uuid not null references approval on delete cascade,
  act int not null,
  step int not null check (step >= 0),
  slot int not null,
  person_id uuid not null references person,
  state text not null check (state in
    ('waiting', 'held', 'approved', 'rejected', 'returned', 'skipped', 'transferred', 'cancelled')),
  due_at timestamptz,
  -- differs from person_id: on behalf of that person, who is away
  decided_by uuid references person,
  decided_at timestamptz,
  reason text not null default '',
  check ((state in ('approved', 'rejected', 'returned')) = (decided_by is not null))
);
-- "waits for me": the waiting ones are few among all that ever were
create index approval_item_waiting on approval_item (person_id, id) where state = 'waiting';
create index approval_item_decided on approval_item (decided_by, decided_at desc, id desc) where decided_by is not null;
create index approval_item_approval on approval_item (approval_id);
-- one slot is decided once, whatever program writes
create unique index approval_item_once on approval_item (approval_id, act, slot)
  where state in ('approved', 'rejected', 'returned');

create table approval_event (
  approval_id uuid not null references approval,
  seq int not null,
  kind text not null,
  actor_id uuid references person,
  on_behalf_of uuid references person,
  data jsonb not null,
  recorded_at timestamptz not null default now(),
  primary key (approval_id, seq)
);
-- whatever the application's role is called here: it adds to a history and changes none
do $$
declare grantee regrole;
begin
  for grantee in
    select distinct acl.grantee::regrole from pg_class c, aclexplode(c.relacl) acl
    where c.oid = 'approval_event'::regclass and acl.grantee not in (0, c.relowner)
  loop
    execute format('revoke update, delete, truncate on approval_event from %s', grantee);
  end loop;
end $$;

-- A stand-in for an absence 委托: who is named decides on behalf of who is away, from starts_at to ends_at.
create table approval_delegation (
  id uuid primary key,
  from_id uuid not null references person,
  to_id uuid not null references person,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  reason text not null default '',
  recorded_by uuid references person,
  recorded_at timestamptz not null default now(),
  version int not null default 1,
  check (from_id <> to_id),
  check (ends_at > starts_at)
);
create index approval_delegation_to on approval_delegation (to_id, ends_at);
create index approval_delegation_from on approval_delegation (from_id, ends_at);
