import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '../errors/index.ts'
import { problemDocument } from './problem.ts'
import { pickLocale } from './texts.ts'

/** Answers a fault as the problem document it is. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: AppError): FastifyReply {
  const body = problemDocument(problem, pickLocale(request.headers['accept-language']), request.id)
  void reply.headers(problem.headers).code(problem.status).type('application/problem+json; charset=utf-8')
  return reply.send(JSON.stringify(body))
}

/** What is no HTTP, too long, or never ends has no request to answer to: the document goes to the socket, which closes. */
export function answerBadClient(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  const { code, status } = clientFault(error.code)
  const document = problemDocument(new AppError(code, { status }), 'zh-CN', randomUUID())
  const body = Buffer.from(JSON.stringify(document))
  if (socket.writable)
    socket.write(
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\ncontent-type: application/problem+json; charset=utf-8\r\n` +
        `x-content-type-options: nosniff\r\ncontent-length: ${body.length}\r\n\r\n${body.toString()}`,
    )
  socket.destroySoon()
}

function clientFault(code: string | undefined): { code: string; status: number } {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return { code: 'http.request_timeout', status: 408 }
  if (code === 'HPE_HEADER_OVERFLOW' || code === 'HPE_CHUNK_EXTENSIONS_OVERFLOW')
    return { code: 'http.headers_too_large', status: 431 }
  return { code: 'http.bad_request', status: 400 }
}

/**
 * A body has to arrive within `milliseconds`; uploads, which may be large and come over slow lines, have the whole
 * of the server's request timeout. Later it is 408, and the connection closes.
 */
export function boundBodies(app: FastifyInstance, milliseconds: number): void {
  const timers = new WeakMap<FastifyRequest, NodeJS.Timeout>()
  app.addHook('preParsing', async (request, reply) => {
    if (/^multipart\/form-data/i.test(request.headers['content-type'] ?? '')) return
    const timer = setTimeout(() => {
      void reply.header('connection', 'close')
      sendProblem(request, reply, new AppError('http.request_timeout', { status: 408 }))
    }, milliseconds)
    timers.set(request, timer)
  })
  const there = async (request: FastifyRequest): Promise<void> => clearTimeout(timers.get(request))
  app.addHook('preValidation', there)
  app.addHook('onResponse', there)
  app.addHook('onRequestAbort', there)
}
