/** From what a check says to what its form sends back. Pure. */
import type { CallInput } from '#kernel/http/endpoint.ts'
import type { CheckView, createCheck } from '../../contract.ts'

export type Body = CallInput<typeof createCheck>

/** The definition of a check as it would be written again; its secrets stay as they are kept. */
export function bodyOf(check: CheckView): Body {
  const { name, kind, spec, intervalSeconds, timeoutMs, retries, retrySeconds, graceSeconds } = check
  const { thresholds, alerts, alertWithin, labels, runbookUrl, enabled } = check
  return {
    ...{ name, kind, spec, intervalSeconds, timeoutMs, retries, retrySeconds, graceSeconds },
    ...{ thresholds, alerts, alertWithin, labels, runbookUrl, enabled },
    dependsOn: check.dependsOn.flatMap(({ check: on, ci }): NonNullable<Body['dependsOn']> =>
      on ? [{ checkId: on.id }] : ci ? [{ ciId: ci.id }] : [],
    ),
    calendarId: check.calendar?.id ?? null,
    orgId: check.org.id,
    serviceId: check.service?.id ?? null,
    ciId: check.ci?.id ?? null,
    groupId: check.group?.id ?? null,
    runbookArticleId: check.runbookArticle?.id ?? null,
    probeId: check.probe?.id ?? null,
  }
}
