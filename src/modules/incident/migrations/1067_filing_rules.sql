-- What decides priority and group of a new incident is kept in memory: any change of it must say so.
insert into config_version (name) values ('filing');
create trigger filing_matrix after insert or update or delete on priority_matrix
  for each statement execute function bump_config_version('filing');
create trigger filing_category after insert or update or delete on category
  for each statement execute function bump_config_version('filing');
create trigger filing_rule after insert or update or delete on dispatch_rule
  for each statement execute function bump_config_version('filing');
create trigger filing_org after update of path on org
  for each statement execute function bump_config_version('filing');
create trigger filing_group after insert or update or delete on support_group
  for each statement execute function bump_config_version('filing');
create trigger filing_member after insert or update or delete on support_group_member
  for each statement execute function bump_config_version('filing');
create trigger filing_person after update of login, name, kind, state on person
  for each statement execute function bump_config_version('filing');
