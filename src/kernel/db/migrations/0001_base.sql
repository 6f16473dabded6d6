-- Tables that grow for ever are partitioned by month; the maintenance job makes the months ahead.
create table partitioned_table (
  name text primary key,
  -- months kept; null keeps for ever
  keep_months int,
  -- the application may insert and read, nothing else
  append_only boolean not null default false
);
