-- A proposal that nobody decides goes when its trend has not been seen for so many days; seen again, it comes again.
alter table problem_setting add column expire_days int not null default 30 check (expire_days between 1 and 365);

alter table problem_proposal drop constraint problem_proposal_state_check;
alter table problem_proposal add constraint problem_proposal_state_check
  check (state in ('open', 'accepted', 'dismissed', 'expired'));
create index problem_proposal_stale on problem_proposal (updated_at) where state = 'open';
