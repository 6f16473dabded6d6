-- Passwords a person has had, so that the last ones are not taken again: argon2id in PHC format, as in credential.
-- Only the newest are kept; the current one is among them.
create table password_history (
  id bigint generated always as identity primary key,
  person_id uuid not null references person on delete cascade,
  password_hash text not null,
  set_at timestamptz not null default now()
);
create index password_history_person on password_history (person_id, id desc);
insert into password_history (person_id, password_hash, set_at)
  select person_id, password_hash, coalesce(changed_at, now()) from credential where password_hash is not null;
-- how many of the last passwords are not taken again (0: any but the current one), and how long one has to be kept
alter table sign_in_policy
  add column password_history int not null default 5 check (password_history between 0 and 24),
  add column password_min_age_hours int not null default 0 check (password_min_age_hours between 0 and 168);
