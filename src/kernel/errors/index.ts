/** One invalid part of an input: `field` is a dotted path such as `caller.phone`, `code` a stable word, `message` for people. */
export interface FieldProblem {
  field: string
  code: string
  message: string
}

export interface AppErrorOptions {
  /** HTTP status, 4xx for what the caller can mend. Default 409. */
  status?: number
  /** Values that the translated text interpolates. */
  params?: Record<string, string | number>
  /** The single input field at fault, where there is one. */
  field?: string
  /** All fields at fault, where there are several. */
  errors?: FieldProblem[]
  /** Extra response headers such as `retry-after`. */
  headers?: Record<string, string>
  cause?: unknown
}

/**
 * An error a caller can understand. `code` is `<room>.<what>`, is stable, and is the translation key
 * `error.<what>` of that room; it becomes an RFC 9457 problem document.
 */
export class AppError extends Error {
  readonly code: string
  readonly status: number
  readonly params: Record<string, string | number>
  readonly errors: FieldProblem[]
  readonly headers: Record<string, string>
  constructor(code: string, options: AppErrorOptions = {}) {
    super(code, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.status = options.status ?? 409
    this.params = options.params ?? {}
    this.headers = options.headers ?? {}
    this.errors = options.errors ?? (options.field ? [{ field: options.field, code, message: '' }] : [])
  }
}

/** The one answer to a missing and to a forbidden row. */
export function notFound(room: string): AppError {
  return new AppError(`${room}.not_found`, { status: 404 })
}
