import { AppError } from '../errors/index.ts'
import type { Locale } from '../permission/actor.ts'
import { say } from './texts.ts'

/** Levels of nesting that any input of ours needs, with room to spare: recursion over it stays shallow, here and in the database. */
const deepest = 32

interface Fault {
  path: string[]
  code: 'control_character' | 'too_deep'
}

/**
 * Refuses what no column can keep, wherever in an input it stands, known field or not: NUL and halves of surrogate
 * pairs (PostgreSQL refuses the first, the driver replaces the second), and nesting without end.
 * @param whole name of the input itself, for a fault that lies in no field of it
 * @throws http.invalid_input (422) with the field and `control_character` or `too_deep`
 */
export function refuseUnstorable(value: unknown, whole: string, locale: Locale): void {
  const fault = faultOf(value, 0)
  if (!fault) return
  const { path, code } = fault
  const field = path.slice(0, 5).join('.') || whole
  const errors = [{ field, code, message: say(locale, `http:error.${code}`) }]
  throw new AppError('http.invalid_input', { status: 422, errors })
}

/** The path is put together on the way back: sound input, the usual case, costs none. */
function faultOf(value: unknown, depth: number): Fault | undefined {
  if (typeof value === 'string')
    return value.includes('\u0000') || !value.isWellFormed()
      ? { path: [], code: 'control_character' }
      : undefined
  if (typeof value !== 'object' || value === null) return undefined
  if (depth >= deepest) return { path: [], code: 'too_deep' }
  for (const key of Object.keys(value)) {
    if (faultOf(key, depth)) return { path: [], code: 'control_character' }
    const fault = faultOf((value as Record<string, unknown>)[key], depth + 1)
    if (fault) return { ...fault, path: [key, ...fault.path] }
  }
  return undefined
}
