/** Values with which the form of a check opens. Pure. */
import type { Kind } from '#modules/probe/kind-contract.ts'
import type { FormValues } from '#web/kit/RecordForm.tsx'
import type { CheckView } from '../../contract.ts'
import { isPassive, type CheckKind } from '../../words.ts'
import { linesOf } from './fields.tsx'
import { usualSpec } from './shape.ts'

type Bound = { figure: string; warn?: string; crit?: string }

/** Bounds that a kind brings with it, as bounds of the check: there is one place to set them. */
export function ownBounds(spec: Readonly<Record<string, unknown>>): Bound[] {
  const rows = (spec['thresholds'] ?? []) as { figure: string; warning?: string; critical?: string }[]
  return rows.map(({ figure, warning, critical }) => ({
    figure,
    ...(warning ? { warn: warning } : {}),
    ...(critical ? { crit: critical } : {}),
  }))
}

/** A new check: what is usual for its kind. */
export function startOf(kind: CheckKind, given: FormValues): FormValues {
  const passive = isPassive(kind)
  const spec = passive ? {} : usualSpec(kind as Kind)
  return {
    ...given,
    spec,
    thresholds: ownBounds(spec),
    intervalSeconds: passive ? 3600 : kind === 'tls' ? 3600 : 60,
    timeoutSeconds: 10,
    retries: passive ? 0 : 2,
    retrySeconds: 30,
    graceSeconds: passive ? 300 : 0,
    alerts: true,
    alertWithin: false,
    enabled: true,
    labels: [],
  }
}

/** A check that is there. */
export function initialOf(check: CheckView): FormValues {
  const bounds = new Map<string, object>(
    [...ownBounds(check.spec), ...check.thresholds].map((one) => [one.figure, one]),
  )
  return {
    name: check.name,
    spec: check.spec,
    thresholds: [...bounds.values()],
    intervalSeconds: check.intervalSeconds,
    timeoutSeconds: check.timeoutMs / 1000,
    retries: check.retries,
    retrySeconds: check.retrySeconds,
    graceSeconds: check.graceSeconds,
    calendarId: check.calendar?.id,
    alerts: check.alerts,
    alertWithin: check.alertWithin,
    labels: linesOf(check.labels),
    orgId: check.org.id,
    serviceId: check.service?.id,
    ciId: check.ci?.id,
    groupId: check.group?.id,
    probeId: check.probe?.id,
    runbookArticleId: check.runbookArticle?.id,
    runbookUrl: check.runbookUrl,
    enabled: check.enabled,
    dependsChecks: check.dependsOn.flatMap((one) => one.check?.id ?? []),
    dependsCis: check.dependsOn.flatMap((one) => one.ci?.id ?? []),
  }
}
