create table agreement (
  id uuid primary key,
  name text not null unique,
  description text not null default '',
  is_default boolean not null default false,
  -- working-day targets end at the same clock time instead of the close of business
  same_clock_time boolean not null default false,
  active boolean not null default true,
  version int not null default 1,
  recorded_at timestamptz not null default now()
);
create unique index agreement_one_default on agreement (is_default) where is_default;
alter table service add constraint service_agreement foreign key (agreement_id) references agreement;
-- Which tickets it covers: every given column must match; the most specific row wins.
create table agreement_coverage (
  agreement_id uuid not null references agreement on delete cascade,
  position int not null,
  service_id uuid references service,
  -- the org or any below it
  org_id uuid references org,
  category_id uuid,
  type text check (type in ('fault', 'request', 'consultation')),
  primary key (agreement_id, position)
);
create table agreement_target (
  agreement_id uuid not null references agreement on delete cascade,
  grade text not null check (grade in ('major', 'serious', 'general', 'minor')),
  metric text not null,
  value int not null check (value > 0),
  unit text not null check (unit in ('minutes', 'hours', 'workingDays', 'naturalDays', 'weeks')),
  -- null: the calendar of the service, else of the unit (the default one)
  calendar_id uuid,
  -- a clock asked for later starts at the earliest so long after the ticket was filed (on-site for major: 2 h to solve it remotely)
  not_before_minutes int not null default 0 check (not_before_minutes between 0 and 43200),
  primary key (agreement_id, grade, metric)
);
create table agreement_pause_rule (
  agreement_id uuid not null references agreement on delete cascade,
  -- the reason of a hold that stops the clock: requester, vendor, approval, observation
  reason text not null,
  metric text not null,
  primary key (agreement_id, reason, metric)
);
create table agreement_escalation (
  agreement_id uuid not null references agreement on delete cascade,
  position int not null,
  metric text not null,
  -- share of the target in percent; 100 = at breach, 150 = half the target after it
  at_percent int not null check (at_percent between 1 and 1000),
  -- owner, group, group-leader, duty-leader, manager
  notify text[] not null,
  primary key (agreement_id, position),
  unique (agreement_id, metric, at_percent)
);
-- Every write of an agreement ends in its own row's version, so watching that one table is enough.
create trigger agreement_changed after insert or update or delete on agreement
  for each statement execute function bump_config_version('sla');

-- One running time limit of one ticket. due_at and next_step_at are indexed: timers are rows.
create table clock (
  id uuid primary key,
  ticket_id uuid not null,
  metric text not null,
  grade text,
  agreement_id uuid references agreement,
  calendar_id uuid not null,
  -- null: a fixed deadline (a leader's instruction), which neither pauses nor is recalculated
  target_value int,
  target_unit text,
  same_clock_time boolean not null default false,
  -- what the agreement was chosen by: {type, serviceId, orgId, categoryId, agreementId}
  scope jsonb not null default '{}',
  -- running beyond its due time is breached; stopped_at tells whether it still runs
  state text not null check (state in ('running', 'paused', 'met', 'breached', 'cancelled')),
  started_at timestamptz not null,
  -- all finished pauses are in it; an open one is not yet
  due_at timestamptz not null,
  stopped_at timestamptz,
  breached_at timestamptz,
  paused_since timestamptz,
  pause_reason text,
  -- percent of the next escalation step, 0 = none is left; kept while paused or stopped
  next_step int not null default 0,
  -- when it fires; null while paused, stopped or not live
  next_step_at timestamptz,
  -- false: history (import), no timers run
  live boolean not null default true,
  unique (ticket_id, metric)
);
create index clock_next_step on clock (next_step_at) where next_step_at is not null;
create index clock_due on clock (due_at) where state = 'running';
create index clock_calendar on clock (calendar_id) where stopped_at is null;
create table clock_pause (
  clock_id uuid not null references clock on delete cascade,
  from_at timestamptz not null,
  to_at timestamptz,
  reason text not null,
  primary key (clock_id, from_at)
);
-- Steps that have fired, each once for the due time it was about.
create table clock_step (
  clock_id uuid not null references clock on delete cascade,
  at_percent int not null,
  due_at timestamptz not null,
  fired_at timestamptz not null default clock_timestamp(),
  primary key (clock_id, at_percent, due_at)
);
-- For other rooms: tickets with a clock that ran over.
create view breached_clock as select ticket_id, metric from clock where state = 'breached';
