import { setImmediate } from 'node:timers/promises'
import { audit } from '#kernel/audit/index.ts'
import { dbNow, transaction, type Tx } from '#kernel/db/index.ts'
import type { JobContext } from '#kernel/manifest.ts'
import { notify } from '#kernel/notify/index.ts'
import { holdersOf, systemActor, type Actor } from '#kernel/permission/index.ts'
import { termsOf } from './search.ts'
import * as store from './store/trends.ts'
import * as trend from './trend.ts'

const day = 86_400_000
/** More than so many incidents are not looked at in one go: the newest count, and the days are those that they cover. */
const mostInWindow = 30_000
const mostFormer = 60_000

export interface Found {
  created: number
  reopened: number
  refreshed: number
  expired: number
  /** incidents looked at */
  looked: number
}

/**
 * Looks for repeating incidents and proposes problems, by the settings. Bounded by the window and the index on time, not by
 * how many tickets there are. The caller sees to it that only one looks at a time; a second one proposes nothing twice.
 */
export async function findTrends(tx: Tx, actor: Actor): Promise<Found> {
  const setting = await store.readSetting(tx)
  const now = await dbNow(tx)
  const found = await look(tx, actor, setting, now)
  found.expired = await expire(tx, actor, setting, now)
  return found
}

/** Lets go of open proposals whose trend was not seen for long: what is listed is what goes on. @returns how many */
async function expire(tx: Tx, actor: Actor, setting: store.TrendSetting, now: Date): Promise<number> {
  const gone = await store.expireProposals(tx, new Date(now.getTime() - setting.expireDays * day))
  for (const { id, seenAt } of gone)
    await audit(tx, actor, {
      action: 'problem.expire-proposal',
      entity: 'problem-proposal',
      entityId: id,
      before: { state: 'open' },
      after: { state: 'expired', lastSeen: seenAt, afterDays: setting.expireDays },
    })
  return gone.length
}

async function look(tx: Tx, actor: Actor, setting: store.TrendSetting, now: Date): Promise<Found> {
  const from = new Date(now.getTime() - setting.windowDays * day)
  const window = await store.incidentsBetween(tx, { from, to: now, unexplained: true }, mostInWindow)
  const found: Found = { created: 0, reopened: 0, refreshed: 0, expired: 0, looked: window.length }
  const busy = Map.groupBy(window, (row) => row.serviceId ?? '')
  const serviceIds = [...busy].filter(([, rows]) => rows.length >= setting.minCount).map(([id]) => id)
  if (serviceIds.length === 0) return found
  const former = await readFormer(tx, serviceIds, setting, from)
  const groups: trend.Group[] = []
  for (const seen of Map.groupBy(await seenOf(window), (one) => one.serviceId).values()) {
    groups.push(...trend.groupsOf(seen, (id) => former.get(id) ?? noFormer(setting), setting))
    await setImmediate()
  }
  const averages = groups.map((group) => {
    const { rows, days } = former.get(group.serviceId) ?? noFormer(setting)
    const same = rows.filter((row) => trend.belongs(row, group))
    return trend.formerAverage(same.length, days, setting.windowDays)
  })
  const known = await store.proposalsOf(tx, serviceIds)
  const times = new Map(window.map((row) => [row.id, row.occurredAt]))
  for (const [i, group] of groups.entries()) {
    const average = averages[i]!
    if (!trend.rises(group.incidentIds.length, average, setting)) continue
    const done = await propose(tx, actor, { group, average, from, to: now, known, times, setting })
    if (done === 'create') found.created++
    if (done === 'reopen') found.reopened++
    if (done === 'refresh') found.refreshed++
  }
  if (found.created + found.reopened > 0) await tellManagers(tx, found.created + found.reopened, now)
  return found
}

const noFormer = (setting: store.TrendSetting): trend.Former => ({ rows: [], days: setting.formerDays })

/** Takes titles apart, and lets others have their turn: the process serves pages meanwhile. */
async function seenOf(rows: readonly store.TrendRow[]): Promise<trend.Seen[]> {
  const seen: trend.Seen[] = []
  for (const [i, { id, serviceId, categoryId, title }] of rows.entries()) {
    seen.push({ id, serviceId, categoryId, terms: new Set(termsOf(trend.telling(title))) })
    if (i % 200 === 199) await setImmediate()
  }
  return seen
}

/** What was reported about these information systems in the days before the window, read once. */
async function readFormer(
  tx: Tx,
  serviceIds: readonly string[],
  setting: store.TrendSetting,
  to: Date,
): Promise<Map<string | null, trend.Former>> {
  const begin = new Date(to.getTime() - setting.formerDays * day)
  const rows = await store.incidentsBetween(tx, { from: begin, to, serviceIds }, mostFormer)
  // cut off, the rows cover fewer days; the newest come first
  const oldest = rows.length < mostFormer ? begin : rows.at(-1)!.occurredAt
  const days = (to.getTime() - oldest.getTime()) / day
  const byService = Map.groupBy(await seenOf(rows), (row) => row.serviceId)
  return new Map([...byService].map(([id, same]) => [id, { rows: same, days }]))
}

interface Candidate {
  group: trend.Group
  average: number
  from: Date
  to: Date
  known: readonly store.KnownProposal[]
  times: ReadonlyMap<string, Date>
  setting: store.TrendSetting
}

async function propose(tx: Tx, actor: Actor, c: Candidate): Promise<ReturnType<typeof trend.decide>> {
  const { group, average, setting } = c
  const before = c.known.find((one) => trend.isSame(one, group))
  const sinceEnd = before?.endedAt
    ? group.incidentIds.filter((id) => c.times.get(id)! > before.endedAt!).length
    : 0
  const what = trend.decide(before && { ...before, sinceEnd }, group.incidentIds.length, setting.minCount)
  if (what === 'leave') return what
  const figures = {
    key: trend.keyOf(group),
    ...group,
    count: group.incidentIds.length,
    formerAverage: Math.round(average * 10) / 10,
    from: c.from,
    to: c.to,
  }
  if (before) await store.refreshProposal(tx, before.id, figures, what === 'reopen')
  const id = before?.id ?? (await store.insertProposal(tx, figures))
  if (!id) return 'leave'
  if (what === 'refresh') return what
  await audit(tx, actor, {
    action: 'problem.propose',
    entity: 'problem-proposal',
    entityId: id,
    after: {
      words: group.words,
      serviceId: group.serviceId,
      categoryId: group.categoryId,
      count: figures.count,
      formerAverage: figures.formerAverage,
      again: what === 'reopen',
    },
  })
  return what
}

/** One message for all that a look has found. */
async function tellManagers(tx: Tx, n: number, now: Date): Promise<void> {
  const to = await holdersOf(tx, { permission: 'problem.manage' }, await store.rootPath(tx))
  if (to.length === 0) return
  await notify(tx, {
    to,
    textKey: 'problem:notify.proposed',
    params: { n: String(n) },
    entity: 'problem-proposal',
    entityId: 'open',
    dedupeKey: `problem.proposed:${now.toISOString()}`,
  })
}

/** Recurring: looks once an hour unless it is switched off; what was proposed expires either way. */
export async function trendJob({ db, log }: JobContext): Promise<void> {
  const actor = systemActor('problem', 'trends')
  const setting = await store.readSetting(db)
  const found = await transaction(db, async (tx) =>
    setting.enabled
      ? findTrends(tx, actor)
      : { created: 0, reopened: 0, expired: await expire(tx, actor, setting, await dbNow(tx)) },
  )
  if (found.created + found.reopened + found.expired > 0) log('problem trends', { ...found })
}
