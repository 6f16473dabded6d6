import type { FastifyInstance } from 'fastify'
import { destination, pino } from 'pino'
import { openAudit } from '#kernel/audit/index.ts'
import { openDatabase, type Database } from '#kernel/db/index.ts'
import type { DatabaseSession } from '#kernel/db/embedded/index.ts'
import { listenLive } from '#kernel/events/index.ts'
import { buildServer } from '#kernel/http/index.ts'
import { makeAuthenticate } from '#kernel/identity/index.ts'
import { startWorker, type Worker } from '#kernel/jobs/index.ts'
import type { JobContext } from '#kernel/manifest.ts'
import type { Settings } from '#kernel/settings/env.ts'
import { StartError } from '#kernel/settings/start-error.ts'
import { registerHealth } from './health.ts'
import { manifests } from './modules.ts'
import { maintain, prepareDatabase, requirePrepared } from './prepare.ts'
import { pageFallback, registerWeb } from './web.ts'

export interface Running {
  url: string
  app: FastifyInstance
  database: Database
}

/**
 * Serves until the session's signal is aborted: prepares the database, listens, runs jobs, and takes everything
 * down in order. `ready` is called once requests are served.
 * @param webRoot folder of the built browser part
 */
export async function runServer(
  settings: Settings,
  session: DatabaseSession,
  options: {
    webRoot: string | undefined
    ready: (running: Running) => Promise<void> | void
    log: (line: string) => void
  },
): Promise<void> {
  const { appUrl, ownerUrl } = session
  // before the first entry: what ships is audited as well
  await openAudit(settings)
  if (ownerUrl) await prepareDatabase({ appUrl, ownerUrl }, manifests, options.log)
  else await requirePrepared(appUrl, manifests)
  const logger = pino({ level: settings.logLevel, base: null }, destination({ dest: 2, sync: false }))
  const database = openDatabase(appUrl, { max: 24, name: 'zhengyun' })
  const context: JobContext = {
    db: database.db,
    settings,
    log: (line, data) => logger.warn(data ?? {}, line),
  }
  const stopLive = listenLive(appUrl)
  let worker: Worker | undefined
  let started = false
  let workerDatabase: Database | undefined
  const app = await buildServer({
    db: database.db,
    settings,
    manifests,
    authenticate: makeAuthenticate(database.db),
    logger,
    fallback: pageFallback(options.webRoot),
  })
  registerHealth(app, { db: database.db, worker: () => worker, role: settings.role, started: () => started })
  await registerWeb(app, options.webRoot)
  const maintenance = ownerUrl ? everyDay(() => maintain({ appUrl, ownerUrl }), context) : undefined
  try {
    if (settings.role !== 'web') {
      workerDatabase = openDatabase(appUrl, { max: 10, name: 'zhengyun worker' })
      const workerContext = { ...context, db: workerDatabase.db }
      worker = await startWorker({
        db: workerDatabase.db,
        pool: workerDatabase.pool,
        manifests,
        context: workerContext,
      })
    }
    const url = await listen(app, settings)
    await options.ready({ url, app, database })
    started = true
    await aborted(session.signal)
  } finally {
    maintenance?.()
    await app.close()
    await worker?.stop()
    await stopLive()
    await workerDatabase?.close()
    await database.close()
  }
}

async function listen(app: FastifyInstance, settings: Settings): Promise<string> {
  try {
    return await app.listen({ port: settings.port, host: settings.host })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE')
      throw new StartError(
        'PORT',
        'PORT',
        `端口 ${settings.port} 已被占用，请换一个端口`,
        `port ${settings.port} is in use; choose another`,
        { cause: error },
      )
    if (code === 'EACCES' || code === 'EADDRNOTAVAIL')
      throw new StartError(
        'PORT',
        code === 'EACCES' ? 'PORT' : 'HOST',
        `无法监听 ${settings.host}:${settings.port}（${code}）`,
        `cannot listen on ${settings.host}:${settings.port} (${code})`,
        { cause: error },
      )
    throw error
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}

/** Partitions ahead and retention, once a day; a failure is logged and tried again the next hour. */
function everyDay(work: () => Promise<void>, context: JobContext): () => void {
  let timer: NodeJS.Timeout
  const next = (ms: number): void => {
    timer = setTimeout(() => {
      work().then(
        () => next(24 * 3600_000),
        (error: unknown) => {
          context.log('maintenance failed, will try again', { error: String(error) })
          next(3600_000)
        },
      )
    }, ms)
    timer.unref()
  }
  next(24 * 3600_000)
  return () => clearTimeout(timer)
}
