-- Who joined or watches an incident finds it by number and title only, in a search document of their own (part -1).
-- Taken out of the document with the description at once; the new one is written by a reaction, incident by incident,
-- because the words of a text are cut by the program.
with follower as (
  select x.ticket_id, array_agg('p:' || x.person_id) as tokens
  from (select ticket_id, person_id from affected where person_id is not null
        union select ticket_id, person_id from watcher) x
  join ticket t on t.id = x.ticket_id
  where t.kind = 'incident' and x.person_id is distinct from t.requester_id
    and x.person_id is distinct from t.owner_id
  group by x.ticket_id
), hidden as (
  update search_document d set tsv = ts_delete(d.tsv, f.tokens)
  from follower f where d.entity_id = f.ticket_id and d.kind = 'incident' and d.part = 0
  returning d.entity_id
)
insert into event_outbox (id, type, entity, entity_id, data)
select gen_random_uuid(), 'incident.followers-left', 'incident', entity_id::text, '{}' from hidden;
