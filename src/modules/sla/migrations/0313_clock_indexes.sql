-- Every creation writes two clocks into each of these. One index does for uniqueness and for the figures; what calendars
-- change is rare enough to be looked for among all clocks, and steps go by next_step_at, not by due_at.
alter table clock drop constraint clock_ticket_id_metric_key;
alter table clock add constraint clock_ticket_metric unique (ticket_id, metric)
  include (state, due_at, stopped_at, used_percent);
drop index clock_figures;
drop index clock_due;
drop index clock_calendar;
