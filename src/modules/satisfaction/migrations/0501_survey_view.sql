-- For other rooms: what affected people said of a ticket, or that they have not. Questions that a reopening has
-- taken back are left out.
create view survey_result as
select ticket_id, round, state, answer, asked_at, answered_at from survey where state <> 'cancelled';
