-- Answers to creations that carried an Idempotency-Key, so that a repeated request gets the first answer.
create table idempotency_key (
  actor_id uuid not null,
  key text not null,
  endpoint text not null,
  body_hash text not null,
  status int not null,
  response jsonb not null,
  recorded_at timestamptz not null default now(),
  primary key (actor_id, key)
);
create index idempotency_key_recorded on idempotency_key (recorded_at);
