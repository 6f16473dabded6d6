-- Rules whose clauses are to be looked at again, because something happened that they look at.
create table norm_due (
  rule text primary key,
  since timestamptz not null default clock_timestamp()
);
