#!/bin/sh
# Backs an installation with the embedded PostgreSQL up while it runs: sh scripts/backup.sh DATA_DIR FOLDER
# Needs tar and a psql of any version from 15 on (Debian: postgresql-client). Run it as root or as the user of the server.
# FOLDER, which must not exist, gets audit.tar, pg.tar, wal.tar and rest.tar; to restore, unpack all four, in this order,
# into an empty DATA_DIR with `tar -xpf` as the same user, and start. See docs/operations.md.
set -eu
umask 077
data=${1:?DATA_DIR} to=${2:?FOLDER}
pid=$data/pg/postmaster.pid
[ -r "$pid" ] || { echo "DATA_DIR: no embedded PostgreSQL runs in $data" >&2; exit 1; }
mkdir "$to"
PGPORT=$(sed -n 4p "$pid") PGHOST=$(sed -n 5p "$pid")
[ -n "$PGHOST" ] || PGHOST=$(sed -n 6p "$pid")
PGPASSWORD=$(cat "$data/secrets/pg-superuser")
export PGPORT PGHOST PGPASSWORD

# heads first: the database may know more seals than the file, never fewer
if [ -d "$data/audit" ]; then tar -C "$data" -cf "$to/audit.tar" audit; else tar -cf "$to/audit.tar" -T /dev/null; fi

# files change while tar reads them (status 1): replaying the log from the start of the backup on mends them, and a
# slot of this session keeps the log for as long as it takes
psql -X -q -At -v ON_ERROR_STOP=1 -U postgres postgres <<E
set client_min_messages = warning;
\o /dev/null
select pg_create_physical_replication_slot('zhengyun_backup', true, true);
select pg_backup_start('zhengyun', true);
\! tar -C '$data' --exclude='pg/pg_wal/*' --exclude=pg/postmaster.pid --warning=no-file-changed --warning=no-file-removed -cf '$to/pg.tar' pg; [ \$? -le 1 ] && touch '$to/pg.done'
\o '$to/backup_label'
select labelfile from pg_backup_stop(false);
\o /dev/null
\! tar -C '$data' --warning=no-file-changed --warning=no-file-removed -cf '$to/wal.tar' pg/pg_wal; [ \$? -le 1 ] && touch '$to/wal.done'
E
[ -e "$to/pg.done" ] && [ -e "$to/wal.done" ] && [ -s "$to/backup_label" ] || { echo 'backup: incomplete' >&2; exit 1; }
tar -C "$to" --transform='s,^,pg/,' --owner="$(stat -c %U "$data/pg")" --group="$(stat -c %G "$data/pg")" \
  -rf "$to/wal.tar" backup_label

# files last: one that no row names is swept away, a row without its file is not healed
tar -C "$data" --exclude=./pg --exclude=./run --exclude=./log --exclude=./audit --exclude=./server.lock \
  -cf "$to/rest.tar" .
rm "$to/pg.done" "$to/wal.done" "$to/backup_label"
echo "$to: $(du -sh "$to" | cut -f1)"
