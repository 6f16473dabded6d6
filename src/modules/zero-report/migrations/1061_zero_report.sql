-- Daily zero reports 零报告: in holidays and guarantee periods every party says by a time each day that nothing happened, or what did.
create table zero_report_party (
  id uuid primary key,
  -- who reports: a unit, or a duty team of it
  org_id uuid not null references org,
  team_id uuid references duty_team,
  -- to whom
  to_org_id uuid not null references org,
  -- who writes for a unit; of a team, whoever is on duty
  person_ids uuid[] not null default '{}',
  -- also on statutory holidays, not in guarantee periods only
  holidays boolean not null default true,
  due text not null check (due ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  active boolean not null default true,
  created_at timestamptz not null default now(),
  version int not null default 1
);
create unique index zero_report_party_once on zero_report_party (to_org_id, org_id, team_id) nulls not distinct;

-- All that is reported to a unit on a day.
create table zero_report (
  id uuid primary key,
  to_org_id uuid not null references org,
  day date not null,
  -- the holiday's name and those of the guarantee periods, as they were
  occasion text not null,
  -- when the leading cadre was told how it stands
  told_at timestamptz,
  read_by uuid references person,
  read_at timestamptz,
  remark text,
  version int not null default 1,
  unique (to_org_id, day),
  check ((read_by is null) = (read_at is null))
);

create table zero_report_line (
  id uuid primary key,
  report_id uuid not null references zero_report,
  party_id uuid not null references zero_report_party,
  due_at timestamptz not null,
  nothing boolean,
  -- what happened; of nothing, what else is worth saying
  text text not null default '' check (length(text) <= 4000),
  leader text not null default '',
  duty text not null default '',
  phone text not null default '',
  filed_by uuid references person,
  filed_at timestamptz,
  -- when it was not there in time; stays though it comes later
  missed_at timestamptz,
  version int not null default 1,
  unique (report_id, party_id),
  check ((filed_at is null) = (nothing is null)),
  check (nothing is distinct from false or text <> '')
);
create index zero_report_line_party on zero_report_line (party_id);
