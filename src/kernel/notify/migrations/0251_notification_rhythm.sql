-- When a person is not to be sent mail, and when mail is put together. Minutes of the unit's local day.
create table notification_rhythm (
  person_id uuid primary key references person on delete cascade,
  quiet_from int check (quiet_from between 0 and 1439),
  quiet_to int check (quiet_to between 0 and 1439),
  check ((quiet_from is null) = (quiet_to is null)),
  -- days without working hours in the unit's default calendar are quiet as a whole
  quiet_days_off boolean not null default false,
  -- urgent events are sent all the same
  urgent_pierces boolean not null default true,
  daily_at int not null default 510 check (daily_at between 0 and 1439)
);
alter table notification_preference
  add column digest text not null default 'now' check (digest in ('now', 'hourly', 'daily'));
-- held: waits for the end of quiet hours or for its digest (mail_at: until when; null: nobody has looked yet).
-- bundled: went into a digest, a row of outgoing_mail whose dedupe_key is 'digest:<digest_id>'.
alter table notification drop constraint notification_mail_check;
alter table notification add constraint notification_mail_check
  check (mail in ('none', 'held', 'due', 'sending', 'sent', 'failed', 'bundled'));
alter table notification add column digest_id uuid;
create index notification_held on notification (mail_at nulls first, id) where mail = 'held';
