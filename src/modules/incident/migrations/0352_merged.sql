-- A ticket that was filed twice goes on in the other one (并入): it is over, and leads there.
alter table ticket add column merged_into_id uuid references ticket;
alter table ticket add constraint ticket_merged_is_over check (merged_into_id is null or (not open and merged_into_id <> id));
create index ticket_merged on ticket (merged_into_id) where merged_into_id is not null;
