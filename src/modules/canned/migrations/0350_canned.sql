-- Answers that are written once and used often (常用语), and templates to file tickets by (登记模板). Personal, shared
-- with a support group, or with an org and all below it.
create table canned_answer (
  id uuid primary key,
  title text not null,
  body text not null,
  share text not null check (share in ('personal', 'group', 'org')),
  owner_id uuid not null references person,
  group_id uuid references support_group,
  org_id uuid references org,
  updated_at timestamptz not null default now(),
  version int not null default 1,
  check ((share = 'group') = (group_id is not null) and (share = 'org') = (org_id is not null))
);
create index canned_answer_owner on canned_answer (owner_id);

create table ticket_template (
  id uuid primary key,
  name text not null,
  title text not null,
  description text not null default '',
  type text not null check (type in ('fault', 'request', 'consultation')),
  impact text not null check (impact in ('high', 'medium', 'low')),
  urgency text not null check (urgency in ('high', 'medium', 'low')),
  service_id uuid references service,
  category_id uuid references category,
  -- [{title, required, dueHours}] in their order
  tasks jsonb not null default '[]',
  share text not null check (share in ('personal', 'group', 'org')),
  owner_id uuid not null references person,
  group_id uuid references support_group,
  org_id uuid references org,
  updated_at timestamptz not null default now(),
  version int not null default 1,
  check ((share = 'group') = (group_id is not null) and (share = 'org') = (org_id is not null))
);
create index ticket_template_owner on ticket_template (owner_id);
