import type { Tx } from '#kernel/db/index.ts'
import { clip } from './parse.ts'
import { insertIntakes } from './store/intake.ts'
import type { Status } from './words.ts'

/** One alert as another room tells it. */
export interface TakenAlert {
  /** its identity within the source: give what does not change while it fires, and the severity beside it */
  labels: Readonly<Record<string, string>>
  annotations?: Readonly<Record<string, string>>
  status: Status
  /** default: the label `alertname`, else the source */
  name?: string
  /** critical, warning, info, none; anything else counts as warning. Default: the label `severity`, which is no part of the identity here */
  severity?: string
  startsAt?: Date
  endsAt?: Date
  /** alerts of one key share an incident where no service is known; default: the name */
  groupKey?: string
}

const limits = { alerts: 5000, labels: 100, key: 200, label: 4096, annotation: 10_000, name: 200 }

/**
 * Stores alerts of another room in the transaction in which they came about; they are processed within about a second
 * after its commit, like any that come by HTTP. What cannot be stored of a text (control characters, over-length) is
 * taken out: no alert is lost for it. Labels that place an alert directly: `service_id`, `ci_id`, `group_id`.
 * @param from.source with the labels what tells alerts apart, such as `check`; 1 to 100 characters
 * @param from.orgId where alerts of no known service belong; null: the unit
 * @returns how many alerts were stored
 */
export async function takeGenericAlerts(
  tx: Tx,
  from: { source: string; orgId: string | null; alerts: readonly TakenAlert[]; receivedBy?: string | null },
): Promise<number> {
  const rows: string[] = []
  for (let at = 0; at < from.alerts.length; at += limits.alerts) {
    const alerts = from.alerts.slice(at, at + limits.alerts).map(stored)
    rows.push(
      JSON.stringify({
        format: 'generic',
        source: from.source,
        body: { alerts },
        alerts: alerts.length,
        receivedBy: from.receivedBy ?? null,
        orgId: from.orgId,
      }),
    )
  }
  if (rows.length > 0) await insertIntakes(tx, rows)
  return from.alerts.length
}

// what the door of the intake refuses: here nobody could be told
const hidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g
const plain = (text: string, max: number): string => clip(text.toWellFormed().replace(hidden, ''), max)

function texts(record: Readonly<Record<string, string>>, max: number): Record<string, string> {
  const out: Record<string, string> = {}
  for (const [key, value] of Object.entries(record).slice(0, limits.labels)) {
    const name = plain(key, limits.key)
    if (name !== '') out[name] = plain(value, max)
  }
  return out
}

function stored(alert: TakenAlert): object {
  const { severity: labelled, ...labels } = texts(alert.labels, limits.label)
  const severity = plain(alert.severity ?? labelled ?? '', 50).trim()
  const name = plain(alert.name ?? '', limits.name).trim()
  return {
    labels,
    annotations: texts(alert.annotations ?? {}, limits.annotation),
    status: alert.status,
    ...(name ? { name } : {}),
    ...(severity ? { severity } : {}),
    ...(alert.startsAt ? { startsAt: alert.startsAt.toISOString() } : {}),
    ...(alert.endsAt ? { endsAt: alert.endsAt.toISOString() } : {}),
    ...(alert.groupKey ? { groupKey: plain(alert.groupKey, 1000) } : {}),
  }
}
