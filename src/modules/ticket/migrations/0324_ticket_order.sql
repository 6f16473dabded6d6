-- Every order that a list can have is the order of an index, over all tickets and over the open ones.
create index ticket_priority on ticket (priority, id desc);
create index ticket_open_priority on ticket (priority, id desc) where open;
-- those without a due time come last, so that one index serves the queue and the whole
drop index ticket_due;
create index ticket_due on ticket (due_at, id);
-- whether to walk through an org's tickets or through the newest of all depends on how many it has
alter table ticket alter column org_id set statistics 1000;
