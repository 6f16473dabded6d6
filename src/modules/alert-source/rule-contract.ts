/** Rules over messages: which become alerts, under which name and labels, and when those are over. */
import { z } from 'zod'
import { text } from '#kernel/http/endpoint.ts'
import { operators, ruleSeverities } from './words.ts'

/** Text with `{field}` in it; `{{` is a brace. */
export const Template = (max: number, min = 0): z.ZodString => text(max, min)

export const Condition = z.strictObject({
  /** a field of the message: `host`, `message`, an OID, the name of a group of a pattern before it */
  field: text(200),
  op: z.enum(operators),
  value: text(500, 0),
})

export const Label = z.strictObject({ key: text(100), value: Template(500) })

/**
 * The first rule that fits a message decides. What its labels make of a message is the identity of the alert: the
 * message that ends it must make the same of them.
 */
export const Rule = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/),
  name: text(100),
  /** ignore: messages that fit never become alerts */
  effect: z.enum(['alert', 'ignore']),
  when: z.array(Condition).min(1).max(10),
  /** what ends the alert; empty: nothing that is sent */
  clearWhen: z.array(Condition).max(10),
  alertName: Template(200),
  severity: z.enum(ruleSeverities),
  labels: z.array(Label).max(20),
  summary: Template(1000),
  /** so many messages of one identity within so long before there is an alert */
  threshold: z
    .strictObject({ count: z.int().min(2).max(10_000), seconds: z.int().min(1).max(3600) })
    .nullable(),
  /** without a further message for so long, the alert is over */
  resolveMinutes: z.int().min(1).max(10_080).nullable(),
})
export type Rule = z.output<typeof Rule>
export type Condition = z.output<typeof Condition>

export const Rules = z
  .array(Rule)
  .max(200)
  .refine(
    (rules) => new Set(rules.map((rule) => rule.id)).size === rules.length,
    'alert-source:error.rule_twice',
  )
