import { sql } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import type { Family } from '../words.ts'

/** A class as a catalogue or the shipped table has it. */
export interface ImportedClass {
  code: string
  name: string
  family: Family
  /** code of the class above */
  parent: string | null
  gbt14885: string | null
  description: string
  doubtful: boolean
}

export interface KnownClass {
  code: string
  name: string
  description: string
  gbt14885: string | null
  edited: boolean
  origin: string
}

export async function knownClasses(db: Db): Promise<Map<string, KnownClass>> {
  const rows = await db
    .selectFrom('asset_class')
    .select(['code', 'name', 'description', 'gbt14885', 'edited', 'origin'])
    .execute()
  return new Map(rows.map((row) => [row.code, row]))
}

const json = (classes: readonly ImportedClass[]) => sql`jsonb_to_recordset(${JSON.stringify(classes)}::jsonb)
  as r(code text, name text, family text, parent text, gbt14885 text, description text, doubtful boolean)`

/**
 * Adds classes whose codes are new; known ones stay as they are. A class whose parent is neither known nor among them comes to the
 * top. Call `refreshTree` after it.
 */
export async function addClasses(
  tx: Tx,
  classes: readonly ImportedClass[],
  origin: 'shipped' | 'import',
): Promise<void> {
  if (classes.length === 0) return
  const ids = JSON.stringify(Object.fromEntries(classes.map((one) => [one.code, newId()])))
  await sql`
    insert into asset_class (id, code, name, family, path, gbt14885, description, doubtful, origin)
    select (${ids}::jsonb ->> r.code)::uuid, r.code, r.name, r.family, '/' || r.code || '/', r.gbt14885, r.description,
      r.doubtful, ${origin}
    from ${json(classes)}
    on conflict (code) do nothing`.execute(tx)
  await sql`
    update asset_class c set parent_id = p.id
    from ${json(classes)} join asset_class p on p.code = r.parent
    where c.code = r.code and c.id = (${ids}::jsonb ->> r.code)::uuid`.execute(tx)
}

/** Names, explanations and second codes as an edition has them; nobody's own changes. */
export async function updateClasses(tx: Tx, classes: readonly ImportedClass[]): Promise<void> {
  if (classes.length === 0) return
  await sql`
    update asset_class c set name = r.name, description = r.description, doubtful = r.doubtful,
      gbt14885 = coalesce(r.gbt14885, c.gbt14885), version = c.version + 1
    from ${json(classes)} where c.code = r.code and not c.edited`.execute(tx)
}

export async function insertImport(
  tx: Tx,
  made: { fileName: string; edition: string; recordedBy: string | null; report: object },
): Promise<string> {
  const id = newId()
  await tx
    .insertInto('asset_class_import')
    .values({
      id,
      file_name: made.fileName,
      edition: made.edition,
      recorded_by: made.recordedBy,
      report: JSON.stringify(made.report),
    })
    .execute()
  return id
}

export interface ImportRow {
  id: string
  fileName: string
  edition: string
  recordedAt: Date
  recordedBy: string | null
  report: { entries: number; defects: unknown[] }
}

/** Imports, newest first. */
export async function selectImports(
  db: Db,
  window: { id?: string; before?: string | null; limit: number },
): Promise<ImportRow[]> {
  const { rows } = await sql<ImportRow>`
    select i.id, i.file_name as "fileName", i.edition, i.recorded_at as "recordedAt", p.name as "recordedBy", i.report
    from asset_class_import i left join person p on p.id = i.recorded_by
    where (${window.id ?? null}::uuid is null or i.id = ${window.id ?? null})
      and (${window.before ?? null}::uuid is null or i.id < ${window.before ?? null})
    order by i.id desc limit ${window.limit}`.execute(db)
  return rows
}

/** Service years and data flags of shipped classes that nobody has changed yet. Call `refreshTree` after it. */
export async function giveDefaults(
  tx: Tx,
  years: Readonly<Record<string, number>>,
  holdData: readonly string[],
): Promise<void> {
  await sql`
    update asset_class c set service_years = (${JSON.stringify(years)}::jsonb ->> c.code)::smallint
    where c.origin = 'shipped' and c.version = 1 and c.service_years is null
      and ${JSON.stringify(years)}::jsonb ? c.code`.execute(tx)
  await sql`
    update asset_class c set holds_data = true
    where c.origin = 'shipped' and c.version = 1 and c.holds_data is null and c.code = any(${holdData}::text[])`.execute(
    tx,
  )
}
