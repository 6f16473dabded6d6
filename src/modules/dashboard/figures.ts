import type { Db } from '#kernel/db/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { unitZone } from '#kernel/settings/index.ts'
import { states } from '#modules/incident/words.ts'
import { visibleRequests, visibleSql } from '#modules/request/index.ts'
import { answers } from '#modules/satisfaction/words.ts'
import type * as contract from './contract.ts'
import { readQuestion } from './period.ts'
import { countAnswers, countClocks, rankFaults, type ClockCount } from './store/faults.ts'
import { countStays } from './store/groups.ts'
import { countNear, flowByDay, nearestTickets, openByState } from './store/load.ts'
import { countRequestAnswers } from './store/requests.ts'
import { metrics, nearness, shares, type Metric, type Nearness } from './words.ts'

const sum = (rows: readonly { count: number }[]): number => rows.reduce((n, row) => n + row.count, 0)
const importedOf = (rows: readonly { imported: number }[]): number =>
  rows.reduce((n, row) => n + row.imported, 0)

/** Open tickets by state now, and what came and went day by day. Errors: as readQuestion. */
export async function loadVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.dashboardLoad>,
): Promise<Output<typeof contract.dashboardLoad>> {
  const { scope, range } = await readQuestion(db, actor, input)
  const rows = await openByState(db, scope)
  const open = states.flatMap((state) => {
    const row = rows.find((one) => one.state === state)
    return row ? [{ state, count: row.count }] : []
  })
  return { ...range, imported: importedOf(rows), open, days: await flowByDay(db, scope, range, unitZone()) }
}

const hour = 3_600_000

/** Open tickets by how near their nearest due time is, and the next five. Errors: as readQuestion. */
export async function breachesVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.dashboardBreaches>,
): Promise<Output<typeof contract.dashboardBreaches>> {
  const { scope, range } = await readQuestion(db, actor, input)
  const { imported, ...near } = await countNear(db, scope, range.asOf)
  const after = (hours: number): Date => new Date(range.asOf.getTime() + hours * hour)
  const bounds: Record<Nearness, [Date | null, Date | null]> = {
    overdue: [null, range.asOf],
    h4: [range.asOf, after(4)],
    h24: [after(4), after(24)],
    later: [after(24), null],
  }
  return {
    ...range,
    imported,
    ahead: nearness.map((key) => ({
      nearness: key,
      count: near[key],
      dueFrom: bounds[key][0],
      dueTo: bounds[key][1],
    })),
    nearest: await nearestTickets(db, scope, range.asOf, 5),
  }
}

/** How the response and restore clocks of the period's faults stand and ended. Errors: as readQuestion. */
export async function timelinessVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.dashboardTimeliness>,
): Promise<Output<typeof contract.dashboardTimeliness>> {
  const { scope, range } = await readQuestion(db, actor, input)
  const rows = await countClocks(db, scope, range)
  // a fault has one clock of each metric
  const imported = Math.max(
    ...metrics.map((metric) => importedOf(rows.filter((row) => row.metric === metric))),
  )
  return { ...range, imported, metrics: metrics.map((metric) => ofMetric(metric, rows)) }
}

function ofMetric(metric: Metric, all: readonly ClockCount[]) {
  const rows = all.filter((row) => row.metric === metric)
  const with_ = (result: string): number => sum(rows.filter((row) => row.result === result))
  return {
    metric,
    met: with_('met'),
    breached: with_('breached'),
    overdue: with_('overdue'),
    running: with_('running'),
    paused: with_('paused'),
    shares: shares.map((_, at) => sum(rows.filter((row) => row.share === at))),
  }
}

/** Faults by information system. Errors: as readQuestion. */
export function servicesVerb(db: Db, actor: Actor, input: Input<typeof contract.dashboardServices>) {
  return ranking(db, actor, input, 'service')
}

/** Faults by the org they hit, each org by itself. Errors: as readQuestion. */
export function orgsVerb(db: Db, actor: Actor, input: Input<typeof contract.dashboardOrgs>) {
  return ranking(db, actor, input, 'org')
}

async function ranking(
  db: Db,
  actor: Actor,
  input: contract.DashboardFilters,
  by: 'service' | 'org',
): Promise<Output<typeof contract.dashboardServices>> {
  const { scope, range } = await readQuestion(db, actor, input)
  const ranked = await rankFaults(db, scope, range, by)
  return { ...range, ...ranked, others: ranked.total - sum(ranked.bars) }
}

/** How groups kept what OLAs and vendor agreements promise of them. Errors: as readQuestion. */
export async function groupsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.dashboardGroups>,
): Promise<Output<typeof contract.dashboardGroups>> {
  const { scope, range } = await readQuestion(db, actor, input)
  const { bars, ...whole } = await countStays(db, scope, range)
  return { ...range, bars, ...whole, others: whole.total - sum(bars) }
}

/** Answers of the affected people of the period's tickets. Errors: as readQuestion. */
export async function satisfactionVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.dashboardSatisfaction>,
): Promise<Output<typeof contract.dashboardSatisfaction>> {
  const { scope, range } = await readQuestion(db, actor, input)
  return { ...range, ...answersOf(await countAnswers(db, scope, range)) }
}

/** Answers of those who asked for something in the period. Errors: as readQuestion. */
export async function requestSatisfactionVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.dashboardRequestSatisfaction>,
): Promise<Output<typeof contract.dashboardRequestSatisfaction>> {
  const { range } = await readQuestion(db, actor, input)
  const { orgId, serviceId } = input
  const visible = visibleSql(visibleRequests(actor))
  return { ...range, ...answersOf(await countRequestAnswers(db, { visible, orgId, serviceId }, range)) }
}

function answersOf(rows: readonly { said: string; count: number; imported: number }[]) {
  const of = (said: string): number => rows.find((row) => row.said === said)?.count ?? 0
  const counted = answers.map((answer) => ({ answer, count: of(answer) }))
  return {
    imported: importedOf(rows),
    answers: counted,
    asked: sum(rows),
    answered: sum(counted),
    waiting: of('asked'),
    expired: of('expired'),
  }
}
