/** What a sheet of items needs to know of what is there. */
import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db/index.ts'
import { ciColumns, ciJoins, type CiRow } from './ci.ts'

/** One import at a time: two sheets could tell of the same new item. */
export async function lockImport(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('ci import', 0))`.execute(tx)
}

/** Items with one of the codes, of whatever class and org, and those of the class that have one of the names and are in use. */
export async function itemsMeant(
  db: Db,
  classId: string,
  codes: readonly string[],
  names: readonly string[],
): Promise<CiRow[]> {
  const { rows } = await sql<CiRow>`select ${ciColumns} from ci c ${ciJoins}
    where lower(c.code) = any(${codes.map((code) => code.toLowerCase())}::text[])
      or (c.class_id = ${classId} and c.name = any(${[...names]}::text[]) and c.lifecycle <> 'retired')`.execute(
    db,
  )
  return rows
}

/** What a source has said of items, by item and field. */
export async function saidOf(
  db: Db,
  source: string,
  ciIds: readonly string[],
): Promise<Map<string, Map<string, unknown>>> {
  const { rows } = await sql<{ id: string; field: string; value: unknown }>`select ci_id as id, field, value
    from ci_claim where source = ${source} and ci_id = any(${[...ciIds]}::uuid[])`.execute(db)
  const said = new Map<string, Map<string, unknown>>()
  for (const { id, field, value } of rows) said.set(id, (said.get(id) ?? new Map()).set(field, value))
  return said
}

/** Active groups by name. */
export async function groupsByName(db: Db, names: readonly string[]): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ id: string; name: string }>`select id, name from support_group
    where active and name = any(${[...names]}::text[])`.execute(db)
  const found = new Map<string, string[]>()
  for (const { id, name } of rows) found.set(name, [...(found.get(name) ?? []), id])
  return found
}
