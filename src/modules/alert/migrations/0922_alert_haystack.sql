-- What the search of the console looks through: name, source and labels in one lower-case text, so that a hundred thousand
-- alerts are searched without taking each one's labels apart.
alter table alert add column haystack text not null
  generated always as (lower(name || ' ' || source || ' ' || labels::text)) stored;
