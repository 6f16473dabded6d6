import { z } from 'zod'
import { endpoint, pageOf, pageQuery, when } from '../http/endpoint.ts'
import { factKinds, factSubjects, factUnits } from './words.ts'

const key = z.string().max(80)

export const FactNamed = z.object({
  key: z.string(),
  name: z.string(),
  /** what is counted and what is left out, in words */
  words: z.string(),
  kind: z.enum(factKinds),
  unit: z.enum(factUnits),
  by: z.array(z.enum(factSubjects)),
  splits: z.array(z.string()),
  /** what is asked of each case of a share, where it is not whether it is as it should be */
  asks: z.string().nullable(),
})

export const Figure = z.object({
  /** two digits; null where nothing can be said */
  value: z.number().nullable(),
  cases: z.int(),
  /** of a share: those that are as wished */
  good: z.int().nullable(),
  imported: z.int(),
})

const question = {
  /** days of the unit's zone, both inclusive */
  from: z.iso.date(),
  to: z.iso.date(),
  /** an org with all below it; without it the whole unit */
  orgId: z.uuid().optional(),
  serviceId: z.uuid().optional(),
  /** a company: what its groups work on */
  vendorId: z.uuid().optional(),
  groupId: z.uuid().optional(),
  /** an org: what its own groups, and those below it, work on; only facts that are by group */
  workOrgId: z.uuid().optional(),
}

export const listFacts = endpoint({
  name: 'fact.list',
  method: 'GET',
  path: '/facts',
  permission: 'fact.read',
  response: z.object({ items: z.array(FactNamed) }),
  summary: 'Named facts that evaluations and reports count by 指标口径',
})

export const readFact = endpoint({
  name: 'fact.read',
  method: 'GET',
  path: '/facts/{key}',
  permission: 'fact.read',
  params: z.strictObject({ key }),
  query: z.strictObject({ ...question, split: z.string().max(40).optional() }),
  response: z.object({
    fact: FactNamed,
    from: when,
    to: when,
    figure: Figure,
    /** only with `split`: `part` null is what is not recorded */
    parts: z.array(Figure.extend({ part: z.string().nullable(), name: z.string().nullable() })),
  }),
  summary: 'A fact of a period, whole and by its parts 指标取值',
})

export const FactRecord = z.object({
  id: z.string(),
  label: z.string(),
  /** what the record is called; null where the reader may not see it, or the label says it */
  title: z.string().nullable(),
  path: z.string().nullable(),
  at: when.nullable(),
  ok: z.boolean().nullable(),
  value: z.number().nullable(),
  note: z.string().nullable(),
  imported: z.boolean(),
})

export const listFactRecords = endpoint({
  name: 'fact.records',
  method: 'GET',
  path: '/facts/{key}/records',
  permission: 'fact.read',
  params: z.strictObject({ key }),
  query: z.strictObject({
    ...question,
    ok: z
      .enum(['true', 'false'])
      .transform((v) => v === 'true')
      .optional(),
    split: z.string().max(40).optional(),
    /** value of the split; with a `split` and without a `part`, what is not recorded */
    part: z.string().max(80).optional(),
    ...pageQuery,
  }),
  response: pageOf(FactRecord),
  summary: 'The records behind a fact, by the very query that counted them 指标明细',
})
