/** Why an alert did, or did not, come to an incident; kept with the alert and told on it. */
import { z } from 'zod'
import { outcomes } from './words.ts'

export const Decision = z.object({
  outcome: z.enum(outcomes),
  /** the rule that decided, in which version */
  rule: z.object({ id: z.string(), name: z.string(), version: z.number() }).optional(),
  /** what keeps it quiet: alert-silence, alert-window, change, alert */
  by: z.object({ entity: z.string(), id: z.string(), name: z.string() }).optional(),
  /** the item behind which many fell out at once */
  behind: z.object({ id: z.string(), name: z.string() }).optional(),
  /** rules that enriched it */
  enriched: z.array(z.object({ id: z.string(), name: z.string(), version: z.number() })).optional(),
})
export type Decision = z.output<typeof Decision>
