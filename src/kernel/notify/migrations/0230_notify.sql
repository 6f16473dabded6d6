create table notification (
  id uuid primary key,
  person_id uuid not null references person on delete cascade,
  -- translation key of the text, e.g. incident:notify.assigned, with its params
  text_key text not null,
  params jsonb not null default '{}',
  entity text not null,
  entity_id text not null,
  -- one notification per person and key, whatever repeats
  dedupe_key text not null,
  recorded_at timestamptz not null default clock_timestamp(),
  -- false: the person wants this event by mail only
  page boolean not null default true,
  read_at timestamptz,
  -- sending: claimed by a job; a crash leaves it there, and it is then never sent blindly again
  mail text not null default 'none' check (mail in ('none', 'due', 'sending', 'sent', 'failed')),
  mail_attempts int not null default 0,
  -- when a refused mail is tried again, when a claimed one was claimed, when an accepted one was accepted
  mail_at timestamptz,
  mail_error text,
  unique (person_id, dedupe_key)
);
create index notification_person on notification (person_id, id desc) where page;
create index notification_unread on notification (person_id, id desc) where page and read_at is null;
create index notification_mail on notification (mail_at nulls first, id) where mail in ('due', 'sending');
create table notification_preference (
  person_id uuid not null references person on delete cascade,
  -- text_key, or '*' for all
  event text not null,
  page boolean not null default true,
  mail boolean not null default false,
  primary key (person_id, event)
);
