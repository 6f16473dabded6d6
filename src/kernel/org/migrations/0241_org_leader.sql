-- Who leads a unit or department (负责人): approvals ask the leader of the requester's org.
alter table org add column leader_id uuid references person;
create index org_leader on org (leader_id) where leader_id is not null;
