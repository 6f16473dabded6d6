import type { CallInput, CallOutput, EndpointDef } from '#kernel/http/endpoint.ts'

/** One entry of a problem document's `errors`: `field` is the path in the input (`caller.phone`). */
export interface FieldProblem {
  field: string
  code: string
  message: string
}

/** An RFC 9457 problem document as an error. `code` is stable (`incident.illegal_move`), `message` is for people. */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly detail: string | undefined
  readonly errors: readonly FieldProblem[]
  readonly traceId: string | undefined
  /** Seconds from `Retry-After`, for 429 and 503. */
  readonly retryAfter: number | undefined

  constructor(status: number, body: Partial<ProblemDocument>, retryAfter?: number) {
    super(body.detail ?? body.title ?? `HTTP ${status}`)
    this.name = 'Problem'
    this.status = status
    this.code = body.code ?? (status === 0 ? 'web.offline' : 'web.unexpected')
    this.detail = body.detail
    this.errors = body.errors ?? []
    this.traceId = body.traceId
    this.retryAfter = retryAfter
  }
}

interface ProblemDocument {
  title: string
  detail: string
  code: string
  errors: FieldProblem[]
  traceId: string
}

export interface CallOptions {
  signal?: AbortSignal
  /** Idempotency key of this attempt; a retry of the same intent must pass the same one. */
  idempotencyKey?: string
  /** A multipart body for `multipart` endpoints. */
  form?: FormData
  /** Do not announce a 401 (the sign-in page asks who is there). */
  quiet401?: boolean
}

type Unauthorized = () => void
let onUnauthorized: Unauthorized = () => undefined

/** When a person last touched the page. */
let lastTouch = Date.now()
const touched = () => {
  lastTouch = Date.now()
}
for (const kind of ['pointerdown', 'keydown', 'wheel'])
  window.addEventListener(kind, touched, { passive: true, capture: true })

/** The shell registers what happens when the session has ended (go to sign-in and come back). */
export function setUnauthorizedHandler(handler: Unauthorized): void {
  onUnauthorized = handler
}

/**
 * Calls an endpoint with one flat input: path parameters, query and body are told apart by the contract.
 * @throws Problem for every answer that is not 2xx, with status 0 when the server cannot be reached
 */
export async function call<E extends EndpointDef>(
  ep: E,
  input: CallInput<E>,
  options: CallOptions = {},
): Promise<CallOutput<E>> {
  const response = await send(ep, input as Record<string, unknown>, options)
  if (response.status === 204) return undefined as CallOutput<E>
  return (await response.json()) as CallOutput<E>
}

/** Address of a `download` endpoint, for a link or `<img>`. */
export function urlOf<E extends EndpointDef>(ep: E, input: CallInput<E>): string {
  const { path, rest } = fillPath(ep.path, input as Record<string, unknown>)
  return withQuery(path, rest)
}

/** Fetches a `download` endpoint and hands the file to the browser under the name the server gives it. */
export async function download<E extends EndpointDef>(ep: E, input: CallInput<E>): Promise<void> {
  const response = await send(ep, input as Record<string, unknown>, {})
  const url = URL.createObjectURL(await response.blob())
  const link = document.createElement('a')
  link.href = url
  link.download = fileNameOf(response.headers.get('content-disposition')) ?? ep.name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

async function send(
  ep: EndpointDef,
  input: Record<string, unknown>,
  options: CallOptions,
): Promise<Response> {
  const { path, rest } = fillPath(ep.path, input)
  const headers: Record<string, string> = {
    accept: 'application/json',
    'accept-language': document.documentElement.lang,
  }
  if (ep.ifMatch) {
    headers['if-match'] = `"${String(rest['version'])}"`
    delete rest['version']
  }
  if (ep.idempotent) headers['idempotency-key'] = options.idempotencyKey ?? newKey()
  const hasBody = ep.method !== 'GET' && (ep.body !== undefined || options.form !== undefined)
  // A mutation may have a query too; its keys are told by the schema's own shape.
  const { query, body } = hasBody ? divide(ep, rest) : { query: rest, body: undefined }
  if (body && !options.form) headers['content-type'] = 'application/json'
  return request(withQuery(path, query), {
    method: ep.method,
    headers,
    body: options.form ?? (body ? JSON.stringify(body) : null),
    ...(options.signal ? { signal: options.signal } : {}),
    quiet401: options.quiet401 ?? false,
  })
}

/** `fetch` under our own rules: same-origin session, problem documents as exceptions. */
export async function request(url: string, init: RequestInit & { quiet401?: boolean }): Promise<Response> {
  let response: Response
  const headers = new Headers(init.headers)
  // Nobody sits here: a page that refreshes itself must not keep the session alive.
  if (Date.now() - lastTouch > 60_000) headers.set('x-background', '1')
  try {
    response = await fetch(url, { credentials: 'same-origin', ...init, headers })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new Problem(0, {})
  }
  if (response.ok) return response
  const body = await readProblem(response)
  if (response.status === 401 && !init.quiet401) onUnauthorized()
  const retryAfter = Number(response.headers.get('retry-after'))
  throw new Problem(
    response.status,
    body,
    Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : undefined,
  )
}

/** `crypto.randomUUID` exists in secure contexts only, and a unit's intranet may speak plain HTTP. */
export function newKey(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('')
}

async function readProblem(response: Response): Promise<Partial<ProblemDocument>> {
  if (!response.headers.get('content-type')?.includes('json')) return {}
  try {
    return (await response.json()) as Partial<ProblemDocument>
  } catch {
    // A proxy's broken page must not hide the status, which the caller gets in the Problem.
    return {}
  }
}

function fillPath(template: string, input: Record<string, unknown>) {
  const rest = { ...input }
  const path = template.replace(/\{(\w+)\}/g, (_, key: string) => {
    const value = rest[key]
    delete rest[key]
    return encodeURIComponent(String(value))
  })
  return { path: `/api/v1${path}`, rest }
}

function divide(ep: EndpointDef, rest: Record<string, unknown>) {
  const shape = (ep.query as { shape?: Record<string, unknown> } | undefined)?.shape
  if (!shape) return { query: {}, body: rest }
  const entries = Object.entries(rest)
  return {
    query: Object.fromEntries(entries.filter(([key]) => key in shape)),
    body: Object.fromEntries(entries.filter(([key]) => !(key in shape))),
  }
}

function withQuery(path: string, query: Record<string, unknown>): string {
  const params = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === '') continue
    for (const one of Array.isArray(value) ? value : [value]) params.append(key, String(one))
  }
  const text = params.toString()
  return text ? `${path}?${text}` : path
}

function fileNameOf(disposition: string | null): string | undefined {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '')?.[1]
  if (encoded) return decodeURIComponent(encoded)
  return /filename="([^"]+)"/i.exec(disposition ?? '')?.[1]
}
