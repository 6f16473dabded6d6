import { z } from 'zod'
import { when } from '../http/when.ts'

/** An attachment as the records that own it answer it. */
export const FileInfo = z.object({
  id: z.string(),
  name: z.string(),
  /** bytes */
  size: z.number().int(),
  type: z.string(),
  sha256: z.string(),
  uploadedBy: z.string().nullable(),
  uploadedByLogin: z.string(),
  recordedAt: when,
  /** may be shown in the page (an image) */
  inline: z.boolean(),
})
export type FileInfo = z.output<typeof FileInfo>
