import { z } from 'zod'
import { endpoint, idParams, instant, pageOf, pageQuery, text, when } from '#kernel/http/endpoint.ts'

const Snapshot = z.record(z.string(), z.unknown())

export const getHistory = endpoint({
  name: 'ci.history',
  method: 'GET',
  path: '/cis/{id}/history',
  permission: 'ci.read',
  params: idParams,
  query: z.strictObject({ ...pageQuery }),
  response: pageOf(
    z.object({
      id: z.int(),
      entity: z.enum(['ci', 'relation', 'redundancy', 'service']),
      action: z.string(),
      actor: z.string(),
      before: Snapshot.nullable(),
      after: Snapshot.nullable(),
      /** the other end of a relation, where the reader may see it */
      other: z.object({ id: z.uuid(), name: z.string() }).nullable(),
      recordedAt: when,
    }),
  ),
  summary: 'History of a configuration item 配置项历史',
})

const PastRelation = z.object({
  type: z.string(),
  direction: z.enum(['out', 'in']),
  other: z.object({ id: z.uuid(), name: z.string().nullable() }),
})

/** The item and its relations as they were at a moment. */
export const getAsOf = endpoint({
  name: 'ci.as-of',
  method: 'GET',
  path: '/cis/{id}/as-of',
  permission: 'ci.read',
  params: idParams,
  query: z.strictObject({ at: instant }),
  response: z.object({
    at: when,
    /** null: it was not registered yet */
    ci: Snapshot.nullable(),
    relations: z.array(PastRelation),
  }),
  summary: 'A configuration item as it was 配置项当时的状态',
})

const Difference = z.object({
  ciId: z.uuid(),
  name: z.string(),
  code: z.string(),
  classId: z.uuid(),
  kind: z.enum(['added', 'retired', 'changed']),
  fields: z.array(z.object({ field: z.string(), before: z.unknown(), after: z.unknown() })),
  relations: z.array(
    z.object({
      kind: z.enum(['added', 'ended']),
      type: z.string(),
      direction: z.enum(['out', 'in']),
      other: z.object({ id: z.uuid(), name: z.string().nullable() }),
    }),
  ),
})
const Comparison = z.object({
  from: when,
  to: when,
  items: z.array(Difference),
  added: z.int(),
  retired: z.int(),
  changed: z.int(),
  /** there are more than the thousand that are looked at */
  truncated: z.boolean(),
})

const scope = {
  orgId: z.uuid().optional(),
  classId: z.uuid().optional(),
}

export const compare = endpoint({
  name: 'ci.compare',
  method: 'GET',
  path: '/ci-compare',
  permission: 'ci.read',
  query: z.strictObject({ from: instant, to: instant.optional(), ...scope }),
  response: Comparison,
  summary: 'Compare two dates 两个时点的差异',
})

const Baseline = z.object({
  id: z.uuid(),
  name: z.string(),
  note: z.string(),
  org: z.object({ id: z.uuid(), name: z.string() }),
  classId: z.uuid().nullable(),
  takenAt: when,
  takenBy: z.string(),
})
export type Baseline = z.output<typeof Baseline>

export const listBaselines = endpoint({
  name: 'ci.list-baselines',
  method: 'GET',
  path: '/ci-baselines',
  permission: 'ci.read',
  query: z.strictObject({ ...pageQuery }),
  response: pageOf(Baseline),
  summary: 'Baselines 配置基线',
})
export const takeBaseline = endpoint({
  name: 'ci.take-baseline',
  method: 'POST',
  path: '/ci-baselines',
  permission: 'ci.manage',
  body: z.strictObject({
    name: text(100),
    note: text(500, 0).default(''),
    orgId: z.uuid(),
    classId: z.uuid().nullable().default(null),
  }),
  response: Baseline,
  status: 201,
  idempotent: true,
  summary: 'Take a baseline 建立基线',
})
export const getDrift = endpoint({
  name: 'ci.drift',
  method: 'GET',
  path: '/ci-baselines/{id}/drift',
  permission: 'ci.read',
  params: idParams,
  response: Comparison.extend({ baseline: Baseline }),
  summary: 'What has changed since a baseline 与基线的偏离',
})
