-- Serious incidents are asked for beside major ones: one index for both.
create index incident_grave on incident (ticket_id) where grade in ('major', 'serious');
drop index incident_major;
