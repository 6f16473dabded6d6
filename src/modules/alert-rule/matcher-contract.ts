/** How alerts are chosen by their labels. */
import { z } from 'zod'
import { text } from '#kernel/http/endpoint.ts'
import { ops } from './words.ts'

/**
 * One condition. `=` and `!=` compare, `=~` and `!~` take an RE2 pattern that must fit the whole value. A label that an
 * alert does not have is the empty text. Besides its labels an alert has `alertname`, `source`, `severity`.
 */
export const Matcher = z.strictObject({
  label: text(200),
  op: z.enum(ops).default('='),
  value: z.string().max(500),
})
export type Matcher = z.output<typeof Matcher>

/** All of them must hold. */
export const Matchers = z.array(Matcher).min(1).max(20)
/** None: every alert. */
export const AnyMatchers = z.array(Matcher).max(20)
