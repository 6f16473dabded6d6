import type { FastifyReply } from 'fastify'
import type { Db, Tx } from '../db/index.ts'
import type { Actor } from '../permission/actor.ts'
import type { EndpointDef, Input, Output } from './endpoint.ts'

/** A body that is not JSON: what an endpoint with `download: true` returns. */
export interface Download {
  content: Buffer | NodeJS.ReadableStream
  type: string
  /** Offered file name; absent for inline content. */
  fileName?: string
  inline?: boolean
}

type Handle<E extends EndpointDef> = E['method'] extends 'GET'
  ? Db
  : E extends { ownTransaction: true }
    ? Db
    : Tx
type Result<E extends EndpointDef> = E extends { download: true } ? Download : Output<E>

/** One file of a multipart body, as a verb with `multipart: true` gets it in `input.upload`. */
export interface Upload {
  fileName: string
  declaredType: string
  stream: NodeJS.ReadableStream & { truncated?: boolean }
}
type Uploaded<E extends EndpointDef> = E extends { multipart: true } ? { upload: Upload } : unknown

export type Verb<E extends EndpointDef> = (
  db: Handle<E>,
  actor: Actor,
  input: Input<E> & Uploaded<E>,
) => Promise<Result<E>>

export interface RouteOptions<E extends EndpointDef> {
  /** Runs after the commit, before the answer goes out: cookies and headers. */
  reply?: (reply: FastifyReply, output: Output<E>) => void
}

/** An endpoint with its verb, types erased for the server's table. */
export interface Route {
  endpoint: EndpointDef
  verb: (db: never, actor: Actor, input: never) => Promise<unknown>
  reply: ((reply: FastifyReply, output: never) => void) | undefined
}

/** Ties an endpoint to the verb that serves it; their types must agree. */
export function route<E extends EndpointDef>(
  endpoint: E,
  verb: Verb<E>,
  options: RouteOptions<E> = {},
): Route {
  return { endpoint, verb: verb as Route['verb'], reply: options.reply as Route['reply'] }
}
