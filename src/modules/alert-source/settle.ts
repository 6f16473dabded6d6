import { createHash } from 'node:crypto'
import { dbNow, transaction, type Tx } from '#kernel/db/index.ts'
import type { JobContext } from '#kernel/manifest.ts'
import { takeGenericAlerts, type TakenAlert } from '#modules/alert/index.ts'
import type { Occurrence } from './occurrence.ts'
import { addCounts, findSource, type SourceRow } from './store/source.ts'
import {
  countOpen,
  lockOpen,
  removeOpen,
  stillOpen,
  takeAllOpen,
  takeDue,
  upsertOpen,
  type OpenRow,
} from './store/open.ts'

type Source = Pick<SourceRow, 'id' | 'name'> & { org: { id: string } }

/**
 * Alerts that a source may hold open. Beyond it what listens begins no more (anybody may be at the other end), and those
 * that are sent to with a token are not remembered: their ends must say themselves what they end.
 */
const maxOpen = 100_000
/** What goes on is told anew this often at most, where messages come by the thousand. */
const tellEveryMs = 10_000

const hash = (text: string): string => createHash('sha256').update(text).digest('base64url')

function labelsHash(labels: Record<string, string>): string {
  return hash(JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))))
}

/**
 * Brings occurrences of a source to the alert room, in their order and in the caller's transaction: compared with what
 * is open of it. What began keeps its labels until its end, whatever the later messages say; two events of one alert end
 * it together.
 * @param often messages come in masses: what only goes on is told every ten seconds
 * @returns how many were handed over
 */
export async function settleOccurrences(
  tx: Tx,
  source: Source,
  occurrences: readonly Occurrence[],
  often: boolean,
): Promise<number> {
  if (occurrences.length === 0) return 0
  const now = await dbNow(tx)
  const refs = occurrences.map((one) => hash(one.ref))
  const open = new Map((await lockOpen(tx, source.id, [...new Set(refs)])).map((row) => [row.ref, row]))
  const before = new Set(open.keys())
  const room = await roomFor(tx, source.id, refs, before)
  const { told, ended, dropped } = compare(occurrences, refs, { open, before, room, often, now })
  await removeOpen(
    tx,
    source.id,
    [...before].filter((ref) => !open.has(ref)),
  )
  await remember(tx, source.id, [...open.values()], before, room)
  if (dropped > 0) await addCounts(tx, source.id, { dropped }, `more than ${maxOpen} open alerts`)
  const held = await stillOpen(
    tx,
    source.id,
    ended.map(({ row }) => row.labelsHash),
  )
  // what another event holds open goes on; what began again within these occurrences is told in its order
  const silent = new Set(
    ended.filter(({ row }) => held.has(row.labelsHash) && !open.has(row.ref)).map(({ alert }) => alert),
  )
  return handOver(
    tx,
    source,
    told.filter((alert) => !silent.has(alert)),
  )
}

interface Compared {
  told: TakenAlert[]
  ended: { row: OpenRow; alert: TakenAlert }[]
  /** beyond what may be open */
  dropped: number
}

/** What is to be told of occurrences, in their order; `open` becomes what is open after them. */
function compare(
  occurrences: readonly Occurrence[],
  refs: readonly string[],
  at: { open: Map<string, OpenRow>; before: ReadonlySet<string>; room: number; often: boolean; now: Date },
): Compared {
  const { open, before, often, now } = at
  const found: Compared = { told: [], ended: [], dropped: 0 }
  let { room } = at
  occurrences.forEach((one, n) => {
    const ref = refs[n]!
    const known = open.get(ref)
    if (one.status === 'resolved') {
      if (!known && one.onlyIfOpen) return
      const alert = alertOf(one, known)
      found.told.push(alert)
      if (known) found.ended.push({ row: known, alert })
      open.delete(ref)
      return
    }
    if (!known && !before.has(ref) && room-- <= 0 && often) return void found.dropped++
    const row = begun(one, ref, known, now)
    const quiet =
      often &&
      known !== undefined &&
      known.severity === one.severity &&
      now.getTime() - known.toldAt.getTime() < tellEveryMs
    if (!quiet) found.told.push(alertOf(one, row))
    open.set(ref, quiet ? { ...row, toldAt: known.toldAt } : row)
  })
  return found
}

