import { z } from 'zod'
import { endpoint, idParams, text, when } from '#kernel/http/endpoint.ts'
import { levels } from '#modules/incident/words.ts'
import { AnyMatchers, Matchers } from './matcher-contract.ts'
import { answerHours, kinds } from './words.ts'

/** Labels are added beside those that came: the identity of the alert stays. */
const Enrich = z.strictObject({
  kind: z.literal('enrich'),
  match: Matchers,
  labels: z
    .record(text(200), z.string().max(1000))
    .refine((labels) => Object.keys(labels).length <= 20, 'alert-rule:error.too_many')
    .default({}),
  severity: z.enum(['critical', 'warning', 'info', 'none']).optional(),
  serviceId: z.uuid().optional(),
  ciId: z.uuid().optional(),
  groupId: z.uuid().optional(),
})

/**
 * While an alert that fits `source` fires, those that fit `match` are kept quiet. `equal`: labels that both have alike;
 * `topology`: only alerts of items that hang on the source's item alone.
 */
const Inhibit = z.strictObject({
  kind: z.literal('inhibit'),
  source: Matchers,
  match: AnyMatchers.default([]),
  equal: z.array(text(200)).max(10).default([]),
  topology: z.boolean().default(false),
})

/** `open`: an incident, whatever the severity, at once or when nobody answers. `attach`: to an open incident, never to a new one. `drop`: stored only. */
const Then = z.discriminatedUnion('do', [
  z.strictObject({
    do: z.literal('open'),
    impact: z.enum(levels).optional(),
    urgency: z.enum(levels).optional(),
    serviceId: z.uuid().optional(),
    groupId: z.uuid().optional(),
    /** only when nobody has acknowledged or taken it for so long; until then it stands in the console */
    unansweredMinutes: z.int().min(1).max(1440).optional(),
    /** of which hours these minutes are; default: always */
    hours: z.enum(answerHours).optional(),
  }),
  z.strictObject({ do: z.literal('attach') }),
  z.strictObject({ do: z.literal('drop') }),
  z.strictObject({ do: z.literal('delay'), minutes: z.int().min(1).max(1440) }),
])

const Decide = z.strictObject({ kind: z.literal('decide'), match: Matchers, then: Then })

/** Where the source never says that it is over: so long without a word of it counts as recovered. */
const Recover = z.strictObject({
  kind: z.literal('recover'),
  match: Matchers,
  minutes: z.int().min(1).max(10_080),
})

export const RuleBody = z.discriminatedUnion('kind', [Enrich, Inhibit, Decide, Recover])
export type RuleBody = z.output<typeof RuleBody>
export type BodyOf<K extends RuleBody['kind']> = Extract<RuleBody, { kind: K }>

const written = { name: text(100), enabled: z.boolean().default(true), body: RuleBody }
export const RuleDraft = z.strictObject(written)

export const Rule = z.object({
  id: z.string(),
  name: z.string(),
  enabled: z.boolean(),
  body: RuleBody,
  version: z.number(),
  updatedAt: when,
  updatedBy: z.string().nullable(),
  /** names of what the rule refers to by id, for showing */
  names: z.record(z.string(), z.string()),
})
export type RuleRecord = z.output<typeof Rule>

export const listRules = endpoint({
  name: 'alert-rule.list',
  method: 'GET',
  path: '/alert-rules',
  permission: 'alert-rule.read',
  query: z.strictObject({}),
  response: z.object({ items: z.array(Rule) }),
  summary: 'Rules about alerts, in the order in which they work 告警规则',
})

export const createRule = endpoint({
  name: 'alert-rule.create',
  method: 'POST',
  path: '/alert-rules',
  permission: 'alert-rule.configure',
  body: RuleDraft,
  response: Rule,
  status: 201,
  idempotent: true,
  summary: 'Add a rule, behind those of its kind 新增告警规则',
})

export const updateRule = endpoint({
  name: 'alert-rule.update',
  method: 'PUT',
  path: '/alert-rules/{id}',
  permission: 'alert-rule.configure',
  params: idParams,
  body: RuleDraft,
  response: Rule,
  ifMatch: true,
  summary: 'Change a rule; its kind stays 修改告警规则',
})

export const removeRule = endpoint({
  name: 'alert-rule.remove',
  method: 'DELETE',
  path: '/alert-rules/{id}',
  permission: 'alert-rule.configure',
  params: idParams,
  response: z.object({ id: z.string() }),
  ifMatch: true,
  summary: 'Take a rule away; its versions stay 删除告警规则',
})

export const orderRules = endpoint({
  name: 'alert-rule.order',
  method: 'PUT',
  path: '/alert-rule-order/{kind}',
  permission: 'alert-rule.configure',
  params: z.strictObject({ kind: z.enum(kinds) }),
  /** all rules of the kind */
  body: z.strictObject({ ids: z.array(z.uuid()).max(500) }),
  response: z.object({ items: z.array(Rule) }),
  summary: 'Put the rules of a kind in order 调整规则顺序',
})

export const ruleVersions = endpoint({
  name: 'alert-rule.versions',
  method: 'GET',
  path: '/alert-rules/{id}/versions',
  permission: 'alert-rule.read',
  params: idParams,
  response: z.object({
    items: z.array(
      z.object({
        version: z.number(),
        name: z.string(),
        enabled: z.boolean(),
        body: RuleBody,
        deleted: z.boolean(),
        savedAt: when,
        savedBy: z.string().nullable(),
      }),
    ),
  }),
  summary: 'All versions of a rule, the newest first; at most 200 规则的历次版本',
})
