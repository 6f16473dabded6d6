-- Figures are about what happened in a period, and history is recorded long after it happened.
create index ticket_occurred on ticket (occurred_at);
