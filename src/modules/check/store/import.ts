/** What a sheet of checks needs to know of what is there. */
import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db/index.ts'

export type Found = Map<string, string[]>

/** One import at a time: two sheets could tell of the same new check. */
export async function lockImport(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(7242, 1)`.execute(tx)
}

function found(rows: readonly { id: string; text: string }[]): Found {
  const all: Found = new Map()
  for (const { id, text } of rows) all.set(text, [...new Set([...(all.get(text) ?? []), id])])
  return all
}

/** Active systems and support groups that the texts mean, by code or name. */
export async function namedThings(
  db: Db,
  texts: { services: readonly string[]; groups: readonly string[] },
): Promise<{ services: Found; groups: Found }> {
  const { rows } = await sql<{ what: string; id: string; text: string }>`
    select 'service' as what, s.id, x.text from unnest(${[...texts.services]}::text[]) x (text)
      join service s on s.active and x.text in (s.code, s.name)
    union all
    select 'group', g.id, x.text from unnest(${[...texts.groups]}::text[]) x (text)
      join support_group g on g.active and g.name = x.text`.execute(db)
  return {
    services: found(rows.filter((row) => row.what === 'service')),
    groups: found(rows.filter((row) => row.what === 'group')),
  }
}

/** Items below the org paths that the texts mean, by code or name; retired ones are meant by nobody. */
export async function itemsByText(
  db: Db,
  paths: readonly string[],
  texts: readonly string[],
): Promise<Found> {
  const { rows } = await sql<{ id: string; text: string }>`select c.id, x.text
    from unnest(${[...texts]}::text[]) x (text)
      join ci c on c.lifecycle <> 'retired' and x.text in (c.code, c.name) join org o on o.id = c.org_id
    where ${paths.includes('/') ? sql`true` : sql`o.path like any(${paths.map((one) => `${one}%`)}::text[])`}`.execute(
    db,
  )
  return found(rows)
}

/** Ids of the checks with one of the names, by `<orgId> <name>`. */
export async function checksByName(db: Db, names: readonly string[]): Promise<Found> {
  const { rows } = await sql<{ id: string; text: string }>`select id, org_id || ' ' || name as text
    from monitor_check where name = any(${[...names]}::text[])`.execute(db)
  return found(rows)
}