/** How many of these may begin; asked only where one of them is not open. */
async function roomFor(
  tx: Tx,
  sourceId: string,
  refs: readonly string[],
  before: ReadonlySet<string>,
): Promise<number> {
  return refs.every((ref) => before.has(ref)) ? 0 : maxOpen - (await countOpen(tx, sourceId, maxOpen))
}

async function remember(
  tx: Tx,
  sourceId: string,
  rows: readonly OpenRow[],
  before: ReadonlySet<string>,
  room: number,
): Promise<void> {
  const fresh = rows.filter((row) => !before.has(row.ref))
  await upsertOpen(tx, sourceId, [
    ...rows.filter((row) => before.has(row.ref)),
    ...fresh.slice(0, Math.max(0, room)),
  ])
}

function begun(one: Occurrence, ref: string, known: OpenRow | undefined, now: Date): OpenRow {
  return {
    ref,
    name: one.name,
    severity: one.severity,
    labels: known?.labels ?? one.labels,
    labelsHash: known?.labelsHash ?? labelsHash(one.labels),
    groupKey: one.groupKey ?? null,
    lastAt: now,
    toldAt: now,
    count: (known?.count ?? 0) + one.count,
    resolveAt: one.resolveMinutes === null ? null : new Date(now.getTime() + one.resolveMinutes * 60_000),
  }
}

function alertOf(one: Occurrence, row: OpenRow | undefined): TakenAlert {
  const count = row && row.count > 1 ? { count: String(row.count) } : {}
  return {
    labels: row?.labels ?? one.labels,
    annotations: { ...one.annotations, ...count },
    status: one.status,
    name: one.name,
    severity: one.severity,
    ...(one.startsAt ? { startsAt: one.startsAt } : {}),
    ...(one.endsAt ? { endsAt: one.endsAt } : {}),
    ...(one.groupKey ? { groupKey: one.groupKey } : {}),
  }
}

async function handOver(tx: Tx, source: Source, alerts: readonly TakenAlert[]): Promise<number> {
  return takeGenericAlerts(tx, { source: source.name, orgId: source.org.id, alerts })
}

function overAlert(row: OpenRow): TakenAlert {
  return {
    labels: row.labels,
    status: 'resolved',
    name: row.name,
    severity: row.severity,
    ...(row.groupKey ? { groupKey: row.groupKey } : {}),
  }
}

/** Ends all that a source holds open, because it goes. @returns how many alerts */
export async function endAll(tx: Tx, source: Source): Promise<number> {
  const rows = await takeAllOpen(tx, source.id)
  const alerts = new Map(rows.map((row) => [row.labelsHash, overAlert(row)]))
  return handOver(tx, source, [...alerts.values()])
}

/** Ends alerts of which nothing more was heard for as long as their rule says. */
export async function resolveDue({ db }: Pick<JobContext, 'db'>): Promise<void> {
  for (;;) {
    const more = await transaction(db, async (tx) => {
      const rows = await takeDue(tx, 1000)
      for (const sourceId of new Set(rows.map((row) => row.sourceId))) {
        const source = await findSource(tx, sourceId)
        const own = rows.filter((row) => row.sourceId === sourceId)
        const held = await stillOpen(
          tx,
          sourceId,
          own.map((row) => row.labelsHash),
        )
        const alerts = new Map(own.map((row) => [row.labelsHash, overAlert(row)]))
        const over = [...alerts].filter(([of]) => !held.has(of)).map(([, alert]) => alert)
        if (source) await handOver(tx, source, over)
      }
      return rows.length === 1000
    })
    if (!more) return
  }
}
