import { z } from 'zod'
import { endpoint, idParams, pageOf, pageQuery, when } from '#kernel/http/endpoint.ts'
import { AlertmanagerBody, GenericPost, maxBodyBytes, sourceName } from './body-contract.ts'
import { Decision } from './decision-contract.ts'
import { formats, intakeStates, severities, states, statuses } from './words.ts'

const Accepted = z.object({ intakeId: z.number(), alerts: z.number() })

/**
 * 202 once it is stored: it is processed within about a second. An alert is (source, labels): the replicas of one
 * Alertmanager cluster are one source; another installation gets its own by `?source=`.
 */
export const intakeAlertmanager = endpoint({
  name: 'alert.intake-alertmanager',
  method: 'POST',
  path: '/intake/alertmanager',
  permission: 'alert.intake',
  query: z.strictObject({ source: sourceName.default('alertmanager') }),
  body: AlertmanagerBody.transform((body) => ({ body })),
  response: Accepted,
  status: 202,
  bodyLimit: maxBodyBytes,
  // The intake row is the record of the POST: who, when, and the whole body.
  audited: false,
  // Inserts of concurrent POSTs share a statement; each is answered after the commit it is in.
  ownTransaction: true,
  summary: 'Alertmanager webhook v4 告警接入（Alertmanager）',
})

export const intakeAlerts = endpoint({
  name: 'alert.intake',
  method: 'POST',
  path: '/intake/alerts',
  permission: 'alert.intake',
  body: GenericPost,
  response: Accepted,
  status: 202,
  bodyLimit: maxBodyBytes,
  // As above.
  audited: false,
  ownTransaction: true,
  summary: 'Generic JSON webhook: {source, alerts: […]} or a single alert 告警接入（通用 JSON）',
})

const Ref = z.object({ id: z.string(), name: z.string() }).nullable()

export const Alert = z.object({
  id: z.string(),
  source: z.string(),
  name: z.string(),
  severity: z.enum(severities),
  status: z.enum(statuses),
  labels: z.record(z.string(), z.string()),
  annotations: z.record(z.string(), z.string()),
  groupKey: z.string().nullable(),
  service: z.object({ id: z.string(), name: z.string() }).nullable(),
  incident: z.object({ id: z.string(), number: z.string(), title: z.string(), state: z.string() }).nullable(),
  state: z.enum(states),
  /** what keeps it quiet */
  quiet: z.string().nullable(),
  /** labels that rules have added */
  extra: z.record(z.string(), z.string()),
  ci: Ref,
  owner: Ref,
  acked: z.object({ at: when, by: z.string().nullable(), until: when.nullable() }).nullable(),
  closed: z.object({ by: z.string().nullable(), reason: z.string() }).nullable(),
  /** why it did, or did not, come to an incident when it began */
  decision: Decision.nullable(),
  /** a rule leaves it to people until then; after that it opens an incident */
  answerBy: when.nullable(),
  startsAt: when,
  endsAt: when.nullable(),
  firstAt: when,
  /** when the present episode began, by our clock */
  beganAt: when,
  lastAt: when,
  count: z.number(),
})
export type AlertRecord = z.input<typeof Alert>

const list = <const T extends readonly [string, ...string[]]>(words: T) =>
  z
    .string()
    .max(200)
    .optional()
    .transform((s) => (s ? s.split(',') : undefined))
    .pipe(z.array(z.enum(words)).optional())

export const alertFilter = {
  /** part of the name, of a label or of the source */
  q: z.string().trim().max(200).optional(),
  /** one or several, comma-separated */
  status: list(statuses),
  state: list(states),
  severity: list(severities),
  serviceId: z.uuid().optional(),
  ciId: z.uuid().optional(),
  name: z.string().max(200).optional(),
  incidentId: z.uuid().optional(),
  /** of a person; `me`; `none` */
  owner: z.union([z.uuid(), z.enum(['me', 'none'])]).optional(),
}

