/** What monitoring systems send: strict about types, generous about fields we do not know. Used at the door and again by processing. */
import { z } from 'zod'
import { instant, text } from '#kernel/http/endpoint.ts'
import { statuses } from './words.ts'

/** Alerts of one POST at most, and its bytes. */
export const maxAlerts = 20_000
export const maxBodyBytes = 10 * 1024 * 1024
const maxLabels = 100

// NUL and lone surrogates cannot be stored, other control characters hide text; line breaks and tabs are fine
const clean = /^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ud800-\udfff]*$/u
const plain = (max: number): z.ZodString => z.string().max(max).regex(clean, 'control_character')

const few = (record: object): boolean => Object.keys(record).length <= maxLabels
export const Labels = z.record(plain(200).min(1), plain(4096)).refine(few, 'alert:error.too_many_labels')
/** Of any length that fits the body; what is kept beside the alert is cut. */
const Annotations = z.record(plain(200), plain(maxBodyBytes)).refine(few, 'alert:error.too_many_labels')

const GroupKey = plain(20_000)

const AlertmanagerAlert = z.looseObject({
  status: z.enum(statuses),
  labels: Labels,
  annotations: Annotations.default({}),
  startsAt: instant.optional(),
  /** `0001-01-01T00:00:00Z` while it fires */
  endsAt: instant.optional(),
  generatorURL: plain(8192).optional(),
  fingerprint: plain(200).optional(),
})

/** Webhook of Alertmanager, version 4 (also sent by Grafana and others); unknown fields are kept in the intake row. */
export const AlertmanagerBody = z.looseObject({
  version: plain(20).optional(),
  receiver: plain(500).optional(),
  status: z.enum(statuses).optional(),
  groupKey: GroupKey.optional(),
  truncatedAlerts: z.int().min(0).optional(),
  externalURL: plain(8192).optional(),
  alerts: z.array(AlertmanagerAlert).min(1).max(maxAlerts),
})

const one = {
  labels: Labels,
  annotations: Annotations.default({}),
  status: z.enum(statuses),
  startsAt: instant.optional(),
  endsAt: instant.optional(),
  /** default: the label `alertname`, else the source */
  name: text(200).optional(),
  /** default: the label `severity`; anything but critical, warning, info, none counts as warning */
  severity: text(50).optional(),
  /** of this alert, where those of one POST do not belong together; default: that of the POST */
  groupKey: GroupKey.optional(),
}
const GenericAlert = z.strictObject(one)

/** What is stored of a generic POST. */
export const GenericBody = z.strictObject({
  groupKey: GroupKey.optional(),
  alerts: z.array(GenericAlert).min(1).max(maxAlerts),
})

export const sourceName = text(100)

/** Several alerts in `alerts`, or the fields of a single one beside `source`. */
export const GenericPost = z
  .strictObject({
    source: sourceName,
    groupKey: GroupKey.optional(),
    alerts: z.array(GenericAlert).min(1).max(maxAlerts).optional(),
    labels: Labels.optional(),
    annotations: Annotations.optional(),
    status: z.enum(statuses).optional(),
    startsAt: instant.optional(),
    endsAt: instant.optional(),
    name: text(200).optional(),
    severity: text(50).optional(),
  })
  .superRefine((body, context) => {
    const need = (field: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [field], message })
    if (body.alerts) {
      if (body.labels ?? body.status ?? body.annotations) need('alerts', 'alert:error.alerts_or_one')
      return
    }
    if (!body.labels) need('labels', 'alert:error.alerts_or_one')
    if (!body.status) need('status', 'alert:error.alerts_or_one')
  })
  .transform(({ source, groupKey, alerts, ...single }) => ({
    source,
    body: {
      ...(groupKey === undefined ? {} : { groupKey }),
      alerts: alerts ?? [{ ...single, annotations: single.annotations ?? {} }],
    },
  }))
