-- Evaluations of a whole norm that people asked for: carried out in the background, with rests.
create table norm_asked (
  id uuid primary key,
  adoption_id uuid not null references norm_adoption,
  asked_by uuid references person,
  asked_at timestamptz not null default clock_timestamp(),
  -- null: it waits for its turn
  begun_at timestamptz,
  -- how often it was begun: what ends a process again and again is given up
  tries int not null default 0,
  -- rules that it asks, null until it is known how many, and those that have answered
  rules int,
  done int not null default 0,
  ended_at timestamptz,
  -- what came of it; null where it was given up
  clauses int,
  errors int,
  check (ended_at is not null or (clauses is null and errors is null)),
  check ((clauses is null) = (errors is null))
);
-- Whoever asks while one is under way is told of that one.
create unique index norm_asked_under_way on norm_asked (adoption_id) where ended_at is null;
create index norm_asked_of on norm_asked (adoption_id, id desc);
