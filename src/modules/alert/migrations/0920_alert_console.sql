-- The alert made whole: whose it is, what keeps it quiet, how often it has changed, what was decided and why.
alter table alert
  -- when the present (or last) episode began, by our clock: the order of the console, which does not move while it fires
  add column began_at timestamptz,
  -- labels that rules have added; the identity of the alert is by those that came
  add column extra jsonb not null default '{}',
  add column ci_id uuid,
  -- items without which its item fails, the nearest first
  add column upstream uuid[] not null default '{}',
  -- the group that a label, a rule or the item names
  add column group_id uuid,
  add column owner_id uuid,
  add column acked_at timestamptz,
  add column acked_by uuid,
  -- null: until it recovers
  add column ack_until timestamptz,
  -- people have closed it, and why
  add column closed_by uuid,
  add column close_reason text,
  -- its latest changes of state, the newest last: what flapping is judged by
  add column changes timestamptz[] not null default '{}',
  -- without a word until then it counts as recovered (a rule says so)
  add column recover_at timestamptz,
  add column recover_minutes int,
  -- what was decided when it began, and by what: {outcome, rule?, by?}
  add column decision jsonb,
  -- what keeps it quiet now, kept by the trigger below
  add column quiet text;
update alert set began_at = least(starts_at, last_at);
alter table alert alter column began_at set not null;
alter table alert add column state text not null generated always as (case
  when quiet = 'flapping' then 'flapping'
  when status = 'resolved' then 'resolved'
  when quiet in ('inhibition', 'drop') then 'suppressed'
  when quiet = 'delay' then 'waiting'
  when quiet is not null then 'silenced'
  when acked_at is not null then 'acknowledged'
  else 'firing' end) stored;

drop index alert_firing;
drop index alert_service;
create index alert_state on alert (state, severity, began_at desc, id desc);
create index alert_service on alert (service_id, state, severity, began_at desc, id desc) where service_id is not null;
create index alert_ci on alert (ci_id, state, severity, began_at desc, id desc) where ci_id is not null;
create index alert_name on alert (name, state, severity, began_at desc, id desc);
create index alert_owner on alert (owner_id, state, severity, began_at desc, id desc) where owner_id is not null;
create index alert_recover on alert (recover_at) where recover_at is not null and status = 'firing';

-- Kept quiet until a moment at most; null: until whatever keeps it quiet lets go.
alter table alert_silenced add column until timestamptz;
create index alert_silenced_until on alert_silenced (until) where released_at is null and until is not null;
drop index alert_silenced_waiting;
create index alert_silenced_waiting on alert_silenced (alert_id) where released_at is not null and placed_at is null;

-- `alert.quiet` is what keeps the alert quiet now; what says most of several: flapping, then what people have said, then rules.
create function alert_quiet_of(alert uuid) returns text stable language sql as $$
  select entity from alert_silenced s where s.alert_id = alert and s.released_at is null
  order by case entity when 'flapping' then 0 when 'drop' then 2 when 'delay' then 3 when 'inhibition' then 2 else 1 end,
    recorded_at limit 1
$$;
create function alert_quiet_changed() returns trigger language plpgsql as $$
begin
  update alert a set quiet = alert_quiet_of(a.id)
  where a.id in (select alert_id from touched) and a.quiet is distinct from alert_quiet_of(a.id);
  return null;
end $$;
create trigger alert_quiet_insert after insert on alert_silenced referencing new table as touched
  for each statement execute function alert_quiet_changed();
create trigger alert_quiet_update after update on alert_silenced referencing new table as touched
  for each statement execute function alert_quiet_changed();
create trigger alert_quiet_delete after delete on alert_silenced referencing old table as touched
  for each statement execute function alert_quiet_changed();
update alert a set quiet = alert_quiet_of(a.id) where exists (
  select from alert_silenced s where s.alert_id = a.id and s.released_at is null);

-- What happened to an alert: its beginnings with what was decided, its ends, what people did. Never changed.
create table alert_event (
  id bigint generated always as identity,
  alert_id uuid not null,
  kind text not null,
  data jsonb not null default '{}',
  actor_id uuid,
  actor_name text,
  recorded_at timestamptz not null default clock_timestamp(),
  primary key (id, recorded_at)
) partition by range (recorded_at);
create table alert_event_default partition of alert_event default;
create index alert_event_alert on alert_event (alert_id, id desc);
create index alert_event_began on alert_event (recorded_at) where kind = 'began';
insert into partitioned_table (name, keep_months, append_only) values ('alert_event', 13, true);

-- Alerts that fire now and keep others quiet by a rule: by it and the values of the labels that both have alike.
create table alert_inhibitor (
  rule_id uuid not null,
  key text not null,
  alert_id uuid not null references alert,
  -- item of the alert, where the rule goes by topology
  ci_id uuid,
  primary key (rule_id, key, alert_id)
);
create index alert_inhibitor_alert on alert_inhibitor (alert_id);
create index alert_inhibitor_ci on alert_inhibitor (rule_id, ci_id) where ci_id is not null;

alter table alert_setting
  -- an alert that changes so often within the window flaps, until it changes no oftener than `flap_low`
  add column flap_minutes int not null default 30 check (flap_minutes between 1 and 1440),
  add column flap_high int not null default 8 check (flap_high between 3 and 100),
  add column flap_low int not null default 2 check (flap_low between 0 and 99),
  -- so many items behind one that fall out within a minute are one outage of it; 0: never
  add column burst_cis int not null default 5 check (burst_cis between 0 and 1000),
  add check (flap_low < flap_high);
