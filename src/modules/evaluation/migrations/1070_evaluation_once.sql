-- One result of a subject for a period, whichever edition of the scheme it was made by.
alter table evaluation add column family_id uuid;
-- made before this was demanded, beside another one: never published
alter table evaluation add column repeated boolean not null default false;

alter table evaluation disable trigger evaluation_closed;
update evaluation e set family_id = c.family_id from evaluation_scheme c where c.id = e.scheme_id;
-- what is published keeps its place, then what was there first
update evaluation e set repeated = true
  where e.state <> 'cancelled' and exists (select from evaluation o
    where o.id <> e.id and o.state <> 'cancelled'
      and (o.subject_id, o.org_id, o.family_id, o.period_kind, o.from_day, o.to_day)
        = (e.subject_id, e.org_id, e.family_id, e.period_kind, e.from_day, e.to_day)
      and ((o.state = 'published') > (e.state = 'published') or ((o.state = 'published') = (e.state = 'published') and o.id < e.id)));
alter table evaluation enable trigger evaluation_closed;
alter table evaluation alter column family_id set not null;

create function evaluation_family() returns trigger language plpgsql as $$
begin
  select family_id into new.family_id from evaluation_scheme where id = new.scheme_id;
  return new;
end $$;
create trigger evaluation_of_family before insert or update of scheme_id on evaluation
  for each row execute function evaluation_family();

drop index evaluation_once;
create unique index evaluation_once on evaluation (subject_id, org_id, family_id, period_kind, from_day, to_day)
  where state <> 'cancelled' and not repeated;

create function evaluation_not_twice() returns trigger language plpgsql as $$
begin
  if new.repeated and new.state = 'published' and old.state <> 'published' then
    raise exception 'evaluation % stands beside another one', old.id
      using errcode = 'check_violation', constraint = 'evaluation_not_twice';
  end if;
  return new;
end $$;
create trigger evaluation_twice before update of state on evaluation for each row execute function evaluation_not_twice();
