-- For other rooms: how the promises of groups (OLA, vendor agreements) stand or ended, one row for each stay of a ticket with
-- a group that an agreement binds. A stay that two agreements bind is as good as the worse of them.
create index clock_of_stay on clock (ticket_id, group_id) include (stay_id, state, due_at, stopped_at)
  where stay_id is not null;
create view stay_result as
select ticket_id, group_id, stay_id,
  case max(case
      when state = 'met' then 0
      when state = 'breached' and stopped_at is not null then 4
      when state = 'breached' or (state = 'running' and due_at < now()) then 3
      when state = 'running' then 2
      else 1
    end)
    when 0 then 'met' when 1 then 'paused' when 2 then 'running' when 3 then 'overdue' else 'breached'
  end as result
from clock where stay_id is not null and state <> 'cancelled' group by ticket_id, group_id, stay_id;
