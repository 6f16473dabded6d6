-- How much of its target a clock had used when it stopped: working time cannot be counted by SQL, so it is kept.
alter table clock add column used_percent int;

-- For other rooms: how the clocks of a ticket stand or ended. A clock is overdue from its due time on, whether or not
-- its timer has been there yet (history has none). Clocks stopped before this column was there are measured by
-- the time of day.
create view clock_result as
select ticket_id, metric, grade, started_at, due_at, stopped_at,
  case
    when state = 'met' then 'met'
    when state = 'breached' and stopped_at is not null then 'breached'
    when state = 'breached' or (state = 'running' and due_at < now()) then 'overdue'
    else state
  end as result,
  case
    when stopped_at is null then null
    when used_percent is not null then used_percent
    when state = 'met' then
      least(100, round(100 * extract(epoch from stopped_at - started_at) / greatest(1, extract(epoch from due_at - started_at))))::int
    else
      greatest(101, round(100 * extract(epoch from stopped_at - started_at) / greatest(1, extract(epoch from due_at - started_at))))::int
  end as used_percent
from clock where state <> 'cancelled';
