-- Work on a major incident 重大事件处置: who leads, the bridge and its log, who was told, the public notice, the review.
create table major_setting (
  only_row boolean primary key default true check (only_row),
  -- a status update is due so many minutes after the last one
  update_minutes int not null default 30 check (update_minutes between 5 and 1440),
  version int not null default 1
);
insert into major_setting default values;

create table major_record (
  ticket_id uuid primary key references ticket,
  leader_id uuid not null references person,
  update_minutes int not null check (update_minutes between 5 and 1440),
  started_at timestamptz not null default now(),
  last_update_at timestamptz not null default now(),
  version int not null default 1
);

-- 会商记录: append-only; what was wrong is corrected by a new entry. Decisions are rows of the incident's room,
-- only their corrections are here.
create table major_log (
  id uuid primary key,
  ticket_id uuid not null references ticket,
  kind text not null check (kind in ('finding', 'decision', 'action', 'communication')),
  body text not null,
  -- how it was made: by hand, or by telling people or the public
  via text not null default 'hand' check (via in ('hand', 'call', 'notice', 'withdrawal')),
  -- whom a communication went to
  notified text not null default '',
  -- the entry (or decision) that this one corrects
  corrects uuid,
  person_id uuid not null references person,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default clock_timestamp()
);
create index major_log_ticket on major_log (ticket_id, occurred_at, id);
create index major_log_corrects on major_log (corrects) where corrects is not null;
revoke update, delete, truncate on major_log from zhengyun_app;

-- Who is on the bridge, from when to when.
create table major_bridge (
  id uuid primary key,
  ticket_id uuid not null references ticket,
  person_id uuid not null references person,
  brought_by uuid references person,
  joined_at timestamptz not null default now(),
  left_at timestamptz check (left_at >= joined_at)
);
create unique index major_bridge_on on major_bridge (ticket_id, person_id) where left_at is null;

-- A group or a role was told at once: the text, and who was told when.
create table major_call (
  id uuid primary key,
  ticket_id uuid not null references ticket,
  group_id uuid references support_group,
  role_key text,
  message text not null,
  called_by uuid not null references person,
  called_at timestamptz not null default now(),
  check ((group_id is null) <> (role_key is null))
);
create index major_call_ticket on major_call (ticket_id, id);
create table major_told (
  call_id uuid not null references major_call,
  person_id uuid not null references person,
  told_at timestamptz not null default now(),
  primary key (call_id, person_id)
);
create index major_told_person on major_told (person_id, call_id);
revoke update, delete, truncate on major_call, major_told from zhengyun_app;

-- 公告: what requesters read on the portal. The last row of an incident counts; a withdrawal has no text.
create table major_notice (
  id uuid primary key,
  ticket_id uuid not null references ticket,
  service_id uuid not null references service,
  -- what requesters know the notice by; it says nothing about the incident
  thread_id uuid not null,
  body text,
  person_id uuid not null references person,
  recorded_at timestamptz not null default clock_timestamp()
);
create index major_notice_ticket on major_notice (ticket_id, id desc);
revoke update, delete, truncate on major_notice from zhengyun_app;

-- 复盘: written by one, confirmed by another.
create table major_review (
  ticket_id uuid primary key references ticket,
  went_well text not null default '',
  to_improve text not null default '',
  state text not null default 'draft' check (state in ('draft', 'submitted', 'confirmed')),
  drafted_by uuid[] not null default '{}',
  submitted_by uuid references person,
  submitted_at timestamptz,
  confirmed_by uuid references person,
  confirmed_at timestamptz,
  note text not null default '',
  version int not null default 1,
  check (state = 'draft' or submitted_by is not null),
  check (state <> 'confirmed' or (confirmed_by is not null and confirmed_by <> submitted_by
    and not confirmed_by = any(drafted_by)))
);
create table major_action (
  id uuid primary key,
  ticket_id uuid not null references ticket,
  position int not null,
  what text not null,
  owner_id uuid not null references person,
  due_at timestamptz not null,
  done_at timestamptz,
  result text not null default ''
);
create index major_action_ticket on major_action (ticket_id, position);
