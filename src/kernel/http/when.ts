import { z } from 'zod'

/** An instant in an answer: verbs return a Date (or ISO text), callers get ISO 8601 in UTC. */
export const when = z
  .union([z.date(), z.string()])
  .transform((v) => (typeof v === 'string' ? v : v.toISOString()))
  .pipe(z.string().meta({ format: 'date-time' }))
