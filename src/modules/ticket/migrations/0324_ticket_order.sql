-- Every order that a list can have is the order of an index, over all tickets and over the open ones.
create index ticket_priority on ticket (priority, id desc);
create index ticket_open_priority on ticket (priority, id desc) where open;
-- whether to walk through an org's tickets or through the newest of all depends on how many it has
alter table ticket alter column org_id set statistics 1000;
-- a state is open or it is not: taken as independent, the planner expects next to none
create statistics ticket_open_state (mcv) on open, state from ticket;
