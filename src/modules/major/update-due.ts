import { dbNow, type Tx } from '#kernel/db/index.ts'
import { cancelTimer, setTimer } from '#kernel/jobs/index.ts'
import type { AppEvent, TimerHandler } from '#kernel/manifest.ts'
import { notify } from '#kernel/notify/index.ts'
import { readIncident } from '#modules/incident/index.ts'
import { findRecord, touchUpdate, type RecordRow } from './store/record.ts'
import { openAction } from './store/review.ts'

const kind = 'major.update-due'
const actionKind = 'major.action-due'

/** When the next status update is due. */
export function updateDueOf(record: Pick<RecordRow, 'lastUpdateAt' | 'updateMinutes'>): Date {
  return new Date(record.lastUpdateAt.getTime() + record.updateMinutes * 60_000)
}

/** The leader is reminded when the next status update is due. */
export async function arrangeReminder(tx: Tx, ticketId: string): Promise<void> {
  const record = await findRecord(tx, ticketId)
  if (record) await setTimer(tx, { kind, key: ticketId, dueAt: updateDueOf(record) })
}

/** The status was told: the next time counts from now. */
export async function statusTold(tx: Tx, ticketId: string): Promise<void> {
  await touchUpdate(tx, ticketId)
  await arrangeReminder(tx, ticketId)
}

/** Reminds the leader, and again each interval, until somebody tells the status or the incident is over. */
const updateTimer: TimerHandler = {
  kind,
  run: async (tx, timer) => {
    const record = await findRecord(tx, timer.key)
    const incident = await readIncident(tx, timer.key, null)
    if (!record || !incident?.open) return
    const now = await dbNow(tx)
    if (updateDueOf(record) > now) return arrangeReminder(tx, timer.key)
    await notify(tx, {
      to: [record.leader.id],
      textKey: 'major:notify.update-due',
      params: {
        number: incident.number,
        title: incident.title,
        minutes: Math.floor((now.getTime() - record.lastUpdateAt.getTime()) / 60_000),
      },
      entity: 'incident',
      entityId: incident.id,
      dedupeKey: `${kind}:${incident.id}:${timer.dueAt.toISOString()}`,
    })
    await setTimer(tx, {
      kind,
      key: timer.key,
      dueAt: new Date(now.getTime() + record.updateMinutes * 60_000),
    })
  },
}

/** Reminds the owner of an action that is due and not done. */
const actionTimer: TimerHandler = {
  kind: actionKind,
  run: async (tx, timer) => {
    const action = await openAction(tx, timer.key)
    if (!action) return
    await notify(tx, {
      to: [action.ownerId],
      textKey: 'major:notify.action-due',
      params: { number: action.number, what: action.what },
      entity: 'incident',
      entityId: action.ticketId,
      dedupeKey: `${actionKind}:${timer.key}`,
    })
  },
}

export const timers = [updateTimer, actionTimer]

export async function remindOfAction(tx: Tx, id: string, dueAt: Date): Promise<void> {
  await setTimer(tx, { kind: actionKind, key: id, dueAt })
}

export async function forgetAction(tx: Tx, id: string): Promise<void> {
  await cancelTimer(tx, actionKind, id)
}

/** What came back is told about again: the interval counts from the reopening. */
export async function resumeOnReopened(tx: Tx, event: AppEvent): Promise<void> {
  if (await findRecord(tx, event.entityId)) await statusTold(tx, event.entityId)
}
