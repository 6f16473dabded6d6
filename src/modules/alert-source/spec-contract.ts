/** What is set of a source, by its kind. */
import { z } from 'zod'
import { text } from '#kernel/http/endpoint.ts'
import { Label, Rules, Template } from './rule-contract.ts'
import { alertSeverities } from './words.ts'

/** RFC 6901; '' is the whole. */
export const Pointer = z
  .string()
  .max(300)
  .regex(/^(\/([^~/]|~[01])*)*$/, 'pointer')

/** Fields of a body that mean an alert. In templates `{/a/b}` is a place in the alert, `{$/a/b}` one in the whole body. */
export const Mapping = z.strictObject({
  /** where the alerts are: a list, or a single one */
  items: Pointer,
  name: Template(500, 1),
  severity: Template(500),
  /** words of the source for our severities; others count as `otherwise` */
  severities: z.array(z.strictObject({ from: text(100), to: z.enum(alertSeverities) })).max(50),
  otherwise: z.enum(alertSeverities),
  status: Template(500),
  /** what the status says when it is over; anything else means that it goes on */
  resolved: z.array(text(100)).max(20),
  /** what the source calls the alert, the same when it begins and ends; '': its labels */
  key: Template(500),
  labels: z.array(Label).max(50),
  /** an object whose texts, numbers and truths are labels as well, or a list of `key=value` */
  labelsFrom: Pointer.nullable(),
  annotations: z.array(Label).max(50),
  /** ISO 8601, or seconds or milliseconds since 1970; '': when it came */
  startsAt: Template(500),
  endsAt: Template(500),
  groupKey: Template(500),
})
export type Mapping = z.output<typeof Mapping>

const port = z.int().min(1).max(65_535)
const listening = {
  /** address that is listened on */
  host: z.string().regex(/^[0-9a-fA-F:.]{2,45}$/, 'address'),
  /** networks that may send; none: all */
  senders: z.array(z.string().regex(/^[0-9a-fA-F:.]{2,45}(\/\d{1,3})?$/, 'network')).max(200),
  /** messages of one sender; more are counted and left out (over TCP: taken more slowly) */
  ratePerSecond: z.int().min(1).max(100_000),
  rules: Rules,
}

export const TrapSpec = z.strictObject({ kind: z.literal('trap'), port, ...listening })
export const SyslogSpec = z.strictObject({
  kind: z.literal('syslog'),
  udp: port.nullable(),
  tcp: port.nullable(),
  tls: port.nullable(),
  /** certificates of ours and of its authority (PEM) */
  certificate: text(40_000, 0).nullable(),
  /** authority (PEM) whose certificates senders must have; null: any sender */
  clientCa: text(40_000, 0).nullable(),
  /** longest message; RFC 5425 §4.3.1 wants 2,048 taken, better 8,192 */
  maxBytes: z.int().min(480).max(65_535),
  ...listening,
})
export const MailSpec = z.strictObject({
  kind: z.literal('mail'),
  /** null: of every mailbox */
  mailboxId: z.uuid().nullable(),
  /** addresses, or `@domain` */
  senders: z
    .array(
      z
        .string()
        .trim()
        .toLowerCase()
        .regex(/^[^\s@]*@[^\s@]+$/, 'sender')
        .max(200),
    )
    .min(1)
    .max(100),
  /** what becomes of mails of these senders that no rule fits */
  unmatched: z.enum(['ticket', 'ignore']),
  rules: Rules,
})
export const JsonSpec = z.strictObject({ kind: z.literal('json'), mapping: Mapping })
export const ZabbixSpec = z.strictObject({
  kind: z.literal('zabbix'),
  /** tags of the event become labels of the alert */
  tags: z.boolean(),
})
export const NightingaleSpec = z.strictObject({ kind: z.literal('nightingale') })

export const Spec = z.discriminatedUnion('kind', [
  ZabbixSpec,
  NightingaleSpec,
  JsonSpec,
  TrapSpec,
  SyslogSpec,
  MailSpec,
])
export type Spec = z.output<typeof Spec>
export type TrapSpec = z.output<typeof TrapSpec>
export type SyslogSpec = z.output<typeof SyslogSpec>
export type MailSpec = z.output<typeof MailSpec>
