-- Roles of a shift whose people were set by hand, swapped or imported: kept, also when nobody is left in them, when a roster is made anew.
alter table duty_shift add column settled text[] not null default '{}'
  check (settled <@ array['duty', 'leader', 'deputy']);
