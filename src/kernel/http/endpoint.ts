import { z } from 'zod'
export { when } from './when.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

type ZodShape = z.ZodType<unknown, unknown>

/** What both ends know of an endpoint. Paths are below `/api/v1`, parameters in braces: `/incidents/{id}`. */
export interface EndpointDef {
  /** `<room>.<verb>`, unique; operationId in OpenAPI. */
  name: string
  method: Method
  path: string
  /** Permission key, `'signed-in'` for any signed-in person or machine, `'public'` for no sign-in at all. */
  permission: string
  params?: ZodShape
  query?: ZodShape
  body?: ZodShape
  response: ZodShape
  /** Success status, default 200. */
  status?: number
  /** The update needs `If-Match: "<version>"`; it reaches the verb as `input.version`. */
  ifMatch?: boolean
  /** Creation accepts `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header). */
  idempotent?: boolean
  /** false: the mutation writes no audit entry, with a comment at the declaration that says why. */
  audited?: boolean
  /**
   * The verb opens its own transactions and audits in them: for what must leave a trace when it is refused
   * (a failed sign-in), or must not hold a connection while it works (password hashing).
   */
  ownTransaction?: boolean
  /** The body is multipart/form-data and reaches the verb as `input.upload`. */
  multipart?: boolean
  /** The verb answers with a stream or buffer (`Download`), not JSON. */
  download?: boolean
  /** Largest body in bytes, default 1 MiB. */
  bodyLimit?: number
  summary: string
}

type OutputOf<S> = S extends z.ZodType ? z.output<S> : unknown
type InputOf<S> = S extends z.ZodType ? z.input<S> : unknown
type Part<E, K extends string> = K extends keyof E ? OutputOf<E[K]> : unknown
type RawPart<E, K extends string> = K extends keyof E ? InputOf<E[K]> : unknown
type Versioned<E> = E extends { ifMatch: true } ? { version: number } : unknown
type Flat<T> = { [K in keyof T]: T[K] } & {}

/** What the verb receives: params, query and body parsed and merged. */
export type Input<E extends EndpointDef> = Flat<
  Part<E, 'params'> & Part<E, 'query'> & Part<E, 'body'> & Versioned<E>
>
/** What a caller sends, before defaults are applied. */
export type CallInput<E extends EndpointDef> = Flat<
  RawPart<E, 'params'> & RawPart<E, 'query'> & RawPart<E, 'body'> & Versioned<E>
>
/** What the verb returns (before output parsing). */
export type Output<E extends EndpointDef> = z.input<E['response'] & z.ZodType>
/** What a caller gets. */
export type CallOutput<E extends EndpointDef> = z.output<E['response'] & z.ZodType>

/** Declares an endpoint; keeps the literal types. */
export function endpoint<const E extends EndpointDef>(def: E): E {
  return def
}

/** `limit` and `cursor` of every keyset-paginated list (no totals: counting millions is not free). */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
}

/** `{ items, nextCursor }`: the answer of every list. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() })
}

/**
 * As `pageOf`, for lists whose words are looked up in the index first: `limited` says that more records have the words than
 * are looked through (the newest thousand), so that other filters may have missed older ones.
 */
export function searchedPageOf<T extends z.ZodType>(item: T) {
  return pageOf(item).extend({ limited: z.boolean().default(false) })
}

/** ISO 8601 instant with offset, as clients send it. */
export const instant = z.iso.datetime({ offset: true })

/** Text a person wrote: trimmed, no control characters but line breaks and tabs, length in characters. */
export function text(max: number, min = 1) {
  return (
    z
      .string()
      .trim()
      .min(min)
      .max(max)
      // NUL breaks PostgreSQL, the others hide text
      .regex(/^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ud800-\udfff]*$/u, 'control_character')
  )
}

export const idParams = z.strictObject({ id: z.uuid() })
