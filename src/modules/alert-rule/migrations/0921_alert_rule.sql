-- What people say should become of alerts: ordered rules, silences, maintenance windows.
create table alert_rule (
  id uuid primary key,
  kind text not null check (kind in ('enrich', 'inhibit', 'decide', 'recover')),
  -- rules of a kind are looked at in this order
  position int not null,
  name text not null,
  enabled boolean not null default true,
  -- by kind; src/modules/alert-rule/contract.ts
  body jsonb not null,
  version int not null default 1,
  updated_at timestamptz not null default now(),
  updated_by uuid references person
);
create index alert_rule_order on alert_rule (kind, position, id);

-- Every version as it was saved; alerts say by which one they were decided.
create table alert_rule_version (
  rule_id uuid not null,
  version int not null,
  kind text not null,
  name text not null,
  enabled boolean not null,
  body jsonb not null,
  -- the rule was taken away with this version
  deleted boolean not null default false,
  saved_at timestamptz not null default now(),
  saved_by uuid references person,
  primary key (rule_id, version)
);

create table alert_silence (
  id uuid primary key,
  matchers jsonb not null,
  reason text not null,
  -- org paths that the silence reaches: those of its author's role
  paths text[] not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  created_by uuid references person,
  created_at timestamptz not null default now(),
  -- ended before its time
  ended_at timestamptz,
  ended_by uuid references person
);
create index alert_silence_ends on alert_silence (ends_at desc, id desc);

-- Maintenance windows of plans; those of changes belong to the changes.
create table alert_window (
  id uuid primary key,
  name text not null,
  reason text not null,
  matchers jsonb not null,
  paths text[] not null,
  -- once, weekly or monthly; src/modules/alert-rule/contract.ts
  schedule jsonb not null,
  enabled boolean not null default true,
  created_by uuid references person,
  version int not null default 1
);

-- processes keep these in memory
insert into config_version (name) values ('alert-rule');
create trigger alert_rule_changed after insert or update or delete or truncate on alert_rule
  for each statement execute function bump_config_version('alert-rule');
