/** Working with alerts: the console. */
import { z } from 'zod'
import { endpoint, idParams, pageOf, pageQuery, text, when } from '#kernel/http/endpoint.ts'
import { Matchers } from '#modules/alert-rule/matcher-contract.ts'
import { RuleDraft } from '#modules/alert-rule/contract.ts'
import { levels } from '#modules/incident/words.ts'
import { Alert, alertFilter } from './contract.ts'
import { eventKinds, groupings, severities } from './words.ts'

export const bulkLimit = 500

/** What is done to each of them. */
export const AlertAction = z.discriminatedUnion('do', [
  /** `minutes`: it comes back when they have run out and it still fires; absent: until it recovers */
  z.strictObject({
    do: z.literal('acknowledge'),
    minutes: z.int().min(5).max(10_080).optional(),
    comment: text(2000).optional(),
  }),
  z.strictObject({ do: z.literal('unacknowledge') }),
  z.strictObject({ do: z.literal('comment'), body: text(2000) }),
  z.strictObject({ do: z.literal('take') }),
  /** null: nobody's */
  z.strictObject({ do: z.literal('assign'), ownerId: z.uuid().nullable() }),
  z.strictObject({ do: z.literal('link'), incidentId: z.uuid() }),
  /** where the source will not say that it is over */
  z.strictObject({ do: z.literal('close'), reason: text(500, 2) }),
])
export type AlertAction = z.output<typeof AlertAction>

const Ids = z
  .array(z.uuid())
  .min(1)
  .max(bulkLimit)
  .refine((ids) => new Set(ids).size === ids.length, 'alert:error.bulk_twice')

const Outcomes = z.array(
  z.object({
    id: z.string(),
    outcome: z.enum(['done', 'refused']),
    code: z.string().nullable(),
    message: z.string().nullable(),
  }),
)

/** The answer says of each what became of it; those that are refused hold nobody up. */
export const bulkAlerts = endpoint({
  name: 'alert.bulk',
  method: 'POST',
  path: '/alerts-bulk',
  permission: 'alert.handle',
  body: z.strictObject({ ids: Ids, action: AlertAction }),
  response: z.object({ items: Outcomes }),
  summary: 'Do the same to one or several alerts 处理告警',
})

/** Those that belong to an open incident already are refused and stay there. */
export const openIncident = endpoint({
  name: 'alert.open-incident',
  method: 'POST',
  path: '/alerts-incident',
  permission: 'alert.handle',
  body: z.strictObject({
    ids: Ids,
    /** default: name and summary of the first */
    title: text(200, 2).optional(),
    impact: z.enum(levels).default('medium'),
    urgency: z.enum(levels).default('medium'),
    /** default: the service of the first that has one */
    serviceId: z.uuid().optional(),
    groupId: z.uuid().optional(),
  }),
  response: z.object({
    incident: z.object({ id: z.string(), number: z.string() }),
    items: Outcomes,
  }),
  status: 201,
  idempotent: true,
  summary: 'Open an incident by hand for alerts 由告警开事件',
})

export const alertEvents = endpoint({
  name: 'alert.events',
  method: 'GET',
  path: '/alerts/{id}/events',
  permission: 'alert.read',
  params: idParams,
  query: z.strictObject({ ...pageQuery }),
  response: pageOf(
    z.object({
      id: z.number(),
      kind: z.enum(eventKinds),
      /** by kind: the decision of a beginning, a comment, an owner */
      data: z.record(z.string(), z.unknown()),
      actorName: z.string().nullable(),
      at: when,
    }),
  ),
  summary: 'What happened to an alert, the newest first 告警经过',
})

export const groupAlerts = endpoint({
  name: 'alert.groups',
  method: 'GET',
  path: '/alert-groups',
  permission: 'alert.read',
  query: z.strictObject({ ...alertFilter, by: z.enum([...groupings, 'state']).default('service') }),
  response: z.object({
    /** the 200 with the most; `key` null: those without */
    items: z.array(
      z.object({
        key: z.string().nullable(),
        label: z.string().nullable(),
        count: z.number(),
        critical: z.number(),
        latestAt: when,
      }),
    ),
  }),
  summary: 'Alerts by service, item, name or state, with counts 告警分组',
})

export const keepersNow = endpoint({
  name: 'alert.keepers',
  method: 'GET',
  path: '/alert-keepers',
  permission: 'alert.read',
  query: z.strictObject({}),
  response: z.object({
    /** work under way that keeps alerts of its services quiet (changes) */
    work: z.array(
      z.object({
        entity: z.string(),
        id: z.string(),
        title: z.string(),
        until: when,
        path: z.string(),
        held: z.number(),
      }),
    ),
    /** how many alerts silences and windows keep quiet, by their ids */
    held: z.record(z.string(), z.number()),
  }),
  summary: 'What keeps alerts quiet now, and how many 正在压住告警的变更、静默与窗口',
})

export const previewMatch = endpoint({
  name: 'alert.preview-match',
  method: 'POST',
  path: '/alert-match-preview',
  permission: 'alert-rule.silence',
  body: z.strictObject({ matchers: Matchers }),
  response: z.object({
    /** of what one sees and fires now */
    count: z.number(),
    /** not all were looked at in the time allowed */
    cut: z.boolean(),
    items: z.array(Alert),
  }),
  // it changes nothing
  audited: false,
  summary: 'Which alerts conditions fit now 静默预览',
})

const Effect = z.object({
  /** incident, incident when nobody answers, attached, stored only by rule, waiting, kept quiet, too low */
  outcome: z.enum(['open', 'unanswered', 'attach', 'drop', 'delay', 'quiet', 'low']),
  /** of `unanswered`: how many of its beginnings nobody answered in time */
  unanswered: z.number().nullable(),
  rule: z.string().nullable(),
  severity: z.enum(severities),
  recoverMinutes: z.number().nullable(),
})

/**
 * What the rules would have made of the alerts of the last 7 days, with and without the draft. Silences, flapping and
 * topology are left out: it judges the rules. Bounded in time; `cut` when not all were looked at, the latest first.
 */
export const previewRule = endpoint({
  name: 'alert.preview-rule',
  method: 'POST',
  path: '/alert-rule-preview',
  permission: 'alert-rule.configure',
  body: z.strictObject({
    draft: RuleDraft,
    /** of the rule that the draft replaces */
    id: z.uuid().optional(),
  }),
  response: z.object({
    from: when,
    alerts: z.number(),
    beginnings: z.number(),
    cut: z.boolean(),
    matched: z.number(),
    changed: z.number(),
    /** about so many incidents, one per group of alerts and stretch of the correlation window */
    incidents: z.object({ now: z.number(), then: z.number() }),
    /** by outcome, beginnings */
    now: z.record(z.string(), z.number()),
    then: z.record(z.string(), z.number()),
    /** the latest 50 that end differently, else that fit */
    samples: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        source: z.string(),
        labels: z.record(z.string(), z.string()),
        lastAt: when,
        times: z.number(),
        now: Effect,
        then: Effect,
      }),
    ),
  }),
  // it changes nothing
  audited: false,
  summary: 'Try a rule with the alerts of the last 7 days 规则试算',
})
