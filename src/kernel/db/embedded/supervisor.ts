import { setTimeout as sleep } from 'node:timers/promises'
import { StartError } from '#kernel/settings/start-error.ts'
import { bringDown, bringUp, openCluster, type Cluster, type Running } from './cluster.ts'
import { urlOf } from './endpoint.ts'
import { withFileLock } from './file-lock.ts'
import { fileFault } from './layout.ts'
import { isAlive, type ProcessId } from './process-id.ts'
import { APP_ROLE, DATABASE, OWNER_ROLE } from './roles.ts'
import { countUsers, enterUser } from './users.ts'

export interface EmbeddedOptions {
  /** The cluster lies in `pg` below it. */
  dataDir: string
  /** Off for tests only. */
  fsync?: boolean
  /** PostgreSQL settings beyond or instead of the shipped ones. */
  settings?: Record<string, string>
  log?: (line: string) => void
}

/** What happened to the cluster under a living process. */
export type EmbeddedEvent =
  | { kind: 'exited'; pid: number }
  | { kind: 'restarted'; pid: number; ms: number }
  | { kind: 'restart-failed'; error: Error; nextInMs: number }

/** A running embedded PostgreSQL. The URLs stay valid across its restarts. */
export interface EmbeddedPg {
  appUrl: string
  ownerUrl: string
  /** The superuser, database `postgres`: for tests and for maintenance that needs it. */
  adminUrl: string
  readonly pid: number
  /** True when it already ran, left by a killed process or shared with a living one. */
  adopted: boolean
  /** Leaves the cluster, and stops it unless another living process uses it. May be called twice. */
  stop: () => Promise<void>
  /** Tells of unexpected ends and restarts. */
  onExit: (listener: (event: EmbeddedEvent) => void) => void
}

const LOCK_WAIT_MS = 120_000
const WATCH_MS = 150
const BACKOFF_MS = [0, 250, 500, 1000, 2000, 5000]

/**
 * Starts or adopts the embedded PostgreSQL of a DATA_DIR, with both roles and the database, and watches over it:
 * when it ends by itself it is started again, at once and then with growing pauses, as long as this process lives.
 * @throws StartError with one line for the operator
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPg> {
  const log = options.log ?? (() => undefined)
  const cluster = await openCluster(options.dataDir, {
    fsync: options.fsync ?? true,
    settings: options.settings ?? {},
    log,
  })
  const { running, user } = await locked(cluster, async () => {
    const up = await bringUp(cluster, countUsers(cluster.layout) === 0)
    return { running: up, user: enterUser(cluster.layout) }
  })
  log(
    `PostgreSQL ${cluster.version}: ${running.adopted ? 'adopted' : 'started'}, pid ${running.id.pid} (${cluster.runAs.how})`,
  )
  const watch = watchOver(cluster, running, log)
  let stopped: Promise<void> | undefined
  const { endpoint, secrets } = running
  return {
    appUrl: urlOf(endpoint, APP_ROLE, secrets.app, DATABASE),
    ownerUrl: urlOf(endpoint, OWNER_ROLE, secrets.owner, DATABASE),
    adminUrl: urlOf(endpoint, 'postgres', secrets.superuser, 'postgres'),
    get pid() {
      return watch.pid()
    },
    adopted: running.adopted,
    onExit: (listener) => watch.listeners.push(listener),
    stop: () => (stopped ??= stop(cluster, user, watch)),
  }
}

interface Watch {
  pid: () => number
  listeners: Array<(event: EmbeddedEvent) => void>
  /** Ends the watch and waits for a restart that is under way. */
  end: () => Promise<void>
}

async function stop(cluster: Cluster, user: { leave: () => void }, watch: Watch): Promise<void> {
  await watch.end()
  await locked(cluster, async () => {
    user.leave()
    if (countUsers(cluster.layout) === 0) await bringDown(cluster)
    else cluster.log('PostgreSQL: left running for another process')
  })
}

function watchOver(cluster: Cluster, running: Running, log: (line: string) => void): Watch {
  let id = running.id
  let restart: Promise<void> | undefined
  const ended = new AbortController()
  const listeners: Watch['listeners'] = []
  const tell = (event: EmbeddedEvent) => {
    log(describe(event))
    for (const listener of listeners) listener(event)
  }
  const timer = setInterval(() => {
    if (restart || isAlive(id)) return
    tell({ kind: 'exited', pid: id.pid })
    restart = restartUntilUp(cluster, ended.signal, tell).then((up) => {
      if (up) id = up.id
      restart = undefined
    })
  }, WATCH_MS)
  timer.unref()
  return {
    pid: () => id.pid,
    listeners,
    end: async () => {
      clearInterval(timer)
      ended.abort()
      await restart
    },
  }
}

/** Never gives up but when ended: a full disk may be freed hours later. Undefined when ended first. */
async function restartUntilUp(
  cluster: Cluster,
  ended: AbortSignal,
  tell: (event: EmbeddedEvent) => void,
): Promise<Running | undefined> {
  const begun = Date.now()
  for (let attempt = 1; !ended.aborted; attempt++) {
    try {
      // other processes that watch come here as well: the first starts it, the others adopt
      const up = await locked(cluster, () => bringUp(cluster, false))
      tell({ kind: 'restarted', pid: up.id.pid, ms: Date.now() - begun })
      return up
    } catch (error) {
      const nextInMs = BACKOFF_MS[Math.min(attempt, BACKOFF_MS.length - 1)]!
      tell({ kind: 'restart-failed', error: error as Error, nextInMs })
      await sleep(nextInMs, undefined, { signal: ended, ref: false }).catch(() => undefined)
    }
  }
  return undefined
}

function describe(event: EmbeddedEvent): string {
  if (event.kind === 'exited') return `PostgreSQL: pid ${event.pid} ended unexpectedly, starting it again`
  if (event.kind === 'restarted') return `PostgreSQL: up again after ${event.ms} ms, pid ${event.pid}`
  return `PostgreSQL: not up (${event.error.message}), next attempt in ${event.nextInMs} ms`
}

async function locked<T>(cluster: Cluster, work: () => Promise<T>): Promise<T> {
  const { startLock, dataDir } = cluster.layout
  const busy = (holder: ProcessId) =>
    new StartError(
      'DATA_DIR_IN_USE',
      'DATA_DIR',
      `进程 ${holder.pid} 正在启动或停止 ${dataDir} 中的数据库，等待超时`,
      `process ${holder.pid} is still starting or stopping the database in ${dataDir}`,
    )
  try {
    return await withFileLock(startLock, LOCK_WAIT_MS, busy, work)
  } catch (error) {
    throw fileFault(dataDir, error)
  }
}
