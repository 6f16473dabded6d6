import { setTimeout as sleep } from 'node:timers/promises'
import { Logger, run, type Runner, type TaskList } from 'graphile-worker'
import type pg from 'pg'
import type { Kysely } from 'kysely'
import { transaction, type DB } from '../db/index.ts'
import { markReactionDone } from '../events/index.ts'
import type { AppEvent, JobContext, Reaction } from '../manifest.ts'

export interface RunnerOptions {
  db: Kysely<DB>
  pool: pg.Pool
  context: JobContext
  concurrency?: number
}

export interface KeptRunner {
  stop: () => Promise<void>
  /** 0 while it runs, else the seconds since it ended. */
  idleSeconds: () => number
}

/** Pause before a runner that has given up is started again. */
const restMs = 1000

/**
 * Runs the reactions. Graphile's runner gives up when the database goes away at the wrong moment; it is started again
 * until `stop`.
 */
export async function keepRunner(
  options: RunnerOptions,
  reactions: ReadonlyMap<string, Reaction>,
): Promise<KeptRunner> {
  const ended = new AbortController()
  let runner: Runner | undefined = await startRunner(options, reactions)
  let since: number | undefined
  const kept = (async () => {
    while (!ended.signal.aborted) {
      try {
        runner ??= await startRunner(options, reactions)
        since = undefined
        await runner.promise
      } catch (error) {
        if (!ended.signal.aborted)
          options.context.log('jobs: the runner ended, will start again', { error: String(error) })
      }
      if (ended.signal.aborted) return
      runner = undefined
      since ??= Date.now()
      await sleep(restMs, undefined, { signal: ended.signal }).catch(() => undefined)
    }
  })()
  return {
    stop: async () => {
      ended.abort()
      await runner?.stop()
      await kept
    },
    idleSeconds: () => (since === undefined ? 0 : (Date.now() - since) / 1000),
  }
}

function startRunner(options: RunnerOptions, reactions: ReadonlyMap<string, Reaction>): Promise<Runner> {
  const taskList: TaskList = {
    reaction: async (payload) => {
      const { reaction: name, event } = payload as { reaction: string; event: AppEvent }
      const reaction = reactions.get(name)
      if (!reaction) throw new Error(`no reaction named ${name}`)
      await transaction(options.db, async (tx) => {
        if (await markReactionDone(tx, event.id, name)) await reaction.run(tx, event)
      })
    },
  }
  const quiet = new Set(['debug', 'info'])
  return run({
    pgPool: options.pool,
    taskList,
    concurrency: options.concurrency ?? 4,
    pollInterval: 500,
    noHandleSignals: true,
    parsedCronItems: [],
    logger: new Logger(() => (level, message) => {
      if (!quiet.has(level)) options.context.log(`jobs: ${message}`)
    }),
  })
}
