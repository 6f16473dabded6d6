import { zoneOf } from '#kernel/calendar/index.ts'
import type { CommandContext } from '#kernel/manifest.ts'
import { systemActor, type Actor } from '#kernel/permission/index.ts'
import { unitZone } from '#kernel/settings/index.ts'
import { defaultPriority } from '#modules/incident/lifecycle.ts'
import { ensureGroups, unitOrgId } from './places.ts'
import { readRows } from './read-file.ts'
import { replayIncident } from './replay.ts'
import { Tally, type Rejected, type Report } from './report.ts'
import { localParts, understand, type SourceEvent } from './row.ts'

/** Incidents replayed side by side: one waits for the database while another computes. */
const sideBySide = 4

/** The format says nothing of zones; times are read as the centre's. */
function toInstant(local: string): Date | null {
  const parts = localParts(local)
  if (!parts) return null
  const [year, month, day, hour, minute] = parts
  return new Date(zoneOf(unitZone()).toInstant(Date.UTC(year, month - 1, day, hour, minute)))
}

interface Gathered {
  byNumber: Map<string, SourceEvent[]>
  tally: Tally
  rejected: Rejected[]
  mismatches: number
}

/** Reads the whole file, understands each row, gathers the rows of each incident in order of their times. */
async function gather(file: string): Promise<Gathered> {
  const g: Gathered = { byNumber: new Map(), tally: new Tally(), rejected: [], mismatches: 0 }
  for await (const { row, raw, error } of readRows(file)) {
    g.tally.add(raw)
    const understood = error ? ({ ok: false, reason: error } as const) : understand(raw, row, toInstant)
    if (!understood.ok) {
      g.rejected.push({ row, number: raw['number'] ?? '', reason: understood.reason })
      continue
    }
    const { event } = understood
    if (defaultPriority(event.impact, event.urgency) !== event.priority) g.mismatches++
    const known = g.byNumber.get(event.number)
    if (known) known.push(event)
    else g.byNumber.set(event.number, [event])
  }
  for (const events of g.byNumber.values())
    events.sort((a, b) => Number(a.updatedAt) - Number(b.updatedAt) || a.row - b.row)
  return g
}

/**
 * Imports a ServiceNow incident event log (UCI "Incident management process enriched event log" format).
 * @param options.dryRun read and judge every row, write nothing
 */
export async function importFile(
  file: string,
  context: CommandContext,
  options: { dryRun: boolean },
): Promise<Report> {
  const begun = Date.now()
  const g = await gather(file)
  const report: Report = {
    ...g.tally.figures(),
    imported: 0,
    rejected: g.rejected,
    repaired: [],
    priorityMismatches: g.mismatches,
    alreadyThere: 0,
    dryRun: options.dryRun,
    seconds: 0,
  }
  if (options.dryRun) report.imported = [...g.byNumber.values()].reduce((n, events) => n + events.length, 0)
  else await replayAll(g, report, context)
  report.rejected.sort((a, b) => a.row - b.row)
  report.repaired.sort((a, b) => a.row - b.row)
  report.seconds = Math.round((Date.now() - begun) / 100) / 10
  return report
}

async function replayAll(g: Gathered, report: Report, context: CommandContext): Promise<void> {
  const actor: Actor = { ...systemActor('import-servicenow'), origin: 'import' }
  const names = new Set<string>()
  for (const events of g.byNumber.values()) for (const e of events) if (e.group) names.add(e.group)
  const orgId = await unitOrgId(context.db)
  const groups = await ensureGroups(context.db, actor, orgId, [...names])
  const replayContext = { db: context.db, actor, orgId, groupId: (name: string) => groups.get(name)! }
  const queue = [...g.byNumber.values()]
  const progress = showProgress(context, g.tally.events)
  const work = async (): Promise<void> => {
    for (let events = queue.shift(); events; events = queue.shift()) {
      const done = await replayIncident(replayContext, events)
      if (done.alreadyThere) report.alreadyThere++
      report.imported += done.alreadyThere ? events.length : done.imported
      report.rejected.push(...done.rejected)
      report.repaired.push(...done.repaired)
      progress.count(events.length)
    }
  }
  try {
    await Promise.all(Array.from({ length: sideBySide }, work))
  } finally {
    progress.end()
  }
}

function showProgress(
  context: CommandContext,
  total: number,
): { count: (n: number) => void; end: () => void } {
  const begun = Date.now()
  let done = 0
  let shown = begun
  const show = (): void => {
    const seconds = (Date.now() - begun) / 1000
    context.err(
      `${done}/${total} (${Math.round((100 * done) / Math.max(1, total))}%), ${Math.round(done / Math.max(seconds, 0.001))}/s`,
    )
    shown = Date.now()
  }
  return {
    count: (n) => {
      done += n
      if (Date.now() - shown > 2000) show()
    },
    end: show,
  }
}
