-- Newest first is by id, the order of recording. Every row carries tokens of the block of ids that it lies in, on four
-- levels (4,096, 32,768, 262,144 and 2,097,152 ids): a frequent word is looked for among the newest rows only, and an
-- empty stretch of any length is skipped by a few index probes. A trigger, so that no way of loading can forget them.
create function search_blocks(id bigint) returns text[] language sql immutable parallel safe
  return array['b0:' || (id >> 12), 'b1:' || (id >> 15), 'b2:' || (id >> 18), 'b3:' || (id >> 21)];

create function search_document_blocks() returns trigger language plpgsql as $$
begin
  new.tsv := new.tsv || array_to_tsvector(search_blocks(new.id));
  return new;
end $$;

create trigger search_document_blocks before insert or update of tsv on search_document
  for each row execute function search_document_blocks();

update search_document set tsv = tsv;
drop index search_document_recorded;
-- every search reads the pending list as well: short, so that it costs little
alter index search_document_tsv set (gin_pending_list_limit = 1024);
-- the planner's estimate decides how a query is run: let it know the frequent words
alter table search_document alter column tsv set statistics 300;
