import { audit } from '#kernel/audit/index.ts'
import { dueAt, loadCalendar } from '#kernel/calendar/index.ts'
import { dbNow, type Tx } from '#kernel/db/index.ts'
import { emit } from '#kernel/events/index.ts'
import { setTimer } from '#kernel/jobs/index.ts'
import type { AppEvent, Reaction, TimerHandler } from '#kernel/manifest.ts'
import { notify } from '#kernel/notify/index.ts'
import { systemActor } from '#kernel/permission/index.ts'
import { readIncident, type IncidentRow } from '#modules/incident/index.ts'
import { choosePolicy, endOf, planTurn } from './lifecycle.ts'
import { peopleOf } from './people.ts'
import { insertDeliveries } from './store/delivery.ts'
import { activeChannels, policiesFor, type PolicyRow } from './store/policy.ts'
import * as store from './store/run.ts'

const kind = 'escalation.step'
const system = systemActor('escalation')
const keyOf = (runId: string, step: number): string => `${runId}:${step}`

/** `minutes` of a calendar, or of the clock, after an instant. */
async function later(tx: Tx, calendarId: string | null, from: Date, minutes: number): Promise<Date> {
  if (calendarId === null) return new Date(from.getTime() + minutes * 60_000)
  return new Date(dueAt(await loadCalendar(tx, calendarId), from.getTime(), minutes * 60))
}

const happened = (tx: Tx, ticketId: string, what: string): Promise<void> =>
  emit(tx, { type: `escalation.${what}`, entity: 'incident', entityId: ticketId })

/** An incident has come, or has become graver: the policy that fits begins, once; later ones begin only after a reopening. */
async function begin(tx: Tx, event: AppEvent): Promise<void> {
  const row = await readIncident(tx, event.entityId, null)
  if (!row || row.origin === 'import' || row.state === 'pending') return
  if (event.type !== 'incident.reopened' && (await store.hadRun(tx, row.id))) return
  const all = await policiesFor(tx, row.orgPath)
  const { orgPath, priority, grade } = row
  const policy = choosePolicy(all, { orgPath, serviceId: row.service?.id ?? null, priority, grade })
  // what was reopened must be taken up anew
  const takenUp = row.respondedAt !== null && event.type !== 'incident.reopened'
  if (!policy || endOf({ open: row.open, takenUp }, policy.receipt)) return
  await startRun(tx, policy, row)
}

async function startRun(tx: Tx, policy: PolicyRow, row: IncidentRow): Promise<void> {
  const now = await dbNow(tx)
  const calendarId = policy.calendar?.id ?? null
  const dues: Date[] = []
  for (const step of policy.steps) dues.push(await later(tx, calendarId, now, step.after))
  const id = await store.insertRun(tx, {
    ...{ policy, ticketId: row.id, receipt: policy.receipt, calendarId },
    ...{ plan: policy.steps, dueAt: dues },
  })
  if (!id) return
  for (const [step, at] of dues.entries()) await setTimer(tx, { kind, key: keyOf(id, step), dueAt: at })
  await audit(tx, system, {
    action: 'escalation.start',
    entity: 'incident',
    entityId: row.id,
    orgId: row.org.id,
    after: { policy: policy.name, number: row.number },
  })
  await happened(tx, row.id, 'started')
}

/** What became of the incident ends its run, if it does. */
async function follow(tx: Tx, event: AppEvent): Promise<void> {
  const run = await store.openRun(tx, event.entityId)
  const row = run && (await readIncident(tx, run.ticketId, null))
  if (!run || !row) return
  const takenUp = event.type === 'incident.taken' || event.type === 'incident.started'
  const reason = endOf({ open: row.open, takenUp }, run.receipt)
  if (!reason) return
  await store.endRun(tx, run.id, { state: 'ended', by: null, reason })
  await audit(tx, system, {
    action: 'escalation.end',
    entity: 'incident',
    entityId: row.id,
    orgId: row.org.id,
    after: { reason, policy: run.policy.name },
  })
  await happened(tx, row.id, 'ended')
}

export const reactions: Reaction[] = [
  {
    name: 'escalation.begin',
    on: ['incident.filed', 'incident.assigned', 'incident.graded', 'incident.edited', 'incident.reopened'],
    wanted: store.isAtWork,
    run: begin,
  },
  {
    name: 'escalation.follow',
    on: [
      'incident.taken',
      'incident.started',
      'incident.resolved',
      'incident.closed',
      'incident.cancelled',
      'incident.merged',
    ],
    wanted: store.isAtWork,
    run: follow,
  },
]

/**
 * A turn of a step has come. Its row of the timer table goes in the same transaction as the deliveries, which are unique by
 * run, step, turn, person and channel: nothing is told twice, however often a process dies.
 */
export const stepTimer: TimerHandler = {
  kind,
  run: async (tx, timer) => {
    const [runId, stepText] = timer.key.split(':') as [string, string]
    const step = Number(stepText)
    const turn = Number(timer.data['turn'] ?? 0)
    const run = await store.lockRun(tx, runId)
    const known = run?.steps[step]
    if (run?.state !== 'open' || !known || (turn === 0 && known.firedAt)) return
    const row = (await readIncident(tx, run.ticketId, null))!
    const now = await dbNow(tx)
    const to = await peopleOf(tx, run.plan[step]!, { org: { id: row.org.id, path: row.orgPath }, at: now })
    const turned = planTurn(run.plan, step, turn, to.length)
    await store.markStep(tx, { runId, step, turn }, turned.outcome)
    if (turned.outcome === 'nobody') await takeNext(tx, run, turned.next, now)
    else {
      await tellTurn(tx, run, row, { step, turn, to })
      if (turned.again) {
        const again = await later(tx, run.calendarId, now, turned.again.minutes)
        await setTimer(tx, { kind, key: timer.key, dueAt: again, data: { turn: turned.again.turn } })
      }
    }
    await audit(tx, system, {
      action: 'escalation.step',
      entity: 'incident',
      entityId: row.id,
      orgId: row.org.id,
      after: { policy: run.policy.name, step: step + 1, turn, outcome: turned.outcome, told: to.length },
    })
    await happened(tx, row.id, 'told')
  },
}

/** Nobody was there: the next step comes now, unless it came by itself already. */
async function takeNext(tx: Tx, run: store.RunRow, next: number | null, now: Date): Promise<void> {
  if (next === null || run.steps[next]!.firedAt) return
  await store.pullStep(tx, run.id, next)
  await setTimer(tx, { kind, key: keyOf(run.id, next), dueAt: now })
}

async function tellTurn(
  tx: Tx,
  run: store.RunRow,
  row: IncidentRow,
  at: { step: number; turn: number; to: string[] },
): Promise<void> {
  const { step, turn, to } = at
  const { notice, channelIds } = run.plan[step]!
  const channels = [...(notice ? [null] : []), ...(await activeChannels(tx, channelIds))]
  await insertDeliveries(tx, { runId: run.id, step, turn }, to, channels)
  if (!notice) return
  await notify(tx, {
    to,
    textKey: run.receipt ? 'escalation:notify.confirm' : 'escalation:notify.told',
    params: { number: row.number, title: row.title, policy: run.policy.name, step: step + 1 },
    entity: 'incident',
    entityId: row.id,
    dedupeKey: `escalation:${run.id}:${step}:${turn}`,
  })
}
