import { z } from 'zod'
import { text } from '#kernel/http/endpoint.ts'
import { units } from './words.ts'

const points = z.number().min(0).max(100)
const factKey = z.string().regex(/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/)

/** Thresholds and their points, at least two for a line. */
export const Curve = z.strictObject({
  shape: z.enum(['linear', 'steps']),
  direction: z.enum(['higher', 'lower']),
  points: z
    .array(z.strictObject({ at: z.number().min(-1e9).max(1e9), points }))
    .min(1)
    .max(12),
})
export type Curve = z.output<typeof Curve>

const sign = z.enum(['deduct', 'bonus'])
const cap = z.number().positive().max(100)

export const Rule = z.discriminatedUnion('kind', [
  /** a value computed of facts, and its points on a curve */
  z.strictObject({
    kind: z.literal('formula'),
    formula: text(500),
    unit: z.enum(units),
    curve: Curve,
    /** fewer cases than this of any of its facts say nothing */
    minCases: z.int().min(1).max(100_000).default(1),
    /** facts without a case of which nothing can be said: no incident filed, no fault in time or late */
    needs: z.array(factKey).max(5).default([]),
  }),
  /** 0 to 100 by people of the business departments, averaged */
  z.strictObject({
    kind: z.literal('form'),
    guide: text(1000),
    guideEn: text(1000, 0).optional(),
    minAnswers: z.int().min(1).max(100).default(1),
  }),
  /** so many points for each case that a formula counts */
  z.strictObject({
    kind: z.literal('cases'),
    sign,
    formula: text(500),
    perCase: z.number().positive().max(100),
    cap,
    needs: z.array(factKey).max(5).default([]),
  }),
  /** entered by hand, each with its evidence */
  z.strictObject({
    kind: z.literal('hand'),
    sign,
    guide: text(1000),
    guideEn: text(1000, 0).optional(),
    cap,
  }),
])
export type Rule = z.output<typeof Rule>

export const Grade = z.strictObject({
  name: text(20),
  nameEn: text(40, 0).optional(),
  /** lowest score of the grade */
  from: points,
})
export type Grade = z.output<typeof Grade>

/** Whether an indicator has a weight; the others add to the score or take from it. */
export const isWeighted = (rule: { kind: string }): boolean => rule.kind === 'formula' || rule.kind === 'form'
