import { AppError } from '#kernel/errors/index.ts'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** An id out of a cursor: it would reach the database as one. @throws http.bad_cursor (422) */
export function uuidOf(value: unknown): string {
  if (typeof value === 'string' && uuid.test(value)) return value
  throw new AppError('http.bad_cursor', { status: 422, field: 'cursor' })
}
