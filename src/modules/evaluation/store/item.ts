import { sql } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import type { Rule } from '../rule-contract.ts'
import type { CountedScope, Dimension } from '../words.ts'
import type { SchemeItemRow } from './scheme.ts'

/** A figure as it was when the score was computed. */
export interface KeptFact {
  key: string
  value: number | null
  cases: number
  good: number | null
  imported: number
  /** not with figures of before there was a choice: of companies what their groups did, else what is of the org */
  counted?: CountedScope
}
export interface ItemRow {
  id: string
  evaluationId: string
  dimension: Dimension
  name: string
  nameEn: string | null
  source: string | null
  rule: Rule
  weight: number | null
  value: number | null
  facts: KeptFact[]
  answers: number | null
  points: number | null
  effectiveWeight: number | null
  changedPoints: number | null
  changedReason: string | null
}

export async function itemsOf(db: Db, evaluationIds: readonly string[]): Promise<ItemRow[]> {
  const { rows } = await sql<ItemRow>`
    select id, evaluation_id as "evaluationId", dimension, name, name_en as "nameEn", source, rule, weight::float8 as weight,
      value::float8 as value, facts, answers, points::float8 as points, effective_weight::float8 as "effectiveWeight",
      changed_points::float8 as "changedPoints", changed_reason as "changedReason"
    from evaluation_item where evaluation_id = any(${[...evaluationIds]}::uuid[]) order by position`.execute(
    db,
  )
  return rows
}

/** The scheme as it is now, kept with the evaluation. */
export async function freezeItems(
  tx: Tx,
  evaluationId: string,
  items: readonly SchemeItemRow[],
): Promise<void> {
  await tx
    .insertInto('evaluation_item')
    .values(
      items.map((one, position) => ({
        id: newId(),
        evaluation_id: evaluationId,
        indicator_id: one.indicatorId,
        position,
        dimension: one.dimension,
        name: one.name,
        name_en: one.nameEn,
        source: one.source,
        rule: JSON.stringify(one.rule),
        weight: one.weight === null ? null : String(one.weight),
      })),
    )
    .execute()
}

export interface ItemResult {
  id: string
  value: number | null
  facts: readonly KeptFact[]
  answers: number | null
  points: number | null
  effectiveWeight: number | null
}

/** Keeps what was computed; what a review decided stays beside it, and counts. */
export async function keepResults(tx: Tx, results: readonly ItemResult[]): Promise<void> {
  await sql`update evaluation_item i set value = r.value, facts = r.facts, answers = r.answers, points = r.points,
      effective_weight = r."effectiveWeight"
    from jsonb_to_recordset(${JSON.stringify(results)}::jsonb)
      as r(id uuid, value numeric, facts jsonb, answers int, points numeric, "effectiveWeight" numeric)
    where i.id = r.id`.execute(tx)
}

export async function changePoints(
  tx: Tx,
  id: string,
  to: { points: number; reason: string },
): Promise<void> {
  await sql`update evaluation_item set changed_points = ${to.points}, changed_reason = ${to.reason} where id = ${id}`.execute(
    tx,
  )
}

export async function keepWeights(
  tx: Tx,
  weights: ReadonlyMap<string, number>,
  evaluationId: string,
): Promise<void> {
  const rows = [...weights].map(([id, weight]) => ({ id, weight }))
  await sql`update evaluation_item i set effective_weight = (select r.weight
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, weight numeric) where r.id = i.id)
    where i.evaluation_id = ${evaluationId}`.execute(tx)
}

export interface EntryRow {
  id: string
  itemId: string
  points: number
  what: string
  evidence: string
  link: string | null
  recordedBy: string
  recordedAt: Date
  voidReason: string | null
  voidedBy: string | null
}

export async function entriesOf(db: Db, evaluationId: string): Promise<EntryRow[]> {
  const { rows } = await sql<EntryRow>`
    select n.id, n.item_id as "itemId", n.points::float8 as points, n.what, n.evidence, n.link, p.name as "recordedBy",
      n.recorded_at as "recordedAt", n.void_reason as "voidReason", v.name as "voidedBy"
    from evaluation_entry n join person p on p.id = n.recorded_by left join person v on v.id = n.voided_by
    where n.evaluation_id = ${evaluationId} order by n.id`.execute(db)
  return rows
}

export async function insertEntry(
  tx: Tx,
  row: {
    evaluationId: string
    itemId: string
    points: number
    what: string
    evidence: string
    link: string | null
    by: string
  },
): Promise<string> {
  const id = newId()
  await sql`insert into evaluation_entry (id, evaluation_id, item_id, points, what, evidence, link, recorded_by)
    values (${id}, ${row.evaluationId}, ${row.itemId}, ${row.points}, ${row.what}, ${row.evidence}, ${row.link}, ${row.by})`.execute(
    tx,
  )
  return id
}

/** @returns false where there is no such entry, or it was taken back */
export async function voidEntry(
  tx: Tx,
  at: { evaluationId: string; id: string },
  by: string,
  reason: string,
): Promise<boolean> {
  const { rows } =
    await sql`update evaluation_entry set void_reason = ${reason}, voided_by = ${by}, voided_at = now()
    where id = ${at.id} and evaluation_id = ${at.evaluationId} and void_reason is null returning id`.execute(
      tx,
    )
  return rows.length > 0
}
