import { z } from 'zod'
import { text, when } from '../http/endpoint.ts'

/** A signature as it is shown. `department`: the room's departments. */
export const signatureOf = <D extends z.ZodType>(department: D) =>
  z.object({
    department,
    person: z.object({ id: z.uuid(), name: z.string() }),
    opinion: z.string().nullable(),
    signedAt: when,
    /** SM3 of the result as it was signed */
    digest: z.string(),
  })

/** What somebody says who signs for a department. */
export const signBody = <D extends z.ZodType>(department: D) =>
  z.strictObject({ department, opinion: text(500, 0).optional() })

/** What somebody says who sends back what is to be signed. */
export const returnBody = z.strictObject({ reason: text(500) })