export const listAlerts = endpoint({
  name: 'alert.list',
  method: 'GET',
  path: '/alerts',
  permission: 'alert.read',
  query: z.strictObject({ ...pageQuery, ...alertFilter }),
  response: pageOf(Alert),
  summary: 'List alerts 告警列表',
})

export const getAlert = endpoint({
  name: 'alert.get',
  method: 'GET',
  path: '/alerts/{id}',
  permission: 'alert.read',
  params: idParams,
  response: Alert,
  summary: 'Read an alert 查看告警',
})

export const incidentAlerts = endpoint({
  name: 'alert.of-incident',
  method: 'GET',
  path: '/incidents/{id}/alerts',
  permission: 'alert.read',
  params: idParams,
  query: z.strictObject({ ...pageQuery }),
  response: pageOf(Alert).extend({
    firing: z.number(),
    resolved: z.number(),
  }),
  summary: 'Alerts of an incident 事件的告警',
})

export const Intake = z.object({
  id: z.number(),
  format: z.enum(formats),
  source: z.string(),
  alerts: z.number(),
  recordedAt: when,
  processedAt: when.nullable(),
  error: z.string().nullable(),
})

export const listIntakes = endpoint({
  name: 'alert.intakes',
  method: 'GET',
  path: '/alert-intakes',
  permission: 'alert.configure',
  query: z.strictObject({ ...pageQuery, state: z.enum(intakeStates).default('failed') }),
  response: pageOf(Intake),
  summary: 'POSTs that failed to be processed, wait, or are done 告警接入记录',
})

const intakeParams = z.strictObject({
  id: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER),
})

export const getIntake = endpoint({
  name: 'alert.intake-get',
  method: 'GET',
  path: '/alert-intakes/{id}',
  permission: 'alert.configure',
  params: intakeParams,
  response: Intake.extend({
    /** name of the account that sent it */
    receivedBy: z.string().nullable(),
    /** what was sent, as indented JSON; its beginning where it is very long (`cut`) */
    body: z.string(),
    cut: z.boolean(),
  }),
  summary: 'A POST as it came 查看接入内容',
})

export const retryIntake = endpoint({
  name: 'alert.retry-intake',
  method: 'POST',
  path: '/alert-intakes/{id}/retry',
  permission: 'alert.configure',
  params: intakeParams,
  response: Intake,
  summary: 'Process a failed POST again 重新处理',
})

const setting = {
  /** An incident that ended no longer ago is taken up again; a people's report no older is joined. */
  windowMinutes: z.int().min(1).max(10_080),
  /** Resolve an alert-only incident after so long an observation; null: people do it. */
  selfRecoveredMinutes: z.int().min(5).max(10_080).nullable(),
  /** An alert flaps that changes `flapHigh` times within the window, until it changes no more than `flapLow` times. */
  flapMinutes: z.int().min(1).max(1440).default(30),
  flapHigh: z.int().min(3).max(100).default(8),
  flapLow: z.int().min(0).max(99).default(2),
  /** So many items behind one that fall out within a minute are one outage of it; 0: never. */
  burstCis: z.int().min(0).max(1000).default(5),
}
const Setting = z.object({ ...setting, version: z.number() })

export const getAlertSetting = endpoint({
  name: 'alert.setting',
  method: 'GET',
  path: '/alert-setting',
  permission: 'alert.configure',
  response: Setting,
  summary: 'Correlation window 告警归并设置',
})

export const putAlertSetting = endpoint({
  name: 'alert.set-setting',
  method: 'PUT',
  path: '/alert-setting',
  permission: 'alert.configure',
  body: z
    .strictObject(setting)
    .refine((s) => s.flapLow < s.flapHigh, { path: ['flapLow'], message: 'alert:error.flap_bounds' }),
  response: Setting,
  ifMatch: true,
  summary: 'Change the correlation window 修改告警归并设置',
})
