import { sql } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import type { Grade, Rule } from '../rule-contract.ts'
import type { Dimension, schemeStates, SubjectKind } from '../words.ts'

export type SchemeState = (typeof schemeStates)[number]

export interface SchemeItemRow {
  indicatorId: string
  code: string
  name: string
  nameEn: string | null
  dimension: Dimension
  rule: Rule
  source: string | null
  weight: number | null
}
export interface SchemeRow {
  id: string
  familyId: string
  edition: number
  shipped: boolean
  state: SchemeState
  subjectKind: SubjectKind
  name: string
  nameEn: string | null
  grades: Grade[]
  objectionDays: number
  source: string | null
  publishedAt: Date | null
  items: SchemeItemRow[]
  used: number
  hasDraft: boolean
  version: number
}

const items = sql`coalesce((select json_agg(json_build_object('indicatorId', i.id, 'code', i.code, 'name', i.name,
    'nameEn', i.name_en, 'dimension', i.dimension, 'rule', i.rule, 'source', i.source, 'weight', x.weight::float8)
    order by x.position) from evaluation_scheme_item x join evaluation_indicator i on i.id = x.indicator_id
    where x.scheme_id = s.id), '[]')`

/** Editions of schemes; without `all` those in use and the drafts. */
export async function selectSchemes(
  db: Db,
  f: { id?: string; all?: boolean | undefined; subjectKind?: SubjectKind | undefined; lock?: boolean },
): Promise<SchemeRow[]> {
  if (f.lock) await sql`select from evaluation_scheme where id = ${f.id} for update`.execute(db)
  const where = [sql`true`]
  if (f.id) where.push(sql`s.id = ${f.id}`)
  else if (!f.all) where.push(sql`s.state in ('draft', 'current')`)
  if (f.subjectKind) where.push(sql`s.subject_kind = ${f.subjectKind}`)
  const { rows } = await sql<SchemeRow>`
    select s.id, s.family_id as "familyId", s.edition, s.shipped, s.state, s.subject_kind as "subjectKind", s.name,
      s.name_en as "nameEn", s.grades, s.objection_days as "objectionDays", s.source, s.published_at as "publishedAt",
      s.version, ${items} as items, (select count(*)::int from evaluation e where e.scheme_id = s.id) as used,
      exists (select from evaluation_scheme d where d.family_id = s.family_id and d.state = 'draft') as "hasDraft"
    from evaluation_scheme s where ${sql.join(where, sql` and `)}
    order by s.subject_kind, s.name, s.edition desc`.execute(db)
  return rows
}

export interface SchemeValues {
  name: string
  nameEn: string | null
  grades: readonly Grade[]
  objectionDays: number
  source: string | null
}

/** A draft; `family` where it is the next edition of a scheme. */
export async function insertScheme(
  tx: Tx,
  row: SchemeValues & {
    subjectKind: SubjectKind
    family?: { id: string; edition: number }
    shipped?: boolean
    by: string | null
  },
): Promise<string> {
  const id = newId()
  await sql`insert into evaluation_scheme (id, family_id, edition, shipped, subject_kind, name, name_en, grades,
      objection_days, source, created_by)
    values (${id}, ${row.family?.id ?? id}, ${row.family?.edition ?? 1}, ${row.shipped ?? false}, ${row.subjectKind},
      ${row.name}, ${row.nameEn}, ${JSON.stringify(row.grades)}::jsonb, ${row.objectionDays}, ${row.source}, ${row.by})`.execute(
    tx,
  )
  return id
}

export async function updateScheme(tx: Tx, id: string, row: SchemeValues): Promise<void> {
  await sql`update evaluation_scheme set name = ${row.name}, name_en = ${row.nameEn},
    grades = ${JSON.stringify(row.grades)}::jsonb, objection_days = ${row.objectionDays}, source = ${row.source},
    version = version + 1 where id = ${id}`.execute(tx)
}

export async function replaceItems(
  tx: Tx,
  schemeId: string,
  rows: readonly { indicatorId: string; weight: number | null }[],
): Promise<void> {
  await tx.deleteFrom('evaluation_scheme_item').where('scheme_id', '=', schemeId).execute()
  await tx
    .insertInto('evaluation_scheme_item')
    .values(
      rows.map((one, position) => ({
        scheme_id: schemeId,
        indicator_id: one.indicatorId,
        position,
        weight: one.weight === null ? null : String(one.weight),
      })),
    )
    .execute()
}

/** Puts an edition in use in the place of the former one. */
export async function publish(tx: Tx, row: SchemeRow, by: string | null): Promise<void> {
  await sql`update evaluation_scheme set state = 'former', version = version + 1
    where family_id = ${row.familyId} and state = 'current'`.execute(tx)
  await sql`update evaluation_scheme set state = 'current', published_by = ${by}, published_at = now(),
    version = version + 1 where id = ${row.id}`.execute(tx)
}

export async function withdraw(tx: Tx, id: string): Promise<void> {
  await sql`update evaluation_scheme set state = 'withdrawn', version = version + 1 where id = ${id}`.execute(
    tx,
  )
}

/** Names of shipped schemes that are there. */
export async function shippedSchemes(db: Db): Promise<Set<string>> {
  const { rows } = await sql<{ name: string }>`
    select name from evaluation_scheme where shipped and edition = 1`.execute(db)
  return new Set(rows.map((one) => one.name))
}

/** The next edition's number of a family. */
export async function nextEdition(tx: Tx, familyId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select max(edition) + 1 as n from evaluation_scheme where family_id = ${familyId}`.execute(tx)
  return rows[0]!.n
}
