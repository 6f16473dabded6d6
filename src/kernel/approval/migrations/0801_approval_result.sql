-- For other rooms: how approvals ended, and when.
create view approval_result as select id, entity, entity_id, org_id, state, started_at, ended_at from approval;
