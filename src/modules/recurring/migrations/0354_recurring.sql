-- Tickets that come again and again (定期工单): by a rule on the working calendar, from a template.
create table recurring_ticket (
  id uuid primary key,
  name text not null,
  -- a template that was deleted leaves the schedule waiting for another one
  template_id uuid references ticket_template on delete set null,
  org_id uuid not null references org,
  rule jsonb not null,
  active boolean not null default true,
  -- the occurrence that its timer stands for; null while it is not active
  next_at timestamptz,
  created_by uuid references person,
  updated_at timestamptz not null default now(),
  version int not null default 1
);
create index recurring_ticket_org on recurring_ticket (org_id);

-- One row per occurrence that was filed: what makes it once and not twice.
create table recurring_filed (
  recurring_id uuid not null references recurring_ticket on delete cascade,
  occurrence timestamptz not null,
  ticket_id uuid not null references ticket,
  filed_at timestamptz not null default clock_timestamp(),
  primary key (recurring_id, occurrence)
);
