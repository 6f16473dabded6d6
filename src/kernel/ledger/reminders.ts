import { transaction, type Tx } from '../db/index.ts'
import type { JobContext } from '../manifest.ts'
import { notify } from '../notify/index.ts'
import { holdersOf } from '../permission/index.ts'
import { unitZone } from '../settings/index.ts'
import { clock } from './context.ts'
import type { Reminder } from './define-contract.ts'
import { markReminded, selectDue, type DueRow } from './store/reminders.ts'
import type { Ledger } from './types.ts'

/** Records told in one transaction. */
const batch = 100

/**
 * Tells people of dates that come near, each once at every distance that the declaration names. Runs every hour: the day
 * begins when it begins on the unit's clocks, and an hour in which nothing ran loses nothing.
 */
export async function remind({ db, log }: JobContext, ledgers: readonly Ledger[]): Promise<void> {
  const { today } = await clock(db)
  for (const ledger of ledgers)
    for (const [index, reminder] of (ledger.def.reminders ?? []).entries()) {
      const key = `${reminder.field}/${index}`
      const around = { key, today, zone: unitZone(), limit: batch }
      let told = 0
      for (let due = batch; due === batch;) {
        const rows = await selectDue(db, ledger.plan, reminder, around)
        due = rows.length
        if (due === 0) break
        await transaction(db, async (tx) => {
          for (const row of rows) await tell(tx, ledger, reminder, key, row)
        })
        told += due
      }
      if (told > 0) log('ledger: reminders told', { ledger: ledger.def.name, field: reminder.field, told })
    }
}

async function tell(tx: Tx, { def }: Ledger, reminder: Reminder, key: string, row: DueRow): Promise<void> {
  const days = Math.min(...reminder.days.filter((one) => one >= row.left))
  if (!(await markReminded(tx, { recordId: row.id, key, due: row.due, days }))) return
  const to =
    'person' in reminder.to
      ? [row.person].filter((id) => id !== null)
      : await holdersOf(tx, { permission: reminder.to.permission }, row.orgPath)
  await notify(tx, {
    to,
    textKey: row.left === 0 ? 'ledger:notify.due_today' : 'ledger:notify.due',
    params: {
      ledger: `t:${def.room}:${def.words}.one`,
      field: `t:${def.room}:${def.words}.field.${reminder.field}`,
      title: row.title ?? row.number ?? '',
      date: row.due,
      days: row.left,
    },
    entity: def.name,
    entityId: row.id,
    dedupeKey: `ledger:${row.id}:${reminder.field}:${row.due}:${days}`,
  })
}
