import type { Tx } from '../../db/index.ts'
import { sequenceOf, seriesOf } from '../ddl.ts'
import { quoted, type LedgerPlan } from '../plan.ts'
import { send, Values } from './sql.ts'

export interface NewRecord {
  id: string
  number: string | null
  orgId: string
  state: string | null
  origin: 'live' | 'import'
  createdBy: string | null
  /** by field, as they are stored */
  values: Readonly<Record<string, unknown>>
}

/** Inserts records in one statement; all links behind them. */
export async function insertRecords(tx: Tx, plan: LedgerPlan, records: readonly NewRecord[]): Promise<void> {
  if (records.length === 0) return
  const { def } = plan
  const columns = [
    'id',
    'org_id',
    'origin',
    'created_by',
    ...(def.numbering ? ['number'] : []),
    ...(def.lifecycle ? ['state'] : []),
    ...plan.fields.flatMap((field) => field.columns.map((column) => column.name)),
  ]
  const values = new Values()
  const lines = records.map((record) => {
    const bound = [
      record.id,
      record.orgId,
      record.origin,
      record.createdBy,
      ...(def.numbering ? [record.number] : []),
      ...(def.lifecycle ? [record.state] : []),
      ...plan.fields.flatMap((field) => field.bind(record.values[field.key] ?? null)),
    ]
    return `(${bound.map((value) => values.add(value)).join(', ')})`
  })
  const text = `insert into ${quoted(plan.table)} (${columns.map(quoted).join(', ')}) values ${lines.join(', ')}`
  await Promise.all([
    send(tx, text, values.list),
    ...records.flatMap((record) => setLinks(tx, plan, record.id, record.values, true)),
  ])
}

/** Writes the links of those fields that are named in `values`. */
function setLinks(
  tx: Tx,
  plan: LedgerPlan,
  id: string,
  values: Readonly<Record<string, unknown>>,
  fresh: boolean,
): Promise<unknown>[] {
  return plan.fields.flatMap(({ key, link }) => {
    if (!link || !(key in values)) return []
    const ids = (values[key] as readonly string[] | null) ?? []
    const table = quoted(link.table)
    return [
      ...(fresh ? [] : [send(tx, `delete from ${table} where record_id = $1`, [id])]),
      ...(ids.length === 0
        ? []
        : [
            send(
              tx,
              `insert into ${table} (record_id, target_id, position)
               select $1, u.id, u.n from unnest($2::uuid[]) with ordinality u(id, n)`,
              [id, [...ids]],
            ),
          ]),
    ]
  })
}

/** Changes some values, state or org of a record that is locked, and counts its version up. */
export async function updateRecord(
  tx: Tx,
  plan: LedgerPlan,
  id: string,
  change: { values: Readonly<Record<string, unknown>>; state?: string; orgId?: string },
): Promise<void> {
  const values = new Values()
  const at = values.add(id)
  const sets = ['version = version + 1', 'updated_at = now()']
  if (change.state !== undefined) sets.push(`state = ${values.add(change.state)}`)
  if (change.orgId !== undefined) sets.push(`org_id = ${values.add(change.orgId)}`)
  for (const field of plan.fields) {
    if (!(field.key in change.values)) continue
    const bound = field.bind(change.values[field.key] ?? null)
    field.columns.forEach((column, i) => sets.push(`${quoted(column.name)} = ${values.add(bound[i])}`))
  }
  await Promise.all([
    send(tx, `update ${quoted(plan.table)} set ${sets.join(', ')} where id = ${at}`, values.list),
    ...setLinks(tx, plan, id, change.values, false),
  ])
}

const number = /\{(yyyy|mm|dd|seq:(\d+))\}/g

/** The next `count` numbers of a ledger for a day. Gapless ones queue for the counter; others come from a sequence. */
export async function nextNumbers(tx: Tx, plan: LedgerPlan, day: string, count = 1): Promise<string[]> {
  const { numbering } = plan.def
  if (!numbering) return []
  const period = periodOf(numbering.pattern, day)
  const rows = numbering.gapless
    ? await send<{ n: number }>(
        tx,
        `with taken as (insert into ledger_counter as c (series, period, n) values ($1, $2, $3)
           on conflict (series, period) do update set n = c.n + $3 returning n)
         select generate_series(n - $3 + 1, n) as n from taken`,
        [seriesOf(plan), period, count],
      )
    : await send<{ n: number }>(tx, 'select next_number($1, $2::date) as n from generate_series(1, $3)', [
        seriesOf(plan),
        period,
        count,
      ])
  const [yyyy, mm, dd] = day.split('-') as [string, string, string]
  return rows.map(({ n }) =>
    numbering.pattern.replace(number, (_all, what: string, width?: string) =>
      width ? String(n).padStart(Number(width), '0') : { yyyy, mm, dd }[what as 'yyyy' | 'mm' | 'dd'],
    ),
  )
}

/** First day of the period in which numbers count: of the day, the month, the year, or of all time. */
function periodOf(pattern: string, day: string): string {
  if (pattern.includes('{dd}')) return day
  if (pattern.includes('{mm}')) return `${day.slice(0, 7)}-01`
  return pattern.includes('{yyyy}') ? `${day.slice(0, 4)}-01-01` : '2000-01-01'
}

/** Holds back other imports of the same ledger until the transaction ends. */
export async function lockImports(tx: Tx, name: string): Promise<void> {
  await send(tx, `select pg_advisory_xact_lock(7241, hashtext($1))`, [name])
}

/**
 * Numbers that come from elsewhere are not given again: the count of the present period goes on behind the highest of
 * them. Those of other periods, and of other patterns, are in nobody's way.
 */
export async function reserveNumbers(
  tx: Tx,
  plan: LedgerPlan,
  day: string,
  numbers: readonly string[],
): Promise<void> {
  const { numbering } = plan.def
  if (!numbering || numbers.length === 0) return
  const [yyyy, mm, dd] = day.split('-') as [string, string, string]
  const shape = numbering.pattern
    .split(/(\{[^}]+\})/)
    .map((part) =>
      part.startsWith('{seq')
        ? '(\\d{1,12})'
        : ({ '{yyyy}': yyyy, '{mm}': mm, '{dd}': dd }[part] ?? part.replace(/[^\w]/g, '\\$&')),
    )
  const form = new RegExp(`^${shape.join('')}$`)
  const most = Math.max(0, ...numbers.map((one) => Number(form.exec(one)?.[1] ?? 0)))
  if (most === 0) return
  const period = periodOf(numbering.pattern, day)
  if (numbering.gapless)
    await send(
      tx,
      `insert into ledger_counter as c (series, period, n) values ($1, $2, $3)
       on conflict (series, period) do update set n = greatest(c.n, excluded.n)`,
      [seriesOf(plan), period, most],
    )
  else
    await send(
      tx,
      `with first as (select next_number($1, $2::date) as n)
       select case when first.n < $3 then setval($4::regclass, (select base from number_day
         where series = $1 and day = $2::date) + $3) end from first`,
      [seriesOf(plan), period, most, sequenceOf(plan)],
    )
}
