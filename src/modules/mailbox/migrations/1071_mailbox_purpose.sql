-- What mails of a mailbox become: tickets, or complaints and suggestions, which few people may see.
alter table mailbox add column purpose text not null default 'tickets' check (purpose in ('tickets', 'complaints'));
-- such a mail's words are on the complaint alone: the row keeps neither them nor the subject
alter table mail add column complaint_id uuid references complaint;
create index mail_complaint_of on mail (complaint_id, id) where complaint_id is not null;
-- Whose complaint came by mail: answers go there, and mails from there land on it.
create table mail_complainant (
  complaint_id uuid primary key references complaint,
  address text not null,
  name text not null default '',
  person_id uuid references person,
  mailbox_id uuid not null references mailbox,
  -- the newest mail from there, which answers refer to
  mail_id uuid not null references mail
);
