import type { Tx } from '#kernel/db/index.ts'
import { emit } from '#kernel/events/index.ts'
import type { AppEvent, Reaction } from '#kernel/manifest.ts'
import { holdersOf, systemActor } from '#kernel/permission/index.ts'
import { addTimeline } from '#modules/ticket/index.ts'
import { followApproval } from './approvals.ts'
import { lineMetric, peopleOf, readDueTimes, taskMetric } from './settle.ts'
import { readRequest, type FullRequest, type LineRow, type TaskRow } from './store/read.ts'
import { findGroup, rateOnce } from './store/write.ts'
import { tell } from './tell.ts'

interface Breach {
  ticketId: string
  metric: string
  dueAt: string
}

/** Whose clock it is: that of a line, or of one of its tasks. */
function clockOwner(row: FullRequest, metric: string): { line: LineRow; task?: TaskRow } | undefined {
  for (const line of row.lines) {
    if (lineMetric(line) === metric) return { line }
    const task = line.tasks.find((one) => taskMetric(line, one) === metric)
    if (task) return { line, task }
  }
  return undefined
}

/** A target time has passed: the timeline keeps it; who has the task, the leaders of its group and the duty leader are told. */
async function tellBreach(tx: Tx, event: AppEvent): Promise<void> {
  const breach = event.data as unknown as Breach
  const row = await readRequest(tx, breach.ticketId)
  const found = row && clockOwner(row, breach.metric)
  if (!row || !found) return
  const { line, task } = found
  await addTimeline(tx, {
    ticketId: row.id,
    kind: 'clock',
    public: false,
    actorId: null,
    actorName: 'SLA',
    data: { line: line.no, item: line.name, itemEn: line.nameEn, task: task?.name, taskEn: task?.nameEn },
    occurredAt: new Date(event.recordedAt),
  })
  const concerned = task ? [task] : line.tasks.filter((one) => one.state === 'open')
  const people = new Set(await holdersOf(tx, { roles: ['duty-leader'] }, row.orgPath))
  for (const one of concerned) {
    for (const id of await peopleOf(tx, one)) people.add(id)
    const group = one.group ? await findGroup(tx, one.group.id) : undefined
    for (const id of group?.leaderIds ?? []) people.add(id)
  }
  await tell(tx, systemActor('request', event.id), {
    what: 'overdue',
    request: row,
    to: [...people],
    params: { task: task?.name ?? line.name },
    once: `${breach.metric}:${breach.dueAt}`,
  })
  await emit(tx, { type: 'request.clock', entity: 'request', entityId: row.id })
}

/** Calendars changed: lines and tasks are due when their clocks say now. */
async function followClocks(tx: Tx, event: AppEvent): Promise<void> {
  const row = await readRequest(tx, (event.data as { ticketId: string }).ticketId)
  if (!row) return
  await readDueTimes(tx, row)
  await emit(tx, { type: 'request.clock', entity: 'request', entityId: row.id })
}

/** The requester answered the survey, or the desk did for him by telephone: that is the rating of the request. */
async function takeAnswer(tx: Tx, event: AppEvent): Promise<void> {
  if (event.entity !== 'request') return
  await rateOnce(tx, event.entityId, String(event.data['answer']))
  await emit(tx, { type: 'request.rated', entity: 'request', entityId: event.entityId })
}

export const reactions: readonly Reaction[] = [
  {
    name: 'request.follow-approval',
    on: [
      'approval.approved',
      'approval.rejected',
      'approval.returned',
      'approval.withdrawn',
      'approval.changed',
    ],
    run: followApproval,
  },
  { name: 'request.overdue', on: 'sla.breached', run: tellBreach },
  { name: 'request.take-answer', on: ['satisfaction.answered', 'satisfaction.unhappy'], run: takeAnswer },
  { name: 'request.clocks-moved', on: 'sla.recalculated', run: followClocks },
]
