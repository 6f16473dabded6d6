import type { Db, Tx } from '../../db/index.ts'
import type { Reminder } from '../define-contract.ts'
import { quoted, type LedgerPlan } from '../plan.ts'
import { send, Values } from './sql.ts'

/** A record of which somebody is to be told. */
export interface DueRow {
  id: string
  orgPath: string
  title: string | null
  number: string | null
  due: string
  /** days left, 0: today */
  left: number
  person: string | null
}

/** The day that a reminder looks at: of a range its end, of an instant its day on the unit's clocks. */
function dayOf(values: Values, plan: LedgerPlan, field: string, zone: string): string {
  const one = plan.byKey.get(field)!
  if (one.field.kind === 'date-range') return `t.${quoted(one.columns[1]!.name)}`
  const column = `t.${quoted(one.columns[0]!.name)}`
  return one.field.kind === 'instant' ? `(${column} at time zone ${values.add(zone, 'text')})::date` : column
}

/**
 * Records whose day is near and of which nobody was told yet at the present distance, the nearest first.
 * @param key tells this reminder from others of the ledger in `ledger_reminded`
 */
export async function selectDue(
  db: Db,
  plan: LedgerPlan,
  reminder: Reminder,
  around: { key: string; today: string; zone: string; limit: number },
): Promise<DueRow[]> {
  const values = new Values()
  const day = dayOf(values, plan, reminder.field, around.zone)
  const today = values.add(around.today, 'date')
  const distances = values.add([...reminder.days], 'int[]')
  const key = values.add(around.key)
  const states =
    reminder.in && plan.def.lifecycle ? `t.state = any(${values.add([...reminder.in], 'text[]')})` : 'true'
  const title = `t.${quoted(plan.byKey.get(plan.def.titleField)!.order!)}`
  const person =
    'person' in reminder.to ? `t.${quoted(plan.byKey.get(reminder.to.person)!.order!)}` : 'null::uuid'
  const text = `select t.id, o.path as "orgPath", ${title} as title,
      ${plan.def.numbering ? 't.number' : 'null::text'} as number, ${day}::text as due, ${day} - ${today} as left,
      ${person} as person
    from ${quoted(plan.table)} t join org o on o.id = t.org_id
    where ${day} between ${today} and ${today} + (select max(d) from unnest(${distances}) d) and ${states}
      and not exists (select from ledger_reminded r where r.record_id = t.id and r.field = ${key} and r.due = ${day}
        and r.days = (select min(d) from unnest(${distances}) d where d >= ${day} - ${today}))
    order by ${day}, t.id limit ${values.add(around.limit)}`
  return send<DueRow>(db, text, values.list)
}

/** Remembers that somebody was told. @returns false when that was done already */
export async function markReminded(
  tx: Tx,
  row: { recordId: string; key: string; due: string; days: number },
): Promise<boolean> {
  const rows = await send(
    tx,
    `insert into ledger_reminded (record_id, field, due, days) values ($1, $2, $3, $4)
     on conflict do nothing returning record_id`,
    [row.recordId, row.key, row.due, row.days],
  )
  return rows.length > 0
}
