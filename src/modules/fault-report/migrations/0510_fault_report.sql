-- 故障报告: owed after a fault of the grades in fault_report_setting was solved (symptom, analysis, solution, improvement).
create table fault_report (
  id uuid primary key,
  ticket_id uuid not null unique references ticket,
  ticket_number text not null,
  ticket_title text not null,
  org_id uuid not null references org,
  -- who owned the incident when it was resolved, and owes the report
  owner_id uuid references person,
  -- how often the incident had been reopened when this was written
  round int not null default 0,
  symptom text not null default '',
  analysis text not null default '',
  solution text not null default '',
  improvement text not null default '',
  state text not null default 'draft' check (state in ('draft', 'submitted', 'reviewed', 'returned')),
  -- everybody who wrote at it: none of them reviews it
  drafted_by uuid[] not null default '{}',
  due_at timestamptz,
  submitted_by uuid references person,
  submitted_at timestamptz,
  reviewed_by uuid references person,
  reviewed_at timestamptz,
  review_note text not null default '',
  version int not null default 1,
  recorded_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  check (state not in ('submitted', 'reviewed') or (submitted_by is not null and submitted_at is not null)),
  check (state <> 'reviewed' or (reviewed_by is not null and reviewed_at is not null))
);
create index fault_report_open on fault_report (id desc) where state <> 'reviewed';
create index fault_report_owner on fault_report (owner_id, id desc);

create table fault_report_setting (
  only_row boolean primary key default true check (only_row),
  -- grades of faults that owe a report
  grades text[] not null default '{major,serious,general,minor}'
    check (grades <@ array['major', 'serious', 'general', 'minor']),
  -- working days until it is due
  due_days int not null default 3 check (due_days between 1 and 60),
  version int not null default 1
);
insert into fault_report_setting default values;
