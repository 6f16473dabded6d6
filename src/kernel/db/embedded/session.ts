import { StartError } from '#kernel/settings/start-error.ts'
import { fileFault, prepareLayout } from './layout.ts'
import { requirePlatform } from './native.ts'
import { tryFileLock, type FileLock } from './file-lock.ts'
import { requireDatabase } from './outside.ts'
import { startEmbedded, type EmbeddedPg } from './supervisor.ts'

/** The part of the settings that says which database to use. */
export interface DatabaseSettings {
  dataDir: string
  databaseUrl: string | undefined
  databaseOwnerUrl: string | undefined
}

export interface DatabaseSession {
  /** The application role: no DDL. */
  appUrl: string
  /** The owner, for migrations; absent when an outside database is used without DATABASE_OWNER_URL. */
  ownerUrl: string | undefined
  /** Absent with an outside database. */
  embedded: EmbeddedPg | undefined
  /** Aborted by SIGTERM or SIGINT; a server then ends its work and returns. */
  signal: AbortSignal
}

/** A command was ended by a signal; `exitCode` is the shell's convention, 128 + its number. */
export class Interrupted extends Error {
  readonly exitCode: number
  constructor(signal: 'SIGINT' | 'SIGTERM') {
    super(signal)
    this.name = 'Interrupted'
    this.exitCode = signal === 'SIGINT' ? 130 : 143
  }
}

/**
 * Runs `work` with a database: the outside one of the settings, else the embedded one of DATA_DIR, which is
 * started, or shared when it runs, and stopped afterwards by the last process that uses it.
 *
 * - `server`: one per DATA_DIR, guarded by `server.lock`. On SIGTERM or SIGINT `signal` is aborted and `work` is awaited.
 * - `command`: any number, beside a server or alone. On SIGTERM or SIGINT the database is left at once.
 *
 * @throws StartError when the database cannot be had, or DATA_DIR_IN_USE for a second server
 * @throws Interrupted when a signal ended a command
 */
export async function withDatabase<T>(
  settings: DatabaseSettings,
  mode: 'server' | 'command',
  work: (session: DatabaseSession) => Promise<T>,
  log: (line: string) => void = () => undefined,
): Promise<T> {
  if (settings.databaseUrl) {
    const { databaseUrl: appUrl, databaseOwnerUrl: ownerUrl } = settings
    await requireDatabase('DATABASE_URL', appUrl)
    if (ownerUrl) await requireDatabase('DATABASE_OWNER_URL', ownerUrl)
    return underSignals(mode, (signal) => work({ appUrl, ownerUrl, embedded: undefined, signal }))
  }
  requirePlatform()
  const lock = mode === 'server' ? lockServer(settings.dataDir) : undefined
  try {
    const embedded = await startEmbedded({ dataDir: settings.dataDir, log })
    const { appUrl, ownerUrl } = embedded
    try {
      return await underSignals(mode, (signal) => work({ appUrl, ownerUrl, embedded, signal }))
    } finally {
      await embedded.stop()
    }
  } finally {
    lock?.release()
  }
}

function lockServer(dataDir: string): FileLock {
  const layout = prepareLayout(dataDir)
  return lockFolder(layout.dataDir, layout.serverLock)
}

/**
 * One process at a time works in a folder. @param file the lock, in a folder that exists
 * @throws StartError DATA_DIR_IN_USE: a living process holds it
 */
export function lockFolder(dataDir: string, file: string): FileLock {
  let lock: ReturnType<typeof tryFileLock>
  try {
    lock = tryFileLock(file)
  } catch (error) {
    throw fileFault(dataDir, error)
  }
  if ('release' in lock) return lock
  throw new StartError(
    'DATA_DIR_IN_USE',
    'DATA_DIR',
    `${dataDir} 正被另一个服务（进程 ${lock.holder.pid}）使用，请先停止它或另设 DATA_DIR`,
    `${dataDir} is in use by another server (process ${lock.holder.pid}); stop it or set another DATA_DIR`,
  )
}

/** A second signal is not caught and ends the process at once; the next start then adopts the database. */
async function underSignals<T>(
  mode: 'server' | 'command',
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController()
  const interrupted = Promise.withResolvers<never>()
  // in server mode nobody waits for it
  interrupted.promise.catch(() => undefined)
  const onSignal = (signal: NodeJS.Signals) => {
    const reason = new Interrupted(signal as 'SIGINT' | 'SIGTERM')
    controller.abort(reason)
    interrupted.reject(reason)
  }
  process.once('SIGINT', onSignal)
  process.once('SIGTERM', onSignal)
  try {
    const done = work(controller.signal)
    return await (mode === 'command' ? Promise.race([done, interrupted.promise]) : done)
  } finally {
    process.off('SIGINT', onSignal)
    process.off('SIGTERM', onSignal)
  }
}
