-- Figures over a period read what they group by from the index alone; tickets of a month lie all over the table.
drop index ticket_occurred;
create index ticket_occurred on ticket (kind, occurred_at) include (id, org_id, service_id, state, open, origin);
