-- Releases 发布: a version of an information system on its way into service, and what must be proven before it goes live.
create sequence number_release;
create table release (
  id uuid primary key,
  number text not null unique,
  service_id uuid not null references service,
  -- owner of the service: decides who sees it
  org_id uuid not null references org,
  version_name text not null check (length(version_name) between 1 and 60),
  title text not null,
  notes text not null default '',
  -- who built it, a company or a team
  builder text not null default '',
  state text not null default 'preparing' check (state in ('preparing', 'live', 'cancelled')),
  planned_at timestamptz,
  live_at timestamptz,
  live_by uuid references person,
  cancel_reason text,
  created_by uuid not null references person,
  recorded_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  version int not null default 1,
  unique (service_id, version_name),
  check ((state = 'live') = (live_at is not null))
);
create index release_org on release (org_id, id desc);

-- An item of the go-live checklist: who did it and when, the proof, and a second person who looked.
create table release_item (
  release_id uuid not null references release,
  key text not null check (key in ('handover', 'risk-assessment', 'security-plan', 'documents',
    'permissions-withdrawn', 'monitoring', 'trial-run')),
  person_id uuid not null references person,
  done_on date not null,
  statement text not null,
  link text,
  file_id uuid,
  recorded_by uuid not null references person,
  recorded_at timestamptz not null default clock_timestamp(),
  confirmed_by uuid references person,
  confirmed_at timestamptz,
  primary key (release_id, key),
  check (link is not null or file_id is not null),
  check (confirmed_by is null or (confirmed_by <> person_id and confirmed_by <> recorded_by))
);

create table release_change (
  release_id uuid not null references release,
  change_id uuid not null references change,
  primary key (release_id, change_id)
);
create index release_change_change on release_change (change_id);
