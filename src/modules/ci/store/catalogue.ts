import { sql } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import type { AttributeDefinition, RelationType } from '../class-contract.ts'

export interface ClassRow {
  id: string
  no: number
  key: string
  parentId: string | null
  name: string
  nameEn: string
  abstract: boolean
  attributes: AttributeDefinition[]
  staleAfterDays: number | null
  active: boolean
  shipped: boolean
  version: number
}
export interface SourceRow {
  key: string
  name: string
  nameEn: string
  rank: number
  version: number
}
export interface RankRow {
  source: string
  field: string
  rank: number
}

const classColumns = sql`id, no, key, parent_id as "parentId", name, name_en as "nameEn", abstract, attributes,
  stale_after_days as "staleAfterDays", active, shipped, version`
const typeColumns = sql`key, forward, forward_en as "forwardEn", backward, backward_en as "backwardEn", spreads,
  active, version`

/** Classes, relation types, sources and their ranks: some dozens of rows. */
export async function readCatalogue(db: Db): Promise<{
  classes: ClassRow[]
  types: RelationType[]
  sources: SourceRow[]
  ranks: RankRow[]
}> {
  const [classes, types, sources, ranks] = await Promise.all([
    sql<ClassRow>`select ${classColumns} from ci_class order by no`.execute(db),
    sql<RelationType>`select ${typeColumns} from ci_relation_type order by position, key`.execute(db),
    sql<SourceRow>`select key, name, name_en as "nameEn", rank, version from ci_source order by rank, key`.execute(
      db,
    ),
    sql<RankRow>`select source, field, rank from ci_source_rank order by field, source`.execute(db),
  ])
  return { classes: classes.rows, types: types.rows, sources: sources.rows, ranks: ranks.rows }
}

export type ClassValues = Omit<ClassRow, 'id' | 'no' | 'version'>

export async function insertClass(tx: Tx, c: ClassValues): Promise<string> {
  const id = newId()
  await sql`insert into ci_class (id, key, parent_id, name, name_en, abstract, attributes, stale_after_days, active,
      shipped)
    values (${id}, ${c.key}, ${c.parentId}::uuid, ${c.name}, ${c.nameEn}, ${c.abstract},
      ${JSON.stringify(c.attributes)}::jsonb, ${c.staleAfterDays}::int, ${c.active}, ${c.shipped})`.execute(
    tx,
  )
  return id
}

/** @returns false when somebody changed it meanwhile */
export async function updateClass(
  tx: Tx,
  id: string,
  version: number,
  c: Omit<ClassValues, 'key' | 'parentId' | 'shipped'>,
): Promise<boolean> {
  const { rows } =
    await sql`update ci_class set name = ${c.name}, name_en = ${c.nameEn}, abstract = ${c.abstract},
      attributes = ${JSON.stringify(c.attributes)}::jsonb, stale_after_days = ${c.staleAfterDays}::int,
      active = ${c.active}, version = version + 1
    where id = ${id} and version = ${version} returning id`.execute(tx)
  return rows.length > 0
}

/** Whether any of the classes has an item that is not retired. */
export async function anyItemOf(db: Db, classIds: readonly string[]): Promise<boolean> {
  const { rows } = await sql`select from ci where class_id = any(${[...classIds]}::uuid[])
    and lifecycle <> 'retired' limit 1`.execute(db)
  return rows.length > 0
}

/** Attribute keys, of those given, for which some item of the classes has a value. */
export async function usedAttributes(
  db: Db,
  classIds: readonly string[],
  keys: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ key: string }>`select k.key from unnest(${[...keys]}::text[]) k (key)
    where exists (select from ci where class_id = any(${[...classIds]}::uuid[]) and attributes ? k.key)`.execute(
    db,
  )
  return rows.map((row) => row.key)
}

/** Says anew what items of a class lack, after its required attributes have changed. */
export async function refreshGaps(tx: Tx, classId: string, required: readonly string[]): Promise<void> {
  await sql`update ci set gaps = found.gaps
    from (select c.id, array_remove(array[case when c.owner_id is null then 'owner' end,
        case when c.group_id is null then 'group' end], null)
      || coalesce((select array_agg(r.key) from unnest(${[...required]}::text[]) r (key)
        where not c.attributes ? r.key), '{}') as gaps
      from ci c where c.class_id = ${classId}) found
    where ci.id = found.id and ci.gaps <> found.gaps`.execute(tx)
}

export async function updateType(tx: Tx, key: string, version: number, r: RelationType): Promise<boolean> {
  const { rows } = await sql`update ci_relation_type set forward = ${r.forward}, forward_en = ${r.forwardEn},
      backward = ${r.backward}, backward_en = ${r.backwardEn}, spreads = ${r.spreads}, active = ${r.active},
      version = version + 1
    where key = ${key} and version = ${version} returning key`.execute(tx)
  return rows.length > 0
}

/** @returns the new version; undefined when somebody changed it meanwhile */
export async function updateSource(
  tx: Tx,
  key: string,
  version: number,
  rank: number,
  fields: readonly { field: string; rank: number }[],
): Promise<number | undefined> {
  const { rows } = await sql<{ version: number }>`update ci_source set rank = ${rank}, version = version + 1
    where key = ${key} and version = ${version} returning version`.execute(tx)
  if (!rows[0]) return undefined
  await sql`delete from ci_source_rank where source = ${key}`.execute(tx)
  await sql`insert into ci_source_rank (source, field, rank)
    select ${key}, x.field, x.rank from jsonb_to_recordset(${JSON.stringify(fields)}::jsonb)
      as x (field text, rank int)`.execute(tx)
  return rows[0].version
}

/** Puts in what is shipped and not there yet; what an administrator has changed stays. */
export async function shipTypes(
  tx: Tx,
  types: readonly Omit<RelationType, 'active' | 'version'>[],
): Promise<void> {
  await sql`insert into ci_relation_type (key, forward, forward_en, backward, backward_en, spreads, position)
    select x.key, x.forward, x."forwardEn", x.backward, x."backwardEn", x.spreads, x.n
    from rows from (jsonb_to_recordset(${JSON.stringify(types)}::jsonb) as (key text, forward text,
      "forwardEn" text, backward text, "backwardEn" text, spreads text)) with ordinality
      as x (key, forward, "forwardEn", backward, "backwardEn", spreads, n)
    on conflict (key) do nothing`.execute(tx)
}

/** As `shipTypes`; the ranks of a source that was there already stay as they are. */
export async function shipSources(
  tx: Tx,
  sources: readonly Omit<SourceRow, 'version'>[],
  ranks: readonly RankRow[],
): Promise<void> {
  const { rows } = await sql<{ key: string }>`insert into ci_source (key, name, name_en, rank)
    select x.key, x.name, x."nameEn", x.rank from jsonb_to_recordset(${JSON.stringify(sources)}::jsonb)
      as x (key text, name text, "nameEn" text, rank int)
    on conflict (key) do nothing returning key`.execute(tx)
  const fresh = ranks.filter((one) => rows.some((row) => row.key === one.source))
  await sql`insert into ci_source_rank (source, field, rank)
    select x.source, x.field, x.rank from jsonb_to_recordset(${JSON.stringify(fresh)}::jsonb)
      as x (source text, field text, rank int) on conflict do nothing`.execute(tx)
}
