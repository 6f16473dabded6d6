import { randomUUID } from 'node:crypto'
import fastifyCookie from '@fastify/cookie'
import fastifyMultipart from '@fastify/multipart'
import Fastify, {
  LogController,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify'
import type { Kysely } from 'kysely'
import type { Logger } from 'pino'
import type { DB } from '../db/index.ts'
import { AppError } from '../errors/index.ts'
import type { Manifest } from '../manifest.ts'
import type { Actor } from '../permission/actor.ts'
import type { Settings } from '../settings/env.ts'
import { refuseCrossSite, refuseTwoHosts } from './cross-site.ts'
import { openApi } from './openapi.ts'
import { toAppError } from './problem.ts'
import { serve } from './serve.ts'
import { registerMeasures } from '../fact/measures.ts'
import { registerNotices } from '../notify/audience.ts'
import { registerTexts } from './texts.ts'
import { answerBadClient, boundBodies, sendProblem } from './wire.ts'

export interface ServerOptions {
  db: Kysely<DB>
  settings: Settings
  manifests: readonly Manifest[]
  authenticate: (request: FastifyRequest) => Promise<Actor>
  logger?: Logger
  /** Answers addresses that no route serves (the browser part); without it they are 404. */
  fallback?: (request: FastifyRequest, reply: FastifyReply) => unknown
  /** Requests in progress at most; beyond it 429. Bounds memory and the queue for database connections. */
  maxInFlight?: number
  /** Milliseconds in which a body has to arrive; an upload has twenty times as long. */
  bodyTimeout?: number
}

/** Builds the HTTP application from the rooms' manifests. It does not listen yet. */
export async function buildServer(options: ServerOptions): Promise<FastifyInstance> {
  const { db, settings, manifests, authenticate, bodyTimeout = 30_000 } = options
  const app = Fastify({
    ...(options.logger ? { loggerInstance: options.logger } : { logger: false }),
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    // slow uploads are no attack; all other bodies are bounded by `boundBodies`
    requestTimeout: bodyTimeout * 20,
    // Node looks for requests that are late only so often
    http: {
      headersTimeout: Math.min(bodyTimeout, 30_000),
      connectionsCheckingInterval: Math.min(bodyTimeout / 4, 5_000),
    },
    clientErrorHandler: answerBadClient,
    // addresses that no router can read
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      const status = error.code === 'FST_ERR_MAX_PARAM_LENGTH' ? 404 : 400
      return sendProblem(
        request,
        reply,
        new AppError(status === 404 ? 'http.not_found' : 'http.bad_request', { status }),
      )
    },
    connectionTimeout: 0,
    keepAliveTimeout: 72_000,
    bodyLimit: 1024 * 1024,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    forceCloseConnections: true,
    trustProxy: settings.trustProxy,
  }) as unknown as FastifyInstance
  for (const m of manifests) {
    registerTexts(m.name, m.locales)
    registerNotices(m.name, m.notices, m.urgentNotices)
    m.setUp?.(db)
    registerMeasures(m)
  }
  await app.register(fastifyCookie)
  await app.register(fastifyMultipart, {
    limits: { files: 1, fileSize: settings.maxUploadBytes, fields: 20, fieldSize: 65536 },
  })
  // bodies are JSON or files
  app.removeContentTypeParser('text/plain')
  boundConcurrency(app, options.maxInFlight ?? 512)
  boundBodies(app, bodyTimeout)
  answerErrors(app, options.fallback)
  secure(app, settings)
  app.get('/openapi.json', () => openApi(manifests))
  for (const m of manifests) {
    for (const r of m.routes ?? []) {
      app.route({
        method: r.endpoint.method,
        url: `/api/v1${r.endpoint.path.replace(/\{(\w+)\}/g, ':$1')}`,
        bodyLimit: r.endpoint.bodyLimit ?? 1024 * 1024,
        ...serve(r, db, authenticate),
      })
    }
    const plugin = m.plugin
    if (plugin) await app.register(async (scope) => plugin(scope, { db, settings, authenticate }))
  }
  return app
}

function boundConcurrency(app: FastifyInstance, max: number): void {
  let inFlight = 0
  app.addHook('onRequest', async (request, reply) => {
    // a live stream holds a connection for hours and costs nothing while it waits
    if (request.routeOptions.url?.endsWith('/stream')) return
    inFlight++
    reply.raw.once('close', () => inFlight--)
    if (inFlight > max)
      throw new AppError('http.too_many_requests', { status: 429, headers: { 'retry-after': '1' } })
  })
}

function secure(app: FastifyInstance, settings: Settings): void {
  app.addHook('onRequest', async (request, reply) => {
    refuseTwoHosts(request)
    refuseCrossSite(request, settings.publicUrl)
    void reply
      .header('x-content-type-options', 'nosniff')
      .header('x-frame-options', 'DENY')
      .header('referrer-policy', 'same-origin')
      .header('x-trace-id', request.id)
  })
  app.addHook('onSend', async (request, reply) => {
    if (request.routeOptions.url?.startsWith('/api/') !== false && !reply.hasHeader('cache-control'))
      void reply.header('cache-control', 'no-store')
  })
}

const fastifyCodes: Record<string, [string, number]> = {
  FST_ERR_CTP_INVALID_JSON_BODY: ['http.malformed_json', 400],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['http.malformed_json', 400],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['http.unsupported_media_type', 415],
  FST_ERR_CTP_BODY_TOO_LARGE: ['http.body_too_large', 413],
  FST_REQ_FILE_TOO_LARGE: ['http.body_too_large', 413],
}

function answerErrors(app: FastifyInstance, fallback: ServerOptions['fallback']): void {
  const known = (error: FastifyError): AppError => {
    const match = fastifyCodes[error.code ?? '']
    if (match) return new AppError(match[0], { status: match[1], params: { type: '' }, cause: error })
    if (error instanceof SyntaxError && error.statusCode === 400)
      return new AppError('http.malformed_json', { status: 400, cause: error })
    // files that lie outside of the page look like files that do not exist
    if (!(error instanceof AppError) && (error.statusCode === 403 || error.statusCode === 404))
      return new AppError('http.not_found', { status: 404, cause: error })
    if (!(error instanceof AppError) && error.statusCode && error.statusCode < 500)
      return new AppError('http.bad_request', { status: error.statusCode, cause: error })
    return toAppError(error)
  }
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const problem = known(error)
    if (problem.status >= 500)
      request.log.error({ err: error, traceId: request.id, url: request.url }, problem.code)
    return sendProblem(request, reply, problem)
  })
  app.setNotFoundHandler((request, reply) => {
    const answer = fallback?.(request, reply)
    if (answer === undefined) throw new AppError('http.not_found', { status: 404 })
    return answer
  })
}
