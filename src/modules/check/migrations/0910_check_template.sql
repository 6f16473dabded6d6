-- Templates of checks 监控模板: what is checked at every item of some classes, with variables that each item fills.

create table monitor_template (
  id uuid primary key,
  name text not null check (length(name) between 1 and 100),
  description text not null default '',
  -- items of this org and all below it
  org_id uuid not null references org,
  kind text not null,
  -- what its checks say, with variables in texts: {name, spec, intervalSeconds, …}, see template-contract.ts
  pattern jsonb not null check (jsonb_typeof(pattern) = 'object'),
  -- JSON of the secret fields, sealed for 'monitor-template:<id>'; null: none
  secrets text,
  -- an inactive one leaves its checks switched off
  active boolean not null default true,
  -- the version that was applied last; null: never, and items that come by themselves get nothing of it yet
  applied_version int,
  created_by uuid references person,
  recorded_at timestamptz not null default now(),
  version int not null default 1
);
create index monitor_template_org on monitor_template (org_id, id desc);
-- With all classes below them.
create table monitor_template_class (
  template_id uuid not null references monitor_template on delete cascade,
  class_id uuid not null references ci_class,
  primary key (template_id, class_id)
);

-- What a template has come to at an item.
create table monitor_template_check (
  template_id uuid not null references monitor_template on delete cascade,
  ci_id uuid not null references ci,
  -- null: the item cannot fill it (see problem), or somebody deleted the check and does not want it back
  check_id uuid unique references monitor_check on delete set null,
  -- what the template said here when it was last applied: a check that differs from that was changed by a person
  applied jsonb,
  -- why there is no check: {code, params}
  problem jsonb,
  -- of the template, when it was last applied here
  template_version int not null,
  applied_at timestamptz not null default now(),
  primary key (template_id, ci_id)
);
create index monitor_template_check_ci on monitor_template_check (ci_id);
