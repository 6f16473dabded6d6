-- One row per searchable text: a ticket, a comment. tokens are bigrams and words of the text plus scope tokens
-- ('o:12' org and its ancestors, 'g:3' group, 'p:9' person no), so that visibility is part of the index query.
create table search_document (
  id bigint generated always as identity primary key,
  kind text not null,
  -- what a hit leads to; a comment leads to its ticket
  entity_id uuid not null,
  -- 0 is the main text, others the id of the comment
  part bigint not null default 0,
  body text not null,
  tsv tsvector not null,
  recorded_at timestamptz not null,
  unique (entity_id, part)
);
create index search_document_tsv on search_document using gin (tsv) with (fastupdate = on, gin_pending_list_limit = 4096);
create index search_document_recorded on search_document (recorded_at desc, id desc);
