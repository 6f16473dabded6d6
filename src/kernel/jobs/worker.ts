import type pg from 'pg'
import type { Kysely } from 'kysely'
import type { DB, Tx } from '../db/index.ts'
import { dropOldReactions, relayOnce } from '../events/index.ts'
import { registerMeasures } from '../fact/measures.ts'
import type { JobContext, Manifest, PeriodicJob, Reaction, TimerRow } from '../manifest.ts'
import { keepRunner } from './runner.ts'
import { claimTurn, fireOne, NamedLocks, releaseAbandoned } from './store.ts'

export interface Worker {
  stop: () => Promise<void>
  /** Seconds since the slowest of the loops last completed a turn: what readiness looks at. */
  idleSeconds: () => number
}

export interface WorkerOptions {
  db: Kysely<DB>
  pool: pg.Pool
  manifests: readonly Manifest[]
  context: JobContext
  concurrency?: number
}

/** What the event log and its jobs need themselves; everything else recurring is a room's. */
const own: readonly PeriodicJob[] = [
  { name: 'events.sweep', everySeconds: 6 * 3600, run: async ({ db }) => dropOldReactions(db) },
  { name: 'jobs.release', everySeconds: 10, run: async ({ db }) => releaseAbandoned(db) },
]

/** Starts relay, reactions, timers and recurring jobs of this process. Several processes may do so side by side. */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const { db, manifests, context } = options
  const reactions = new Map<string, Reaction>()
  // a process that only works builds no server
  for (const m of manifests) {
    m.setUp?.(db)
    registerMeasures(m)
  }
  for (const m of manifests) for (const r of m.reactions ?? []) reactions.set(r.name, r)
  const runner = await keepRunner(options, reactions)
  const reactionsOf = byType(reactions)
  const timers = new Map<string, (tx: Tx, timer: TimerRow) => Promise<void>>()
  for (const m of manifests) for (const t of m.timers ?? []) timers.set(t.kind, t.run)
  const locks = new NamedLocks(options.pool)
  let ended: Promise<void> | undefined
  const loops = [
    loop('relay', 250, context, async () => (await relayOnce(db, reactionsOf)) > 0),
    loop('timers', 500, context, () =>
      fireOne(db, timers, (timer, error) =>
        context.log('timer failed', { kind: timer.kind, key: timer.key, error: String(error) }),
      ),
    ),
    ...[...own, ...manifests.flatMap((m) => m.jobs ?? [])].map((job) =>
      loop(`job ${job.name}`, Math.min(1000, job.everySeconds * 500), context, async () => {
        if (!(await claimTurn(db, job.name, job.everySeconds))) return false
        await locks.exclusively(job.name, () => job.run({ ...context, stopping: () => ended !== undefined }))
        return false
      }),
    ),
  ]
  const daemons = manifests.flatMap((m) => m.daemons ?? []).map((daemon) => daemon.start(context))
  return {
    stop: () =>
      (ended ??= (async () => {
        await Promise.all([...loops, ...daemons].map((one) => one.stop()))
        await locks.end()
        await runner.stop()
      })()),
    idleSeconds: () => Math.max(runner.idleSeconds(), ...loops.slice(0, 2).map((l) => l.idleSeconds())),
  }
}

function byType(reactions: Map<string, Reaction>): (type: string) => readonly Reaction[] {
  const table = new Map<string, Reaction[]>()
  for (const r of reactions.values())
    for (const type of typeof r.on === 'string' ? [r.on] : r.on)
      table.set(type, [...(table.get(type) ?? []), r])
  return (type) => table.get(type) ?? []
}

interface Loop {
  stop: () => Promise<void>
  idleSeconds: () => number
}

/** Calls `turn` until it says there is nothing left, sleeps `restMs`, and again; an error is logged and retried after a pause. */
function loop(name: string, restMs: number, context: JobContext, turn: () => Promise<boolean>): Loop {
  let stopped = false
  let wake: () => void = () => undefined
  let last = Date.now()
  let failing = false
  const rest = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const t = setTimeout(resolve, ms)
      wake = () => {
        clearTimeout(t)
        resolve()
      }
    })
  const running = (async () => {
    while (!stopped) {
      try {
        while (!stopped && (await turn())) last = Date.now()
        last = Date.now()
        failing = false
      } catch (error) {
        if (!failing) context.log(`${name} failed, will try again`, { error: String(error) })
        failing = true
      }
      if (!stopped) await rest(failing ? 1000 : restMs)
    }
  })()
  return {
    stop: async () => {
      stopped = true
      wake()
      await running
    },
    idleSeconds: () => (Date.now() - last) / 1000,
  }
}
