import { z } from 'zod'
import { AppError, type FieldProblem } from '../errors/index.ts'
import type { Locale } from '../permission/actor.ts'
import { say } from './texts.ts'

/** RFC 9457 problem document with our stable `code` and the fields at fault. */
export interface ProblemDocument {
  type: string
  title: string
  status: number
  code: string
  detail: string
  errors: FieldProblem[]
  traceId: string
}

const zodTexts = { 'zh-CN': z.locales.zhCN().localeError, en: z.locales.en().localeError }

/** A field's own code is a text of its room like the problem's; without one the field repeats the problem's words. */
function fieldText(locale: Locale, code: string, error: AppError, detail: string): string {
  const [room = '', ...what] = code.split('.')
  return what.length > 0 ? say(locale, `${room}:error.${what.join('.')}`, error.params, detail) : detail
}

/** How a schema names words of its own: `alert:error.too_many_labels`. Zod's own messages hold colons, too. */
const translationKey = /^[a-z-]+:[\w.-]+$/

/** Turns zod's issues into `input.invalid` with a localised message per field. */
export function invalidInput(error: z.core.$ZodError, locale: Locale): AppError {
  const errors = error.issues.slice(0, 50).map((issue): FieldProblem => {
    const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined
    const path = [...issue.path, ...(unknown ? [unknown] : [])].map(String).join('.')
    const own = issue.message === 'control_character' || translationKey.test(issue.message)
    const code = own ? issue.message.split(':').pop()! : issue.code
    return {
      field: path || 'body',
      code,
      message: own ? ownMessage(issue.message, locale) : zodMessage(issue, locale),
    }
  })
  return new AppError('http.invalid_input', { status: 422, errors })
}

function ownMessage(message: string, locale: Locale): string {
  return message === 'control_character' ? say(locale, 'http:error.control_character') : say(locale, message)
}

function zodMessage(issue: z.core.$ZodIssue, locale: Locale): string {
  const text = zodTexts[locale](issue as never)
  return typeof text === 'string' ? text : (text?.message ?? issue.message)
}

interface PgError {
  code?: string
  constraint?: string
  column?: string
}

/**
 * The safety net for what verbs did not foresee: a constraint of the database is a clear 4xx, a lost
 * connection a 503 to retry, anything else a 500 without details (they are in the log under the trace id).
 */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  const { code = '', constraint = '', column = '' } = error as PgError
  if (code === '23505') return new AppError('http.duplicate', { params: { constraint }, cause: error })
  if (code === '23503')
    return new AppError('http.unknown_reference', { status: 422, params: { constraint }, cause: error })
  if (/^(23514|23502|22001|22003|22007|22008|22021|22P02|22P05|54000)$/.test(code))
    return new AppError('http.refused_by_database', {
      status: 422,
      params: { constraint: constraint || column },
      cause: error,
    })
  if (isUnavailable(error))
    return new AppError('http.database_unavailable', {
      status: 503,
      headers: { 'retry-after': '2' },
      cause: error,
    })
  if (code === '57014' || code === '55P03')
    return new AppError('http.busy', { status: 503, headers: { 'retry-after': '2' }, cause: error })
  return new AppError('http.internal', { status: 500, cause: error })
}

function isUnavailable(error: unknown): boolean {
  const { code = '', message = '' } = error as { code?: string; message?: string }
  return (
    /^(57P0[123]|25P03|53300|08\d\d\d|ECONN\w+|ENOENT|EPIPE)$/.test(code) ||
    /Connection terminated|connection timeout|timeout exceeded when trying to connect|Client has encountered a connection error/i.test(
      message,
    )
  )
}

export function problemDocument(error: AppError, locale: Locale, traceId: string): ProblemDocument {
  const [room = '', ...what] = error.code.split('.')
  const detail = say(locale, `${room}:error.${what.join('.')}`, error.params, error.code)
  return {
    type: `/docs/api#${error.code}`,
    title: say(locale, `http:status.s${error.status}`, {}, String(error.status)),
    status: error.status,
    code: error.code,
    detail,
    errors: error.errors.map((e) => ({
      ...e,
      message: e.message || fieldText(locale, e.code, error, detail),
    })),
    traceId,
  }
}
