-- What people attached to something. The bytes lie in DATA_DIR/files under their SHA-256; one content, one file on disk.
create table file (
  id uuid primary key,
  name text not null check (char_length(name) between 1 and 200),
  size bigint not null check (size > 0),
  -- as found in the content, never as declared by the sender
  type text not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  entity text not null,
  entity_id uuid not null,
  uploaded_by uuid,
  uploaded_by_login text not null,
  recorded_at timestamptz not null default now(),
  deleted_at timestamptz
);
create index file_entity on file (entity, entity_id, id) where deleted_at is null;
create index file_sha256 on file (sha256) where deleted_at is null;
