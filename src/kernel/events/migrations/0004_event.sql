-- What verbs tell the rest of the program, written in their transaction. The relay turns rows into jobs and deletes them.
create table event_outbox (
  id uuid primary key,
  type text not null,
  entity text not null,
  entity_id text not null,
  data jsonb not null,
  recorded_at timestamptz not null default clock_timestamp()
);
-- Reactions that have run, so that a repeated job does its database work once.
create table reaction_done (
  event_id uuid not null,
  reaction text not null,
  done_at timestamptz not null default now(),
  primary key (event_id, reaction)
);
create index reaction_done_at on reaction_done (done_at);
