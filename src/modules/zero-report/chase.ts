import { audit } from '#kernel/audit/index.ts'
import { dbNow, type Db, type Tx } from '#kernel/db/index.ts'
import { emit } from '#kernel/events/index.ts'
import { cancelTimer, setTimer } from '#kernel/jobs/index.ts'
import type { TimerHandler } from '#kernel/manifest.ts'
import { notify } from '#kernel/notify/index.ts'
import { leaderOf } from '#kernel/org/index.ts'
import { systemActor } from '#kernel/permission/index.ts'
import { onDuty, teamLeaders } from '#modules/duty/index.ts'
import { nextStep, stepAt, summaryMinutes, type Step } from './lifecycle.ts'
import * as store from './store/report.ts'

const chaseKind = 'zero-report.chase'
const tellKind = 'zero-report.tell'
export const everything = { paths: ['/'], personId: null }

/** Sets the clock of a line to its next step. */
export async function arrangeChase(tx: Tx, id: string, dueAt: Date, now: Date, n: number): Promise<void> {
  const next = nextStep(dueAt, now, n)
  if (next) await setTimer(tx, { kind: chaseKind, key: id, dueAt: next.at, data: { step: next.n } })
}
export const endChase = (tx: Tx, id: string): Promise<void> => cancelTimer(tx, chaseKind, id)

/** The leading cadre is told how the day stands some time after the last report was due. */
export async function arrangeTelling(tx: Tx, reportId: string, lastDue: Date): Promise<void> {
  const dueAt = new Date(lastDue.getTime() + summaryMinutes * 60_000)
  await setTimer(tx, { kind: tellKind, key: reportId, dueAt })
}

const leads = (people: readonly { personId: string; role: string }[]): string[] =>
  people.filter((one) => one.role === 'leader').map((one) => one.personId)

/** Who writes: for a unit those named, else its leader; for a team also whoever is on duty. */
async function writersOf(tx: Tx, line: store.LineRow, at: Date): Promise<string[]> {
  const shift = line.team ? await onDuty(tx, { teamId: line.team.id, at }) : null
  const people = [...line.personIds, ...(shift?.people ?? []).map((one) => one.personId)]
  return people.length > 0 ? people : leadersOfParty(tx, line)
}

async function leadersOfParty(tx: Tx, line: store.LineRow): Promise<string[]> {
  const own = line.team ? await teamLeaders(tx, line.team.id) : []
  const leader = await leaderOf(tx, line.orgPath)
  return [...own, ...(leader ? [leader] : [])]
}

/** The leading cadre 带班领导 of who receives: on duty there now, else who leads the unit. */
export async function cadreOf(db: Db, to: { id: string; path: string }, at: Date): Promise<string[]> {
  const shift = await onDuty(db, { orgId: to.id, at })
  const onIt = leads(shift?.people ?? [])
  if (onIt.length > 0) return onIt
  const leader = await leaderOf(db, to.path)
  return leader ? [leader] : []
}

async function toldBy(tx: Tx, line: store.LineRow, step: Step, now: Date): Promise<string[]> {
  if (step.tells === 'missing') return cadreOf(tx, { id: line.to.id, path: line.toPath }, now)
  const writers = await writersOf(tx, line, now)
  return step.tells === 'chased' ? [...writers, ...(await leadersOfParty(tx, line))] : writers
}

/** One step of the chase of one line. What was written meanwhile is not chased. */
export const chaseTimer: TimerHandler = {
  kind: chaseKind,
  run: async (tx, timer) => {
    const [line] = await store.selectLines(tx, everything, { id: timer.key, lock: true })
    const n = Number(timer.data['step'] ?? 0)
    const step = stepAt(n)
    if (!line || line.filedAt || !step) return
    const now = await dbNow(tx)
    if (step.tells === 'late') {
      await store.missLine(tx, line.id)
      await audit(tx, systemActor('zero-report'), {
        action: 'zero-report.miss',
        entity: 'zero-report',
        entityId: line.reportId,
        orgId: line.org.id,
        after: { party: nameOf(line), day: line.day },
      })
      await emit(tx, { type: 'zero-report.missed', entity: 'zero-report', entityId: line.reportId })
    }
    await notify(tx, {
      to: await toldBy(tx, line, step, now),
      textKey: `zero-report:notify.${step.tells}`,
      params: { party: nameOf(line), day: line.day, occasion: line.occasion },
      entity: 'zero-report',
      entityId: line.reportId,
      dedupeKey: `zero-report-${step.tells}:${line.id}`,
    })
    await arrangeChase(tx, line.id, line.dueAt, now, n + 1)
  },
}

/** What a party is called: its team, else its unit. */
export const nameOf = (line: Pick<store.LineRow, 'org' | 'team'>): string => line.team?.name ?? line.org.name

/** Tells the leading cadre how a day stands, once. */
export async function tellHowItStands(tx: Tx, reportId: string): Promise<void> {
  const [report] = await store.selectReports(tx, everything, { id: reportId, lock: true, limit: 1 })
  if (!report || report.told || report.readAt) return
  const { parties, nothing, something, missing, waiting } = report.counts
  await store.toldReport(tx, reportId)
  await cancelTimer(tx, tellKind, reportId)
  await notify(tx, {
    to: await cadreOf(tx, { id: report.to.id, path: report.toPath }, await dbNow(tx)),
    textKey: 'zero-report:notify.summary',
    params: {
      day: report.day,
      occasion: report.occasion,
      parties,
      nothing,
      something,
      missing: missing + waiting,
    },
    entity: 'zero-report',
    entityId: reportId,
    dedupeKey: `zero-report-summary:${reportId}`,
  })
}

export const tellTimer: TimerHandler = { kind: tellKind, run: (tx, timer) => tellHowItStands(tx, timer.key) }
