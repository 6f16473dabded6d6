import { sql } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import type { AssetClassRecord } from '../contract.ts'
import type { Family } from '../words.ts'

export type ClassRow = AssetClassRecord

const columns = sql`c.id, c.code, c.name, c.family, c.parent_id as "parentId", c.gbt14885, c.description,
  c.service_years as "serviceYears", c.effective_years as "effectiveYears", c.holds_data as "holdsData",
  c.effective_holds_data as "effectiveHoldsData", c.doubtful, c.active, c.origin, c.version,
  exists (select from asset_class b where b.parent_id = c.id) as "hasChildren",
  coalesce((select array_agg(a.name order by length(a.path)) from asset_class a
    where a.code = any(string_to_array(trim(both '/' from c.path), '/')) and a.id <> c.id), '{}') as trail`

export interface ClassQuery {
  parentId?: string | undefined
  top?: boolean
  family?: Family | undefined
  q?: string | undefined
  doubtful?: boolean | undefined
  active?: boolean | undefined
  after?: string | null
  limit: number
}

/** Classes in the order of their codes. */
export async function selectClasses(db: Db, query: ClassQuery): Promise<ClassRow[]> {
  const like = query.q === undefined ? null : query.q.replace(/[\\%_]/g, '\\$&')
  const { rows } = await sql<ClassRow>`
    select ${columns} from asset_class c
    where (${query.parentId ?? null}::uuid is null or c.parent_id = ${query.parentId ?? null})
      and (not ${query.top ?? false} or c.parent_id is null)
      and (${query.family ?? null}::text is null or c.family = ${query.family ?? null})
      and (${like}::text is null or c.name ilike '%' || ${like} || '%' or c.code like upper(${like}) || '%'
        or c.gbt14885 like upper(${like}) || '%')
      and (${query.doubtful ?? null}::boolean is null or c.doubtful = ${query.doubtful ?? null})
      and (${query.active ?? null}::boolean is null or c.active = ${query.active ?? null})
      and (${query.after ?? null}::text is null or c.code > ${query.after ?? null})
    order by c.code limit ${query.limit}`.execute(db)
  return rows
}

export async function findClass(db: Db, id: string): Promise<ClassRow | undefined> {
  const { rows } = await sql<ClassRow>`select ${columns} from asset_class c where c.id = ${id}`.execute(db)
  return rows[0]
}

export interface ClassValues {
  name?: string | undefined
  gbt14885?: string | null | undefined
  description?: string | undefined
  serviceYears?: number | null | undefined
  holdsData?: boolean | null | undefined
  active?: boolean | undefined
  doubtful?: boolean | undefined
  parentId?: string | null | undefined
}

const patch = (values: ClassValues) => ({
  ...(values.name === undefined ? {} : { name: values.name }),
  ...(values.gbt14885 === undefined ? {} : { gbt14885: values.gbt14885 }),
  ...(values.description === undefined ? {} : { description: values.description }),
  ...(values.serviceYears === undefined ? {} : { service_years: values.serviceYears }),
  ...(values.holdsData === undefined ? {} : { holds_data: values.holdsData }),
  ...(values.active === undefined ? {} : { active: values.active }),
  ...(values.doubtful === undefined ? {} : { doubtful: values.doubtful }),
  ...(values.parentId === undefined ? {} : { parent_id: values.parentId }),
})

/** Call `refreshTree` after it. @throws http.duplicate (409) for a code in use */
export async function insertClass(
  tx: Tx,
  made: ClassValues & { code: string; name: string; family: Family },
): Promise<string> {
  const id = newId()
  const { code, family, name } = made
  await tx
    .insertInto('asset_class')
    .values({ ...patch(made), id, code, name, family, path: `/${code}/`, origin: 'manual', edited: true })
    .execute()
  return id
}

/** Call `refreshTree` after it. @returns false when somebody changed the row meanwhile */
export async function updateClass(
  tx: Tx,
  id: string,
  version: number,
  values: ClassValues,
): Promise<boolean> {
  const rows = await tx
    .updateTable('asset_class')
    .set((eb) => ({
      ...patch(values),
      ...(values.name === undefined ? {} : { edited: true }),
      version: eb('version', '+', 1),
    }))
    .where('id', '=', id)
    .where('version', '=', version)
    .returning('id')
    .execute()
  return rows.length > 0
}

/** Is `id` the class `above` or below it? */
export async function isBelow(db: Db, id: string, above: string): Promise<boolean> {
  const { rows } = await sql<{ below: boolean }>`
    select c.path like a.path || '%' as below from asset_class c, asset_class a
    where c.id = ${id} and a.id = ${above}`.execute(db)
  return rows[0]?.below ?? false
}

/** Changes of the tree wait for each other. */
export async function lockTree(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('asset_class'))`.execute(tx)
}

/** Brings paths, families, service years and data flags of the whole tree into step with what is said at each class. */
export async function refreshTree(tx: Tx): Promise<void> {
  await sql`
    with recursive tree as (
      select id, '/' || code || '/' as path, family, service_years as years, coalesce(holds_data, false) as holds
      from asset_class where parent_id is null
      union all
      select c.id, t.path || c.code || '/', t.family, coalesce(c.service_years, t.years), coalesce(c.holds_data, t.holds)
      from asset_class c join tree t on c.parent_id = t.id
    )
    update asset_class c set path = t.path, family = t.family, effective_years = t.years, effective_holds_data = t.holds
    from tree t
    where t.id = c.id and (c.path, c.family, c.effective_years, c.effective_holds_data)
      is distinct from (t.path, t.family, t.years, t.holds)`.execute(tx)
}

/** Codes and names of classes by their ids. */
export async function classNames(
  db: Db,
  ids: readonly string[],
): Promise<{ id: string; code: string; name: string }[]> {
  if (ids.length === 0) return []
  return db
    .selectFrom('asset_class')
    .select(['id', 'code', 'name'])
    .where('id', 'in', [...ids])
    .execute()
}

/** Active classes that written texts mean: a code, a code of GB/T 14885, or a name. */
export async function classesByText(
  db: Db,
  texts: readonly string[],
): Promise<{ id: string; code: string; name: string; gbt14885: string | null }[]> {
  if (texts.length === 0) return []
  return db
    .selectFrom('asset_class')
    .select(['id', 'code', 'name', 'gbt14885'])
    .where('active', '=', true)
    .where((eb) =>
      eb.or([eb('code', 'in', [...texts]), eb('name', 'in', [...texts]), eb('gbt14885', 'in', [...texts])]),
    )
    .execute()
}

/** Where a class stands in the tree: codes from the top down; what is below it begins alike. */
export async function pathOfClass(db: Db, id: string): Promise<string | undefined> {
  const { rows } = await sql<{ path: string }>`select path from asset_class where id = ${id}`.execute(db)
  return rows[0]?.path
}

/** What a class asks of its assets. */
export interface ClassRules {
  active: boolean
  /** minimum service years, of the class or of one above it; null: none are set */
  years: number | null
  holdsData: boolean
}

/** Rules of a class; undefined: there is none with this id. One look at one row: imports ask for each of theirs. */
export async function findClassRules(db: Db, id: string): Promise<ClassRules | undefined> {
  return db
    .selectFrom('asset_class')
    .select(['active', 'effective_years as years', 'effective_holds_data as holdsData'])
    .where('id', '=', id)
    .executeTakeFirst()
}
