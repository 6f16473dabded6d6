-- Things to do at a time. A restart loses none; a row goes in the transaction of its work, so none fires twice.
create table timer (
  kind text not null,
  key text not null,
  due_at timestamptz not null,
  data jsonb not null default '{}',
  attempts int not null default 0,
  last_error text,
  primary key (kind, key)
);
create index timer_due on timer (due_at);
-- When each recurring job last began, shared by all processes.
create table job_turn (
  name text primary key,
  began_at timestamptz not null
);
