-- Alerts that were kept quiet because somebody is at work on their service (a change): stored as any, opening nothing.
-- Released when the work ends; those that still fire then are brought to an incident, once (placed_at).
create table alert_silenced (
  alert_id uuid not null references alert,
  -- what keeps it quiet: a record of another room
  entity text not null,
  by_id uuid not null,
  recorded_at timestamptz not null default clock_timestamp(),
  released_at timestamptz,
  placed_at timestamptz,
  -- the incident it came to after its release
  ticket_id uuid,
  primary key (by_id, alert_id)
);
create index alert_silenced_alert on alert_silenced (alert_id) where released_at is null;
create index alert_silenced_waiting on alert_silenced (by_id) where released_at is not null and placed_at is null;
