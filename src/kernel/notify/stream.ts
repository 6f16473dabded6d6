import type { ServerResponse } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '#kernel/errors/index.ts'
import { onLive, type LiveEvent } from '#kernel/events/index.ts'
import type { HttpContext } from '#kernel/manifest.ts'
import type { Actor } from '#kernel/permission/actor.ts'
import { hintsFor, type Hint } from './hints.ts'

export interface StreamLimits {
  /** Milliseconds between heartbeats; at each the right to listen is asked again. */
  heartbeat: number
  /** Open streams of one person: browsers share one among their tabs, so a few devices are plenty. */
  perPerson: number
  /** Open streams of this process. */
  total: number
  /** Hints that wait for a slow client; one more and the client is dropped, to connect anew and read all again. */
  queue: number
}

export const streamLimits: StreamLimits = { heartbeat: 20_000, perPerson: 10, total: 5_000, queue: 500 }

/**
 * `GET /api/v1/events/stream` (text/event-stream): tells an open page what has changed, so that it reads it again.
 * Each `data:` is a JSON array of `{type, entity, id}`, never content.
 */
export function streamPlugin(limits: StreamLimits = streamLimits, listen: typeof onLive = onLive) {
  return (app: FastifyInstance, { authenticate }: HttpContext): void => {
    const open = new Set<Stream>()
    const stop = listen((events) => {
      for (const stream of open) stream.tell(events)
    })
    const beat = setInterval(() => {
      for (const stream of open) void stream.beat()
    }, limits.heartbeat)
    beat.unref()
    app.addHook('preClose', async () => {
      stop()
      clearInterval(beat)
      for (const stream of open) stream.end()
    })
    // a HEAD of something that never ends would never be answered
    app.get('/api/v1/events/stream', { exposeHeadRoute: false }, async (request, reply) => {
      // a page that only listens is no sign that somebody sits before it: the idle limit of the session runs on
      request.headers['x-background'] = '1'
      const actor = await authenticate(request)
      if (actor.kind === 'anonymous') throw new AppError('identity.sign_in_required', { status: 401 })
      admit(open, actor, limits)
      const stream = new Stream(request, reply, actor, authenticate, limits.queue)
      open.add(stream)
      reply.raw.once('close', () => open.delete(stream))
    })
  }
}

/** @throws notify.too_many_streams (429) */
function admit(open: ReadonlySet<Stream>, actor: Actor, limits: StreamLimits): void {
  let mine = 0
  for (const stream of open) if (stream.personId === actor.id) mine++
  if (mine >= limits.perPerson || open.size >= limits.total)
    throw new AppError('notify.too_many_streams', { status: 429, headers: { 'retry-after': '30' } })
}

class Stream {
  readonly personId: string | null
  #actor: Actor
  #waiting: Hint[] = []
  #blocked = false
  #request: FastifyRequest
  #out: ServerResponse
  #authenticate: HttpContext['authenticate']
  #queueLimit: number

  constructor(
    request: FastifyRequest,
    reply: FastifyReply,
    actor: Actor,
    authenticate: HttpContext['authenticate'],
    queueLimit: number,
  ) {
    this.personId = actor.id
    this.#actor = actor
    this.#request = request
    this.#authenticate = authenticate
    this.#queueLimit = queueLimit
    this.#out = reply.raw
    reply.hijack()
    this.#out.on('drain', () => {
      this.#blocked = false
      this.#flush()
    })
    // the peer going away is how streams end
    this.#out.on('error', () => this.#out.destroy())
    for (const [name, value] of Object.entries(reply.getHeaders()))
      if (value !== undefined) this.#out.setHeader(name, value)
    this.#out.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // nginx would hold the events back otherwise
      'x-accel-buffering': 'no',
    })
    this.#write('retry: 2000\n: ready\n\n')
  }

  /** Queues what concerns this person. A client that does not take it is dropped rather than buffered for. */
  tell(events: readonly LiveEvent[]): void {
    this.#waiting.push(...hintsFor(this.#actor, events))
    if (this.#waiting.length > this.#queueLimit) this.#out.destroy()
    else this.#flush()
  }

  /** Keeps proxies from closing the connection, and ends it when the session or token is no longer good. */
  async beat(): Promise<void> {
    try {
      const actor = await this.#authenticate(this.#request)
      if (actor.id !== this.personId) return this.end()
      this.#actor = actor
    } catch (error) {
      // a database that is away for a moment says nothing about the session; the next beat asks again
      if (error instanceof AppError && error.status < 500) return this.end()
    }
    if (!this.#blocked) this.#write(': beat\n\n')
  }

  end(): void {
    this.#out.end()
  }

  #flush(): void {
    if (this.#blocked || this.#waiting.length === 0) return
    const batch = this.#waiting
    this.#waiting = []
    this.#write(`data: ${JSON.stringify(batch)}\n\n`)
  }

  #write(text: string): void {
    if (this.#out.writableEnded || this.#out.destroyed) return
    this.#blocked = !this.#out.write(text)
  }
}
