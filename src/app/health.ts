import type { FastifyInstance } from 'fastify'
import type { Kysely } from 'kysely'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { DB } from '#kernel/db/index.ts'
import { ping } from '#kernel/http/store.ts'
import type { Worker } from '#kernel/jobs/index.ts'
import { checkTotals, runFigures } from '#modules/check/index.ts'
import type { Settings } from '#kernel/settings/env.ts'

interface HealthOptions {
  db: Kysely<DB>
  worker: () => Worker | undefined
  role: Settings['role']
  /** false until everything that a start does (the sample city, too) is done */
  started: () => boolean
}

/** Jobs are late when a loop that turns several times a second has not turned for this long. */
const lateSeconds = 10

/**
 * `/healthz`: the process lives. `/readyz`: 200 only when the database answers and jobs run here (where this process
 * runs jobs). `/metrics`: Prometheus text format.
 */
export function registerHealth(app: FastifyInstance, options: HealthOptions): void {
  app.get('/healthz', () => ({ status: 'ok' }))
  app.get('/readyz', async (_request, reply) => {
    const problems = await notReady(options)
    return reply
      .code(problems.length > 0 ? 503 : 200)
      .send({ status: problems.length > 0 ? 'not ready' : 'ready', problems })
  })
  registerMetrics(app, options)
}

async function notReady({ db, worker, role, started }: HealthOptions): Promise<string[]> {
  const problems: string[] = started() ? [] : ['starting']
  try {
    await ping(db)
  } catch (error) {
    problems.push(`database: ${(error as Error).message}`)
  }
  if (role !== 'web') {
    const running = worker()
    if (!running) problems.push('jobs: not started')
    else if (running.idleSeconds() > lateSeconds)
      problems.push(`jobs: no turn for ${Math.round(running.idleSeconds())} s`)
  }
  return problems
}

function registerMetrics(app: FastifyInstance, { db, worker }: HealthOptions): void {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const seconds = new Histogram({
    name: 'zhengyun_http_request_seconds',
    help: 'Time to answer a request, by route.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  })
  const refused = new Counter({
    name: 'zhengyun_http_refused_total',
    help: 'Requests answered with 429 because too many were in progress.',
    registers: [registry],
  })
  new Gauge({
    name: 'zhengyun_jobs_idle_seconds',
    help: 'Seconds since the slowest job loop of this process completed a turn; -1 where none runs.',
    registers: [registry],
    collect() {
      this.set(worker()?.idleSeconds() ?? -1)
    },
  })
  registerChecks(registry, db)
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unmatched'
    seconds.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000)
    if (reply.statusCode === 429) refused.inc()
  })
  app.get('/metrics', async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  )
}

/** How checks stand in all, and whether the workers of this process keep up with them. */
function registerChecks(registry: Registry, db: Kysely<DB>): void {
  new Gauge({
    name: 'zhengyun_checks',
    help: 'Checks by kind and state; states of single checks are at /api/v1/checks/metrics, for who may see them.',
    labelNames: ['kind', 'state'],
    registers: [registry],
    async collect() {
      this.reset()
      // a database that is away is told by /readyz; the other figures are worth as much without these
      const all = await checkTotals(db).catch(() => [])
      for (const { kind, state, n } of all) this.set({ kind, state }, n)
    },
  })
  new Gauge({
    name: 'zhengyun_check_starts',
    help: 'Checks that the workers of this process have started later than so many seconds; 0: all of them.',
    labelNames: ['late_over'],
    registers: [registry],
    collect() {
      for (const { over, n } of runFigures().starts) this.set({ late_over: over }, n)
    },
  })
  new Gauge({
    name: 'zhengyun_check_turns_missed',
    help: 'Turns of checks left out because the one before was not over.',
    registers: [registry],
    collect() {
      this.set(runFigures().missed)
    },
  })
}
