/** A norm as a file: what `data/norms/*.yaml` and an import hold. Errors name the place: `articles.3.gist.zh`. */
import { z } from 'zod'
import { text } from '#kernel/http/endpoint.ts'
import { kinds, types } from './words.ts'

const code = z.string().regex(/^[a-z][a-z0-9-]{1,59}$/)
const both = (max: number) =>
  z.strictObject({ zh: text(max), en: z.union([text(max, 0), z.null()]).optional() })

export const ClauseFile = z.strictObject({
  /** `<norm>/<place>`, unique in the file */
  id: z.string().regex(/^[a-z][a-z0-9-]{1,59}\/[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/),
  /** where it stands: 第三条（一） */
  number: text(60),
  gist: both(1000),
  type: z.enum(types),
  actor: z.array(text(60)).max(20).default([]),
  /** null: none is stated */
  frequency: z.union([text(40), z.null()]).default(null),
  /** figures that the clause states */
  figures: z
    .union([
      z.record(
        text(60),
        z.union([z.number(), text(200), z.boolean(), z.array(z.union([z.number(), text(200)])).max(50)]),
      ),
      z.null(),
    ])
    .default(null),
  capability: z.string().regex(/^[a-z][a-z0-9-]{1,39}$/),
  /** what would prove it; null: nothing is asked for */
  evidence: z.union([both(1000), z.null()]).default(null),
})
export type ClauseFile = z.output<typeof ClauseFile>

export const NormFile = z
  .strictObject({
    norm: code,
    title: z.strictObject({ zh: text(200), en: text(300, 0).default('') }),
    /** name of the edition; a file without one is the first, and a changed one gets the next number */
    edition: text(60).optional(),
    kind: z.enum(kinds),
    basis: text(200, 0).default(''),
    note: z.union([text(4000, 0), z.null()]).default(''),
    articles: z.array(ClauseFile).min(1).max(2000),
  })
  .superRefine((file, context) => {
    const seen = new Set<string>()
    file.articles.forEach((one, i) => {
      const path = ['articles', i, 'id']
      if (!one.id.startsWith(`${file.norm}/`))
        context.addIssue({ code: 'custom', path, message: 'norm_other' })
      if (seen.has(one.id)) context.addIssue({ code: 'custom', path, message: 'norm_twice' })
      seen.add(one.id)
    })
  })
export type NormFile = z.output<typeof NormFile>
