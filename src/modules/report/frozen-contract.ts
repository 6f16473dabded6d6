/** The figures of a report as they are kept: what was asked, and what the facts said then. */
import { z } from 'zod'
import { factKinds, factUnits } from '#kernel/fact/words.ts'
import { figureStates } from './words.ts'

const Value = z.object({ value: z.number().nullable(), cases: z.int() })

export const Figure = z.object({
  key: z.string(),
  /** absent for what no room counts */
  name: z.string(),
  words: z.string(),
  kind: z.enum(factKinds).nullable(),
  unit: z.enum(factUnits).nullable(),
  state: z.enum(figureStates),
  value: z.number().nullable(),
  cases: z.int(),
  good: z.int().nullable(),
  imported: z.int(),
  /** of the period before, and of the same period a year ago; null where it could not be asked */
  before: Value.nullable(),
  yearBefore: Value.nullable(),
})
export type FigureOf = z.output<typeof Figure>

export const Part = z.object({
  part: z.string().nullable(),
  name: z.string().nullable(),
  value: z.number().nullable(),
  cases: z.int(),
  good: z.int().nullable(),
  imported: z.int(),
})
export type PartOf = z.output<typeof Part>

export const Listed = z.object({
  label: z.string(),
  path: z.string().nullable(),
  at: z.string().nullable(),
  note: z.string().nullable(),
})

/** A period in days, both inclusive. */
const Days = z.object({ from: z.string(), to: z.string() })

export const Frozen = z.object({
  /** the questions: org and periods */
  orgId: z.string(),
  period: Days,
  before: Days,
  yearBefore: Days,
  next: Days,
  figures: z.record(z.string(), Figure),
  /** by `<fact>/<split>` */
  parts: z.record(z.string(), z.array(Part)),
  /** by fact; `more`: there are further records */
  lists: z.record(z.string(), z.object({ items: z.array(Listed), more: z.boolean() })),
})
export type FrozenOf = z.output<typeof Frozen>
