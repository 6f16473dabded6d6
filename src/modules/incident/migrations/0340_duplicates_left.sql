-- Duplicates of an incident that was cancelled waited for it for ever: the reaction that lets them go on is asked once
-- for those that are waiting now.
insert into event_outbox (id, type, entity, entity_id, data)
select gen_random_uuid(), 'incident.duplicates-left', 'incident', m.id::text, '{}'
from ticket m
where m.state = 'cancelled'
  and exists (select from ticket d where d.duplicate_of_id = m.id and d.open and d.state = 'pending');
