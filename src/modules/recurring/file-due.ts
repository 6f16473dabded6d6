import { defaultCalendar, nextOccurrence } from '#kernel/calendar/index.ts'
import type { Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import { cancelTimer, setTimer } from '#kernel/jobs/index.ts'
import type { TimerHandler } from '#kernel/manifest.ts'
import { systemActor } from '#kernel/permission/index.ts'
import { fileFromTemplate } from '#modules/canned/index.ts'
import { findRecurring, keepFiled, setNext } from './store.ts'

const kind = 'recurring.file'

/** Keeps the timer of a schedule in line with its next occurrence. */
export async function arrange(tx: Tx, id: string, nextAt: Date | null): Promise<void> {
  if (!nextAt) return cancelTimer(tx, kind, id)
  await setTimer(tx, { kind, key: id, dueAt: nextAt, data: { at: nextAt.toISOString() } })
}

/**
 * Files one occurrence and arranges the one behind it, all in the timer's transaction: each is filed once, and those
 * that came while nothing ran are filed one after the other. What cannot be filed (the template is gone, its service
 * retired) is tried again until somebody has mended it.
 */
export const fileTimer: TimerHandler = {
  kind,
  run: async (tx, timer) => {
    const row = await findRecurring(tx, timer.key, true)
    if (!row?.active || !row.nextAt) return
    // another occurrence than the schedule now waits for: it was changed meanwhile
    if (row.nextAt.toISOString() !== timer.data['at']) return
    if (!row.template) throw new AppError('recurring.no_template', { status: 409 })
    const { id } = await fileFromTemplate(
      tx,
      systemActor('recurring'),
      row.template.id,
      { channel: 'inspection', orgId: row.org.id, occurredAt: row.nextAt.toISOString() },
      row.nextAt,
    )
    await keepFiled(tx, row.id, row.nextAt, id)
    const next = nextOccurrence(await defaultCalendar(tx), row.rule, row.nextAt.getTime())
    const nextAt = next === undefined ? null : new Date(next)
    await setNext(tx, row.id, nextAt)
    await arrange(tx, row.id, nextAt)
  },
}
