-- What other rooms may read of the decisions in major incidents; they are never changed, only added.
create view incident_decision as
  select id, ticket_id, decision, notified, decided_by, occurred_at, recorded_at from major_decision;
revoke update, delete, truncate on major_decision from zhengyun_app;
