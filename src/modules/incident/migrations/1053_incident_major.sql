-- Major incidents are few; rules of evidence and figures ask for them among all others.
create index incident_major on incident (ticket_id) where grade = 'major';
