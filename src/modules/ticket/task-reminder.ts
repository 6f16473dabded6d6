import { cancelTimer, setTimer } from '#kernel/jobs/index.ts'
import type { Tx } from '#kernel/db/index.ts'
import type { TimerHandler } from '#kernel/manifest.ts'
import { notify } from '#kernel/notify/index.ts'
import { taskForReminder } from './store/tasks.ts'

const kind = 'ticket.task'
/** So long before a task is due its owner is reminded of it. */
const ahead = 3_600_000

/** Keeps the reminder of a task in line with its due time; none for a task that is over or has no due time. */
export async function arrangeReminder(tx: Tx, id: string, dueAt: Date | null, now: Date): Promise<void> {
  if (!dueAt || dueAt <= now) return cancelTimer(tx, kind, id)
  const soon = new Date(dueAt.getTime() - ahead)
  await setTimer(tx, { kind, key: id, dueAt: soon > now ? soon : dueAt })
}

/** Reminds the owner an hour before, and once more when it is due; whom it concerns where nobody owns it: the ticket's owner. */
export const taskTimer: TimerHandler = {
  kind,
  run: async (tx, timer) => {
    const task = await taskForReminder(tx, timer.key)
    if (!task || task.state !== 'open' || !task.ticketOpen || !task.dueAt) return
    const late = task.dueAt <= task.now
    const to = [task.owner?.id ?? task.ticketOwnerId, late ? task.createdBy : null]
    await notify(tx, {
      to: to.filter((id) => id !== null),
      textKey: late ? 'ticket:notify.task-overdue' : 'ticket:notify.task-due-soon',
      params: { number: task.number, task: task.title },
      entity: task.kind,
      entityId: task.ticketId,
      dedupeKey: `task:${task.id}:${late ? 'overdue' : 'soon'}:${task.dueAt.toISOString()}`,
    })
    if (!late) await setTimer(tx, { kind, key: task.id, dueAt: task.dueAt })
  },
}
