import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Kysely } from 'kysely'
import { z } from 'zod'
import { auditCount } from '../audit/record.ts'
import { isCollision, leaveToCommit, transaction, type DB, type Tx } from '../db/index.ts'
import { AppError } from '../errors/index.ts'
import { anonymousActor, demand, type Actor } from '../permission/actor.ts'
import type { EndpointDef } from './endpoint.ts'
import { badCursor } from './cursor.ts'
import { refuseUnstorable } from './plain-data.ts'
import { invalidInput } from './problem.ts'
import type { Download, Route, Upload } from './route.ts'
import { findAnswer, isKeyUsed, keepAnswer, type StoredAnswer } from './store.ts'
import { pickLocale } from './texts.ts'

type Authenticate = (request: FastifyRequest) => Promise<Actor>

/** What a route gives to Fastify. */
interface Served {
  onRequest: (request: FastifyRequest) => Promise<void>
  handler: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>
}

/**
 * The two halves of one route. Who calls, and whether he may, is settled before a byte of the body is taken: nobody
 * makes us hold megabytes without a right to. Then: parse, one transaction, answer.
 */
export function serve(route: Route, db: Kysely<DB>, authenticate: Authenticate): Served {
  const { endpoint } = route
  const callers = new WeakMap<FastifyRequest, Actor>()
  const onRequest: Served['onRequest'] = async (request) => {
    const actor = await whoCalls(endpoint, request, authenticate)
    admit(endpoint, actor)
    callers.set(request, actor)
  }
  const handler: Served['handler'] = async (request, reply) => {
    const actor = callers.get(request)!
    const input = await readInput(endpoint, request, actor)
    if (endpoint.method === 'GET') return send(route, reply, await readOnly(route, db, actor, input))
    if (endpoint.ownTransaction)
      return send(route, reply, await route.verb(db as never, actor, input as never))
    const key = endpoint.idempotent ? idempotencyKey(request) : undefined
    if (key && actor.id) return onceOnly(route, db, actor, input, key, reply)
    const output = await mutate(route, db, actor, input)
    return send(route, reply, output)
  }
  return { onRequest, handler }
}

/** A cursor of another list decodes well and is no position in this one: the database says so, in its words. */
async function readOnly(
  route: Route,
  db: Kysely<DB>,
  actor: Actor,
  input: Record<string, unknown>,
): Promise<unknown> {
  try {
    return await route.verb(db as never, actor, input as never)
  } catch (error) {
    const notAValue = /^22\w{3}$/.test((error as { code?: string }).code ?? '')
    if (notAValue && input['cursor'] !== undefined) throw badCursor(error)
    throw error
  }
}

/** A public endpoint serves everybody: a session that has ended must not keep its owner from signing in again. */
async function whoCalls(
  endpoint: EndpointDef,
  request: FastifyRequest,
  authenticate: Authenticate,
): Promise<Actor> {
  if (endpoint.permission !== 'public') return authenticate(request)
  try {
    return await authenticate(request)
  } catch (error) {
    if (!(error instanceof AppError) || (error.status !== 401 && error.status !== 403)) throw error
    const { headers } = request
    return anonymousActor(
      pickLocale(headers['accept-language']),
      request.ip,
      request.id,
      headers['user-agent'],
    )
  }
}

function admit(endpoint: EndpointDef, actor: Actor): void {
  if (endpoint.permission === 'public') return
  if (actor.kind === 'anonymous') throw new AppError('identity.sign_in_required', { status: 401 })
  if (endpoint.permission !== 'signed-in') demand(actor, endpoint.permission)
}

const emptyObject = z.strictObject({})

async function readInput(
  endpoint: EndpointDef,
  request: FastifyRequest,
  actor: Actor,
): Promise<Record<string, unknown>> {
  const parse = (schema: z.ZodType | undefined, value: unknown): Record<string, unknown> => {
    const result = (schema ?? emptyObject).safeParse(value)
    if (!result.success) throw invalidInput(result.error, actor.locale)
    return result.data as Record<string, unknown>
  }
  // an id that is not even a uuid names nothing: 404 like any other missing row
  const params = endpoint.params?.safeParse(request.params)
  if (params && !params.success) throw new AppError('http.not_found', { status: 404 })
  refuseUnstorable(request.query, 'query', actor.locale)
  const input: Record<string, unknown> = {
    ...(params?.data as object | undefined),
    ...parse(endpoint.query, request.query ?? {}),
  }
  if (endpoint.multipart) input['upload'] = await readUpload(request)
  else if (endpoint.method !== 'GET') {
    // a form is read by the endpoints that take files only; here its fields would go unseen
    if (request.isMultipart()) throw unsupported(request)
    refuseUnstorable(request.body, 'body', actor.locale)
    Object.assign(input, parse(endpoint.body, request.body ?? {}))
  }
  if (endpoint.ifMatch) input['version'] = ifMatch(request)
  return input
}

function unsupported(request: FastifyRequest): AppError {
  const type = request.headers['content-type']?.split(';')[0]?.slice(0, 100) ?? ''
  return new AppError('http.unsupported_media_type', { status: 415, params: { type } })
}

