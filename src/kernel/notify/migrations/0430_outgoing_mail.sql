-- Mail that is part of a conversation (an answer to a ticket's caller), beside the mails of notifications.
create table outgoing_mail (
  id uuid primary key,
  to_address text not null,
  to_name text not null default '',
  -- where answers are to go, when it is not where mail comes from
  reply_to text,
  subject text not null,
  body text not null,
  message_id text not null unique,
  in_reply_to text,
  refs text[] not null default '{}',
  -- RFC 3834: 'no' was written by a person
  automatic text not null check (automatic in ('no', 'auto-generated', 'auto-replied')),
  entity text not null,
  entity_id text not null,
  -- one mail per key, whatever repeats
  dedupe_key text not null unique,
  recorded_at timestamptz not null default clock_timestamp(),
  -- as in notification
  mail text not null default 'due' check (mail in ('none', 'due', 'sending', 'sent', 'failed')),
  mail_attempts int not null default 0,
  mail_at timestamptz,
  mail_error text,
  bounced_at timestamptz
);
create index outgoing_mail_due on outgoing_mail (mail_at nulls first, id) where mail in ('due', 'sending');
create index outgoing_mail_entity on outgoing_mail (entity, entity_id, id);
