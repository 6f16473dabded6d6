-- What somebody was not satisfied with is put right within fifteen working days, and they are called again to hear whether it is
-- (整改与复核回访). It comes from the rating of a ticket or from a named questionnaire.
create table rectification (
  id uuid primary key,
  source text not null check (source in ('ticket', 'questionnaire')),
  -- the call-back task, or the sheet
  source_id uuid not null,
  -- the ticket or the run, for a link
  record_id uuid not null,
  org_id uuid not null references org,
  number text not null,
  title text not null,
  person_id uuid references person,
  contact_name text,
  contact_phone text,
  said text not null,
  -- who had worked on it by then: they may put it right, not say that it is
  worked_by uuid[] not null default '{}',
  state text not null default 'open' check (state in ('open', 'remedied', 'done')),
  owner_id uuid references person,
  due_at timestamptz not null,
  remedy text not null default '',
  remedied_by uuid references person,
  remedied_at timestamptz,
  verified_by uuid references person,
  verified_at timestamptz,
  -- how often the second call heard that it is not right yet
  returned int not null default 0,
  chased int not null default 0,
  recorded_at timestamptz not null default clock_timestamp(),
  version int not null default 1,
  unique (source, source_id),
  check ((state = 'done') = (verified_at is not null)),
  check (state = 'open' or remedied_at is not null)
);
create index rectification_open on rectification (due_at) where state <> 'done';
create index rectification_org on rectification (org_id, id desc);
create index rectification_owner on rectification (owner_id) where state <> 'done';

-- Who did what about it. Appended only.
create table rectification_entry (
  id bigint generated always as identity primary key,
  rectification_id uuid not null references rectification,
  kind text not null check (kind in ('opened', 'assigned', 'remedied', 'verified', 'returned', 'unreached', 'chased')),
  actor_id uuid references person,
  note text not null default '',
  recorded_at timestamptz not null default clock_timestamp()
);
create index rectification_entry_of on rectification_entry (rectification_id, id);
revoke update, delete, truncate on rectification_entry from zhengyun_app;
