-- Duty logs 值班日志: one a shift, prefilled from what happened, signed by who stood it, taken over by who stands the next.
create table duty_log (
  id uuid primary key,
  shift_id uuid not null unique references duty_shift,
  team_id uuid not null references duty_team,
  org_id uuid not null references org,
  -- the shift as it was when its log was opened
  day date not null,
  shift_name text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'signed', 'taken-over')),
  summary text,
  signed_by uuid references person,
  signed_at timestamptz,
  taken_by uuid references person,
  taken_at timestamptz,
  -- when it was not there in time; stays though it is signed later
  missed_at timestamptz,
  chased int not null default 0,
  version int not null default 1,
  check ((state = 'open') = (signed_at is null)),
  check ((signed_at is null) = (signed_by is null)),
  check ((state = 'taken-over') = (taken_at is not null)),
  -- two people: nobody hands over to himself and calls it a hand-over
  check (taken_by is distinct from signed_by or taken_by is null)
);
create index duty_log_team on duty_log (team_id, starts_at desc);
create index duty_log_org on duty_log (org_id, id desc);
create index duty_log_missing on duty_log (team_id) where signed_at is null and missed_at is not null;

create table duty_log_line (
  id uuid primary key,
  log_id uuid not null references duty_log,
  kind text not null check (kind in ('routine', 'fault', 'answered', 'unfinished', 'attention')),
  text text not null check (char_length(text) between 1 and 2000),
  -- where it comes from: what happened, a person, the log before
  source text not null check (source in ('auto', 'hand', 'carried')),
  entity text,
  entity_id uuid,
  number text,
  occurred_at timestamptz not null,
  -- of the log before, for what was carried on
  carried_from uuid references duty_log_line,
  -- what the next shift said of an unfinished one
  decision text check (decision in ('accepted', 'disputed')),
  decision_note text,
  written_by uuid references person,
  recorded_at timestamptz not null default now(),
  version int not null default 1,
  check ((entity is null) = (entity_id is null)),
  check (decision is null or kind = 'unfinished')
);
create index duty_log_line_log on duty_log_line (log_id, occurred_at);
create unique index duty_log_line_once on duty_log_line (log_id, kind, entity, entity_id) where entity_id is not null;

-- What was signed stays what was signed; only the decisions of the next shift come beside it.
create function duty_log_is_signed() returns trigger language plpgsql as $$
declare log uuid := coalesce(new.log_id, old.log_id);
begin
  if exists (select from duty_log where id = log and state <> 'open')
     and not (tg_op = 'UPDATE' and (to_jsonb(new) - '{decision,decision_note,version}'::text[])
                                 = (to_jsonb(old) - '{decision,decision_note,version}'::text[])) then
    raise exception 'duty log % is signed', log using errcode = 'check_violation', constraint = 'duty_log_is_signed';
  end if;
  return coalesce(new, old);
end $$;
create trigger duty_log_line_signed before insert or update or delete on duty_log_line
  for each row execute function duty_log_is_signed();
