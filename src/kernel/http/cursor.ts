import { AppError } from '../errors/index.ts'

/** An opaque keyset position: the sort values of the last row seen. */
export function encodeCursor(values: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url')
}

/** http.bad_cursor (422) */
export function badCursor(cause?: unknown): AppError {
  return new AppError('http.bad_cursor', { status: 422, field: 'cursor', cause })
}

/** @throws http.bad_cursor (422) for anything that encodeCursor did not make with this many values */
export function decodeCursor(cursor: string, length: number): (string | number | null)[] {
  let values: unknown
  try {
    values = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch (cause) {
    throw badCursor(cause)
  }
  const sound =
    Array.isArray(values) &&
    values.length === length &&
    values.every((v) => v === null || typeof v === 'string' || typeof v === 'number')
  if (!sound) throw badCursor()
  return values as (string | number | null)[]
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * The id of the last row seen, of a list in the order of its ids; undefined where the list begins.
 * @throws http.bad_cursor (422) also for what is no uuid: it would reach the database as one
 */
export function decodeIdCursor(cursor: string | undefined): string | undefined {
  return cursor === undefined ? undefined : idOfCursor(decodeCursor(cursor, 1)[0])
}

/** A value of a cursor that is an id. @throws http.bad_cursor (422) */
export function idOfCursor(value: string | number | null | undefined): string {
  if (typeof value !== 'string' || !uuid.test(value)) throw badCursor()
  return value
}

/** As `decodeIdCursor`, for rows numbered by the database. @throws http.bad_cursor (422) */
export function decodeNumberCursor(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined
  const [value] = decodeCursor(cursor, 1)
  if (!Number.isSafeInteger(value)) throw badCursor()
  return value as number
}

/** Cuts a list that was read with `limit + 1` rows and says where it goes on. */
export function page<T>(
  rows: T[],
  limit: number,
  key: (row: T) => (string | number | null)[],
): { items: T[]; nextCursor: string | null } {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, nextCursor: rows.length > limit && last ? encodeCursor(key(last)) : null }
}
