-- Numbers such as INC-20261121-0001: one sequence per series, and per day the value it began after. Sequences never
-- block and never roll back, so numbers are quick and unique, and gaps are possible.
create sequence number_incident;
create table number_day (
  series text not null,
  day date not null,
  base bigint not null,
  primary key (series, day)
);
create function next_number(p_series text, p_day date) returns bigint language plpgsql as $$
declare
  v bigint;
  b bigint;
begin
  loop
    v := nextval(('number_' || p_series)::regclass);
    select base into b from number_day where series = p_series and day = p_day;
    if not found then
      -- the first of the day; who loses this race waits for the winner and takes its base
      insert into number_day (series, day, base) values (p_series, p_day, v - 1) on conflict do nothing;
      select base into b from number_day where series = p_series and day = p_day;
    end if;
    if v > b then
      return v - b;
    end if;
  end loop;
end $$;
