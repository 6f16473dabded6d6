-- Clocks that stopped before the share was kept are measured once, by the time of day, so that the view below is
-- made of columns that one index holds: figures over months of clocks then need not visit the table.
update clock set used_percent = case state
    when 'met' then least(100, round(100 * extract(epoch from stopped_at - started_at) / greatest(1, extract(epoch from due_at - started_at))))
    else greatest(101, round(100 * extract(epoch from stopped_at - started_at) / greatest(1, extract(epoch from due_at - started_at))))
  end::int
where stopped_at is not null and used_percent is null and state in ('met', 'breached');

create or replace view clock_result as
select ticket_id, metric, grade, started_at, due_at, stopped_at,
  case
    when state = 'met' then 'met'
    when state = 'breached' and stopped_at is not null then 'breached'
    when state = 'breached' or (state = 'running' and due_at < now()) then 'overdue'
    else state
  end as result,
  used_percent
from clock where state <> 'cancelled';

create index clock_figures on clock (ticket_id) include (metric, state, due_at, stopped_at, used_percent);
