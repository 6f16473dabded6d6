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
  read_at timestamptz,
  mail text not null default 'none' check (mail in ('none', 'due', 'sent', 'failed')),
  mail_attempts int not null default 0,
  mail_error text,
  unique (person_id, dedupe_key)
);
create index notification_person on notification (person_id, id desc);
create index notification_unread on notification (person_id) where read_at is null;
create index notification_mail on notification (id) where mail = 'due';
create table notification_preference (
  person_id uuid not null references person on delete cascade,
  -- text_key, or '*' for all
  event text not null,
  page boolean not null default true,
  mail boolean not null default false,
  primary key (person_id, event)
);