async function readUpload(request: FastifyRequest): Promise<Upload> {
  const part = request.isMultipart() ? await firstFile(request) : undefined
  if (!part) throw new AppError('http.upload_missing', { status: 422, field: 'file' })
  return { fileName: part.filename, declaredType: part.mimetype, stream: part.file }
}

/** The parser's own faults (no boundary, cut off, a prototype as a field) carry words for programmers only. */
async function firstFile(request: FastifyRequest): ReturnType<FastifyRequest['file']> {
  try {
    return await request.file()
  } catch (cause) {
    const { statusCode = 400 } = cause as { statusCode?: number }
    if (statusCode === 413) throw new AppError('http.body_too_large', { status: 413, cause })
    throw new AppError('http.upload_malformed', { status: 400, field: 'file', cause })
  }
}

function ifMatch(request: FastifyRequest): number {
  const header = request.headers['if-match']
  if (header === undefined) throw new AppError('http.if_match_required', { status: 428, field: 'If-Match' })
  const match = /^(?:W\/)?"?(\d{1,9})"?$/.exec(header.trim())
  if (!match) throw new AppError('http.if_match_malformed', { status: 422, field: 'If-Match' })
  return Number(match[1])
}

function idempotencyKey(request: FastifyRequest): string | undefined {
  const header = request.headers['idempotency-key']
  if (header === undefined) return undefined
  if (typeof header !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(header))
    throw new AppError('http.idempotency_key_malformed', { status: 422, field: 'Idempotency-Key' })
  return header
}

async function mutate(
  route: Route,
  db: Kysely<DB>,
  actor: Actor,
  input: unknown,
  beforeCommit?: (tx: Tx, output: unknown) => void,
): Promise<unknown> {
  // a second attempt needs the body again, which a stream cannot give
  const attempts = route.endpoint.multipart ? 1 : 3
  for (let attempt = 1; ; attempt++) {
    try {
      return await transaction(db, async (tx) => {
        const output = await route.verb(tx as never, actor, input as never)
        if (route.endpoint.audited !== false && auditCount(tx) === 0)
          throw new Error(`${route.endpoint.name} wrote no audit entry`)
        beforeCommit?.(tx, output)
        return output
      })
    } catch (error) {
      if (attempt >= attempts || !isCollision(error)) throw error
    }
  }
}

/**
 * A creation with a key: the first answer is kept in its own transaction and given to every repetition. Repetitions
 * are rare, so the work is done first and the key settles at the end whether it stands; one that fails, for what it
 * creates is there already, is a repetition, too, when its key has an answer.
 */
async function onceOnly(
  route: Route,
  db: Kysely<DB>,
  actor: Actor,
  input: unknown,
  key: string,
  reply: FastifyReply,
): Promise<unknown> {
  const actorId = actor.id!
  const bodyHash = createHash('sha256').update(JSON.stringify(input)).digest('base64url')
  try {
    let answer: unknown
    await mutate(route, db, actor, input, (tx, output) => {
      answer = shape(route, output)
      const status = route.endpoint.status ?? 200
      const row = {
        endpoint: route.endpoint.name,
        body_hash: bodyHash,
        status,
        response: JSON.stringify(answer),
      }
      leaveToCommit(tx, keepAnswer(tx, actorId, key, row))
    })
    return sendShaped(route, reply, answer)
  } catch (error) {
    const first = await findAnswer(db, actorId, key)
    if (first) return replay(route, first, bodyHash, reply)
    if (!isKeyUsed(error)) throw error
    throw new AppError('http.busy', { status: 503, headers: { 'retry-after': '1' }, cause: error })
  }
}

function replay(route: Route, stored: StoredAnswer, bodyHash: string, reply: FastifyReply): unknown {
  if (stored.body_hash !== bodyHash || stored.endpoint !== route.endpoint.name)
    throw new AppError('http.idempotency_key_reused', { status: 422, field: 'Idempotency-Key' })
  void reply.header('idempotent-replayed', 'true')
  return sendShaped(route, reply, JSON.parse(stored.response))
}

/** Output parsing strips what the contract does not name: nothing leaks by accident. */
function shape(route: Route, output: unknown): unknown {
  return (route.endpoint.response as z.ZodType).parse(output)
}

function send(route: Route, reply: FastifyReply, output: unknown): unknown {
  if (route.endpoint.download) return sendDownload(reply, output as Download)
  const answer = shape(route, output)
  route.reply?.(reply, output as never)
  return sendShaped(route, reply, answer)
}

function sendShaped(route: Route, reply: FastifyReply, answer: unknown): unknown {
  const status = route.endpoint.status ?? 200
  const version = (answer as { version?: unknown } | null)?.version
  if (typeof version === 'number') void reply.header('etag', `"${version}"`)
  void reply.code(status).header('content-type', 'application/json; charset=utf-8')
  return reply.send(status === 204 ? undefined : JSON.stringify(answer))
}

function sendDownload(reply: FastifyReply, download: Download): unknown {
  const name = download.fileName
  const kind = download.inline ? 'inline' : 'attachment'
  const encoded = name
    ? `; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)}`
    : ''
  void reply
    .header('content-type', download.type)
    .header('content-disposition', `${kind}${encoded}`)
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('cache-control', 'private, no-store')
  return reply.send(download.content)
}
