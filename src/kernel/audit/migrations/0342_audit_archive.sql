-- What was exported and then removed from audit_entry. Signed with the key of the seals: a row that somebody puts here
-- without the key excuses nothing, and one that is taken away leaves its entries reported as deleted.
create table audit_archive (
  id uuid primary key,
  -- months that end at or before it (UTC)
  before date not null,
  -- seals that had entries in these months
  from_seal bigint not null,
  to_seal bigint not null check (to_seal >= from_seal),
  entry_count bigint not null check (entry_count > 0),
  -- first and last id of each stretch of sealed ids that went, in order: a1, b1, a2, b2, …
  ranges bigint[] not null,
  file_name text not null,
  -- SM3 of the exported file
  file_hash text not null,
  recorded_at timestamptz not null,
  key_id text not null,
  -- SM2 (GB/T 32918.2), r and s in hex
  signature text not null
);

do $$
declare grantee regrole;
begin
  for grantee in
    select distinct acl.grantee::regrole from pg_class c, aclexplode(c.relacl) acl
    where c.oid = 'audit_archive'::regclass and acl.grantee not in (0, c.relowner)
  loop
    execute format('revoke update, delete, truncate on audit_archive from %s', grantee);
  end loop;
end $$;
