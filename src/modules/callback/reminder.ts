import type { Tx } from '#kernel/db/index.ts'
import { cancelTimer, setTimer } from '#kernel/jobs/index.ts'
import type { TimerHandler } from '#kernel/manifest.ts'
import { notify } from '#kernel/notify/index.ts'
import { forReminder } from './store/read.ts'

const kind = 'callback.due'
/** So long after its time a call nobody made is told to who asked for it. */
const patience = 3_600_000

/** Keeps the reminder in line with the time; none for a call-back that is over. */
export async function arrangeReminder(tx: Tx, id: string, dueAt: Date | null): Promise<void> {
  if (dueAt) await setTimer(tx, { kind, key: id, dueAt })
  else await cancelTimer(tx, kind, id)
}

/** Tells whoever is to call when it is time, and an hour later who asked for it and whose ticket it is. */
export const callbackTimer: TimerHandler = {
  kind,
  run: async (tx, timer) => {
    const row = await forReminder(tx, timer.key)
    if (!row || row.state !== 'open') return
    const lateAt = new Date(row.dueAt.getTime() + patience)
    const late = lateAt <= row.now
    const to = late ? [...row.doers, row.createdBy, row.ticketOwnerId] : row.doers
    await notify(tx, {
      to: to.filter((id) => id !== null),
      textKey: late ? 'callback:notify.overdue' : 'callback:notify.due',
      params: { number: row.number, contact: row.contact },
      entity: 'scheduled-callback',
      entityId: row.id,
      dedupeKey: `callback:${row.id}:${late ? 'overdue' : 'due'}:${row.dueAt.toISOString()}`,
    })
    if (!late) await setTimer(tx, { kind, key: row.id, dueAt: lateAt })
  },
}
