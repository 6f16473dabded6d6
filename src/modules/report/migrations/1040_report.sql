-- Reports upwards 运维报告: how they are made up, and the reports with their frozen figures.
create table report_template (
  id uuid primary key,
  name text not null,
  kind text not null check (kind in ('month', 'quarter', 'year')),
  org_id uuid not null references org,
  locale text not null default 'zh-CN' check (locale in ('zh-CN', 'en')),
  -- [{ id, key, title, text }] in their order
  sections jsonb not null,
  -- drafts are made on this working day of the first month behind the period; null: by hand only
  workday int check (workday between 1 and 15),
  at text not null default '09:00',
  next_at timestamptz,
  created_by uuid references person,
  updated_at timestamptz not null default now(),
  version int not null default 1
);
create index report_template_org on report_template (org_id);

create table report (
  id uuid primary key,
  number text not null unique,
  -- what it was made by; a template that is gone leaves its reports
  template_id uuid references report_template on delete set null,
  kind text not null check (kind in ('month', 'quarter', 'year')),
  org_id uuid not null references org,
  locale text not null check (locale in ('zh-CN', 'en')),
  title text not null,
  from_day date not null,
  to_day date not null check (to_day >= from_day),
  -- [{ id, key, title, text, comment }] in their order
  sections jsonb not null,
  state text not null default 'draft' check (state in ('draft', 'submitted', 'approved', 'sent', 'archived')),
  -- what was asked and what the facts said then; null: not taken yet
  figures jsonb,
  measured_at timestamptz,
  -- null: made by the schedule
  created_by uuid references person,
  submitted_by uuid references person,
  submitted_at timestamptz,
  approved_by uuid references person,
  approved_at timestamptz,
  sent_at timestamptz,
  archived_at timestamptz,
  recorded_at timestamptz not null default now(),
  version int not null default 1
);
create index report_org on report (org_id, id desc);
create index report_unmeasured on report (id) where measured_at is null;
-- one report of a kind for an org and a period: two people who begin at once begin the same one
create unique index report_once on report (org_id, kind, from_day, locale);

create table report_receiver (
  report_id uuid not null references report on delete cascade,
  person_id uuid not null references person,
  sent_by uuid references person,
  sent_at timestamptz not null default now(),
  read_at timestamptz,
  primary key (report_id, person_id)
);
create index report_receiver_person on report_receiver (person_id, report_id desc);
