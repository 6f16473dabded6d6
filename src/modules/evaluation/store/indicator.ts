import { sql } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import type { Rule } from '../rule-contract.ts'
import type { Dimension } from '../words.ts'

export interface IndicatorRow {
  id: string
  code: string
  shipped: boolean
  active: boolean
  name: string
  nameEn: string | null
  dimension: Dimension
  rule: Rule
  source: string | null
  used: number
  version: number
}

/** The library by dimension and code; with `ids` those alone, with `lock` until the transaction ends. */
export async function selectIndicators(
  db: Db,
  f: { ids?: readonly string[]; lock?: boolean } = {},
): Promise<IndicatorRow[]> {
  const { rows } = await sql<IndicatorRow>`
    select i.id, i.code, i.shipped, i.active, i.name, i.name_en as "nameEn", i.dimension, i.rule, i.source, i.version,
      (select count(*)::int from evaluation_scheme_item s where s.indicator_id = i.id) as used
    from evaluation_indicator i
    where ${f.ids ? sql`i.id = any(${[...f.ids]}::uuid[])` : sql`true`}
    order by array_position(array['planning', 'safeguards', 'delivery'], i.dimension), i.code
    ${f.lock ? sql`for update of i` : sql``}`.execute(db)
  return rows
}

export interface IndicatorValues {
  name: string
  nameEn: string | null
  dimension: Dimension
  rule: Rule
  source: string | null
}

/** @returns the new id, or null where the code is taken (a shipped one that is there already) */
export async function insertIndicator(
  tx: Tx,
  row: IndicatorValues & { code: string; shipped: boolean; by: string | null },
): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    insert into evaluation_indicator (id, code, shipped, name, name_en, dimension, rule, source, updated_by)
    values (${newId()}, ${row.code}, ${row.shipped}, ${row.name}, ${row.nameEn}, ${row.dimension},
      ${JSON.stringify(row.rule)}::jsonb, ${row.source}, ${row.by})
    on conflict (code) do nothing returning id`.execute(tx)
  return rows[0]?.id ?? null
}

export async function updateIndicator(
  tx: Tx,
  id: string,
  row: IndicatorValues & { active: boolean; by: string | null },
): Promise<void> {
  await sql`update evaluation_indicator set name = ${row.name}, name_en = ${row.nameEn}, dimension = ${row.dimension},
    rule = ${JSON.stringify(row.rule)}::jsonb, source = ${row.source}, active = ${row.active}, updated_by = ${row.by},
    updated_at = now(), version = version + 1 where id = ${id}`.execute(tx)
}
