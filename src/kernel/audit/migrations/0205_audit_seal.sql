-- Where an entry came from: a code (HMAC-SM3) that only the program can make, over a nonce that occurs once.
-- It tells an entry that the program wrote from one that was put into the table by hand.
alter table audit_entry add column nonce uuid;
alter table audit_entry add column mac text;
-- the sealer goes on from (xid, id) of the last sealed entry
create index audit_entry_seal_order on audit_entry (xid, id);
drop index audit_entry_xid;
create index audit_entry_id on audit_entry (id);
create index audit_entry_action on audit_entry (action, id);

-- One row per sealed batch. Membership is explicit: an entry may commit after entries with higher ids were sealed.
create table audit_seal (
  seq bigint primary key check (seq > 0),
  -- the cluster that gave the transaction ids; they start anew when a dump is restored elsewhere
  cluster text not null,
  -- entries up to this id came from an earlier cluster and were dealt with by its last or this one's first seal
  floor_id bigint not null,
  last_xid xid8 not null,
  last_xid_id bigint not null,
  entry_count int not null check (entry_count > 0),
  first_id bigint not null,
  last_id bigint not null,
  -- in sealing order; entry_hashes holds 32 bytes (SM3) for each
  entry_ids bigint[] not null,
  entry_hashes bytea not null,
  prev_hash text not null,
  hash text not null,
  key_id text not null,
  -- SM2 (GB/T 32918.2), r and s in hex
  signature text not null,
  sealed_at timestamptz not null
);

-- whatever the application's role is called here: it may insert and read seals, nothing else
do $$
declare grantee regrole;
begin
  for grantee in
    select distinct acl.grantee::regrole from pg_class c, aclexplode(c.relacl) acl
    where c.oid = 'audit_seal'::regclass and acl.grantee not in (0, c.relowner)
  loop
    execute format('revoke update, delete, truncate on audit_seal from %s', grantee);
  end loop;
end $$;
