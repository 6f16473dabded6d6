-- Scheduled call-backs (预约回访): somebody wants to be called about a ticket at a time. Tried again until the person is
-- reached or the desk gives it up; what was tried stays.
create table callback (
  id uuid primary key,
  ticket_id uuid not null references ticket,
  reason text not null,
  contact_name text not null,
  contact_phone text not null,
  -- null: a caller without an account
  contact_id uuid references person,
  -- who is to call: one person, or whoever of a group
  owner_id uuid references person,
  group_id uuid references support_group,
  due_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'reached', 'unreached', 'cancelled')),
  verdict text check (verdict in ('solved', 'unsolved', 'informed', 'other')),
  ended_at timestamptz,
  created_by uuid references person,
  recorded_at timestamptz not null default clock_timestamp(),
  version int not null default 1,
  check (num_nonnulls(owner_id, group_id) = 1),
  check ((state = 'open') = (ended_at is null)),
  check ((state = 'reached') = (verdict is not null))
);
create index callback_ticket on callback (ticket_id);
create index callback_open on callback (due_at, id) where state = 'open';
create index callback_over on callback (ended_at desc, id desc) where state <> 'open';

-- What became of it, in order: every attempt, every other time or hand, the end.
create table callback_step (
  id bigint generated always as identity primary key,
  callback_id uuid not null references callback,
  what text not null check (what in ('moved', 'missed', 'unreached', 'reached', 'cancelled')),
  note text not null,
  -- when it was called, of an attempt
  called_at timestamptz,
  -- the next time, of what goes on
  next_at timestamptz,
  person_id uuid references person,
  person_name text not null,
  recorded_at timestamptz not null default clock_timestamp()
);
create index callback_step_callback on callback_step (callback_id, id);
revoke update, delete, truncate on callback_step from zhengyun_app;
