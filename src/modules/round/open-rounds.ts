import { defaultCalendar, nextOccurrence, type CompiledCalendar, type Rule } from '#kernel/calendar/index.ts'
import { audit } from '#kernel/audit/index.ts'
import { dbNow, type Tx } from '#kernel/db/index.ts'
import { emit } from '#kernel/events/index.ts'
import { cancelTimer, setTimer } from '#kernel/jobs/index.ts'
import type { TimerHandler } from '#kernel/manifest.ts'
import { notify } from '#kernel/notify/index.ts'
import { dayIn, nextNumber } from '#kernel/numbering/index.ts'
import { leaderOf } from '#kernel/org/index.ts'
import { systemActor } from '#kernel/permission/index.ts'
import { unitZone } from '#kernel/settings/index.ts'
import { selectPlans, setNext, type PlanRow } from './store/plan.ts'
import { groupPeople, insertRound, isOpened, missRow, selectRounds } from './store/round.ts'

const openKind = 'round.open'
const missKind = 'round.miss'
/** A program that was off for long opens no heap of rounds that nobody can go any more: those count as missed by their gap. */
const mostLate = 7 * 86_400_000

/** The first time after an instant (epoch ms), of the rule's own time and the further ones of its days. */
export function nextTime(
  cal: CompiledCalendar,
  plan: { rule: Rule; moreTimes: readonly string[] },
  after: number,
): number | undefined {
  const times = [plan.rule.at, ...plan.moreTimes]
  const found = times
    .map((at) => nextOccurrence(cal, { ...plan.rule, at }, after))
    .filter((at) => at !== undefined)
  return found.length > 0 ? Math.min(...found) : undefined
}

/** Keeps the timer of a plan in line with its next round. */
export async function arrange(tx: Tx, planId: string, nextAt: Date | null): Promise<void> {
  if (!nextAt) return cancelTimer(tx, openKind, planId)
  await setTimer(tx, { kind: openKind, key: planId, dueAt: nextAt, data: { at: nextAt.toISOString() } })
}

/** Opens a round of a plan, with the timer that sees whether it is done. `startedBy`: it is begun at once. */
export async function openRound(
  tx: Tx,
  plan: PlanRow,
  at: { planned: Date | null; now: Date; startedBy: string | null },
): Promise<string> {
  const begin = at.planned ?? at.now
  const dueBy = new Date(begin.getTime() + plan.graceMinutes * 60_000)
  const day = dayIn(begin, unitZone())
  const number = await nextNumber(tx, 'round', 'XJ', day)
  const { planned: plannedAt, startedBy } = at
  const id = await insertRound(tx, { number, planId: plan.id, plannedAt, dueBy, startedBy })
  await setTimer(tx, { kind: missKind, key: id, dueAt: dueBy, data: {} })
  await emit(tx, { type: 'round.opened', entity: 'round', entityId: id })
  if (!startedBy)
    await notify(tx, {
      to: await groupPeople(tx, plan.group?.id ?? null),
      textKey: 'round:notify.due',
      params: { number, name: plan.name },
      entity: 'round',
      entityId: id,
      dedupeKey: `round-due:${id}`,
    })
  return id
}

/** Opens the round of a plan that was due at a time; for the past of a sample city. @returns its id */
export async function openPlanned(tx: Tx, planId: string, planned: Date): Promise<string> {
  const [plan] = await selectPlans(tx, ['/'], { id: planId })
  return openRound(tx, plan!, { planned, now: await dbNow(tx), startedBy: null })
}

/** Opens the round whose time has come and arranges the next; each once, whoever runs. */
export const openTimer: TimerHandler = {
  kind: openKind,
  run: async (tx, timer) => {
    const [plan] = await selectPlans(tx, ['/'], { id: timer.key, lock: true })
    if (!plan?.active || plan.nextAt?.toISOString() !== timer.data['at']) return
    const cal = await defaultCalendar(tx)
    const planned = plan.nextAt!
    const now = await dbNow(tx)
    if (!(await isOpened(tx, plan.id, planned))) {
      const id = await openRound(tx, plan, { planned, now, startedBy: null })
      await audit(tx, systemActor('round'), {
        action: 'round.open',
        entity: 'round',
        entityId: id,
        orgId: plan.org.id,
        after: { plan: plan.name, planned: planned.toISOString() },
      })
    }
    // as often as it should have come in the last week; what lies further back is not made up
    const next = nextTime(cal, plan, Math.max(planned.getTime(), now.getTime() - mostLate))
    const nextAt = next === undefined ? null : new Date(next)
    await setNext(tx, plan.id, nextAt)
    await arrange(tx, plan.id, nextAt)
  },
}

/** When its time has passed and it is not done, that is seen and told, and stays. */
export const missTimer: TimerHandler = {
  kind: missKind,
  run: async (tx, timer) => {
    const [round] = await selectRounds(tx, everything, { id: timer.key, lock: true, limit: 1 })
    if (!round || (round.state !== 'due' && round.state !== 'underway')) return
    await missRow(tx, round.id)
    await audit(tx, systemActor('round'), {
      action: 'round.miss',
      entity: 'round',
      entityId: round.id,
      orgId: round.org.id,
      before: { state: round.state },
      after: { number: round.number, dueBy: new Date(round.dueBy).toISOString() },
    })
    await emit(tx, { type: 'round.missed', entity: 'round', entityId: round.id })
    const leader = await leaderOf(tx, round.orgPath)
    await notify(tx, {
      to: [...(await groupPeople(tx, round.group?.id ?? null)), ...(leader ? [leader] : [])],
      textKey: 'round:notify.missed',
      params: { number: round.number, name: round.plan.name },
      entity: 'round',
      entityId: round.id,
      dedupeKey: `round-missed:${round.id}`,
    })
  },
}

/** Ends the watch over a round that came to its end. */
export const endWatch = (tx: Tx, id: string): Promise<void> => cancelTimer(tx, missKind, id)

const everything = { paths: ['/'], groupIds: [], personId: null }
