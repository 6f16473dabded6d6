import pg from 'pg'

const ident = pg.escapeIdentifier

/** Months of partitions made ahead of the present one. */
const AHEAD = 3

/**
 * Makes the monthly partitions of the months ahead, drops those past their retention, and takes back from the
 * application what an append-only table must not allow. Needs the owner's connection; safe to repeat.
 * @param appRole the application's role, null when owner and application are one
 * @returns names of partitions made and dropped
 */
export async function maintainPartitions(
  owner: pg.ClientBase,
  appRole: string | null,
): Promise<{ made: string[]; dropped: string[] }> {
  const made: string[] = []
  const dropped: string[] = []
  const tables = await owner.query<{ name: string; keep_months: number | null; append_only: boolean }>(
    'select name, keep_months, append_only from partitioned_table order by name',
  )
  for (const table of tables.rows) {
    for (let month = 0; month <= AHEAD; month++) {
      const name = await makePartition(owner, table.name, month)
      if (name) made.push(name)
    }
    if (table.keep_months !== null) dropped.push(...(await dropOld(owner, table.name, table.keep_months)))
    if (table.append_only && appRole) await protect(owner, table.name, appRole)
  }
  return { made, dropped }
}

async function monthStart(owner: pg.ClientBase, offset: number): Promise<string> {
  const { rows } = await owner.query<{ m: string }>(
    `select to_char(date_trunc('month', now() at time zone 'utc') + $1 * interval '1 month', 'YYYY-MM-DD') as m`,
    [offset],
  )
  return rows[0]!.m
}

async function makePartition(
  owner: pg.ClientBase,
  table: string,
  offset: number,
): Promise<string | undefined> {
  const from = await monthStart(owner, offset)
  const to = await monthStart(owner, offset + 1)
  const name = `${table}_p${from.slice(0, 7).replace('-', '')}`
  const there = await owner.query('select from pg_class where relname = $1', [name])
  if (there.rowCount) return undefined
  // rows of this month may already lie in the default partition when maintenance was away: then they stay there
  const stray = await owner.query(
    `select from ${ident(`${table}_default`)} where recorded_at >= $1::date and recorded_at < $2::date limit 1`,
    [from, to],
  )
  if (stray.rowCount) return undefined
  await owner.query(
    `create table ${ident(name)} partition of ${ident(table)} for values from ('${from} 00:00:00+00') to ('${to} 00:00:00+00')`,
  )
  return name
}

async function dropOld(owner: pg.ClientBase, table: string, keepMonths: number): Promise<string[]> {
  const limit = `${table}_p${(await monthStart(owner, -keepMonths)).slice(0, 7).replace('-', '')}`
  const old = await owner.query<{ relname: string }>(
    `select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = $1::regclass and c.relname ~ '_p[0-9]{6}$' and c.relname < $2`,
    [table, limit],
  )
  for (const { relname } of old.rows) await owner.query(`drop table ${ident(relname)}`)
  return old.rows.map((r) => r.relname)
}

async function protect(owner: pg.ClientBase, table: string, appRole: string): Promise<void> {
  const parts = await owner.query<{ relname: string }>(
    `select $1::text as relname union all
     select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = $1::regclass`,
    [table],
  )
  const names = parts.rows.map((r) => ident(r.relname)).join(', ')
  await owner.query(`revoke update, delete, truncate on ${names} from ${ident(appRole)}`)
}
