-- What is equal as it stands, and most is, need not be folded: a file of 100,000 cards has some two million values.
create or replace function asset_exchange_differences(theirs jsonb, ours jsonb) returns text[] language sql immutable parallel safe
  return (
    select coalesce(array_agg(t.key order by t.key), '{}')
    from jsonb_each_text(theirs) t
    where t.value is distinct from ours ->> t.key
      and asset_exchange_fold(t.value) is distinct from asset_exchange_fold(ours ->> t.key));
