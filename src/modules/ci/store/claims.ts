import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db/index.ts'

export interface ClaimRow {
  field: string
  source: string
  value: unknown
  at: Date
}

export async function readClaims(db: Db, ciId: string): Promise<ClaimRow[]> {
  const { rows } = await sql<ClaimRow>`select field, source, value, said_at as at from ci_claim
    where ci_id = ${ciId} order by field, said_at desc`.execute(db)
  return rows
}

/**
 * Keeps what a source says; null takes its word back. Conflicts of the item follow: other values open them again.
 * @returns whether it says other than before
 */
export async function putClaims(
  tx: Tx,
  ciId: string,
  source: string,
  said: Readonly<Record<string, unknown>>,
): Promise<boolean> {
  const rows = Object.entries(said).map(([field, value]) => ({ field, value: value ?? null }))
  if (rows.length === 0) return false
  const given = JSON.stringify(rows)
  const before = await sql<{
    changed: boolean
  }>`select coalesce(bool_or(nullif(x.value, 'null') is distinct from c.value),
      false) as changed
    from jsonb_to_recordset(${given}::jsonb) as x (field text, value jsonb)
    left join ci_claim c on c.ci_id = ${ciId} and c.source = ${source} and c.field = x.field`.execute(tx)
  await sql`delete from ci_claim where ci_id = ${ciId} and source = ${source}
    and field in (select field from jsonb_to_recordset(${given}::jsonb) as x (field text, value jsonb)
      where x.value is null or x.value = 'null')`.execute(tx)
  await sql`insert into ci_claim (ci_id, field, source, value)
    select ${ciId}::uuid, x.field, ${source}, x.value
    from jsonb_to_recordset(${given}::jsonb) as x (field text, value jsonb)
    where x.value is not null and x.value <> 'null'
    on conflict (ci_id, field, source) do update set value = excluded.value, said_at = now()`.execute(tx)
  await sql`with said as (
      select field, jsonb_agg(distinct value order by value) as "values" from ci_claim where ci_id = ${ciId}
      group by field having count(distinct value) > 1
    ), gone as (
      delete from ci_conflict where ci_id = ${ciId} and field not in (select field from said)
    )
    insert into ci_conflict (ci_id, field, said) select ${ciId}::uuid, field, "values" from said
    on conflict (ci_id, field) do update set said = excluded.said,
      settled = ci_conflict.settled and ci_conflict.said = excluded.said`.execute(tx)
  return before.rows[0]!.changed
}

/** Open conflicts of an item. */
export async function readConflicts(db: Db, ciId: string): Promise<string[]> {
  const { rows } = await sql<{ field: string }>`select field from ci_conflict
    where ci_id = ${ciId} and not settled order by field`.execute(db)
  return rows.map((row) => row.field)
}

/** @returns false when there was no open one */
export async function settleConflict(tx: Tx, ciId: string, field: string): Promise<boolean> {
  const { rows } = await sql`update ci_conflict set settled = true
    where ci_id = ${ciId} and field = ${field} and not settled returning 1`.execute(tx)
  return rows.length > 0
}
