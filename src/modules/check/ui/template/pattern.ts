/** Between a pattern and the values of its form. Pure. */
import type { CallInput } from '#kernel/http/endpoint.ts'
import type { Kind } from '#modules/probe/kind-contract.ts'
import type { FormField, FormValues } from '#web/kit/RecordForm.tsx'
import type { previewFromCis, TemplateView } from '../../template-contract.ts'
import type { ActiveKind } from '../../words.ts'
import { commonBody, linesOf } from '../form/fields.tsx'
import { ownBounds, startOf } from '../form/initial.ts'
import { shapesOfKind } from '../form/shape.ts'
import { mergeSpec, specOf } from '../form/spec-fields.tsx'

export type PatternInput = CallInput<typeof previewFromCis>['pattern']

/** Numbers may hold a variable instead: their inputs take text. */
function asTyped(kind: Kind, spec: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const numbers = new Set(shapesOfKind(kind).flatMap((one) => (one.type === 'number' ? [one.key] : [])))
  return Object.fromEntries(
    Object.entries(spec).map(([key, value]) => [key, numbers.has(key) ? String(value) : value]),
  )
}

/** A new pattern: at the address of the item. */
export function freshPattern(kind: ActiveKind, kindName: string): FormValues {
  const start = startOf(kind, {})
  const spec = asTyped(kind, start['spec'] as Record<string, unknown>)
  const keys = shapesOfKind(kind).map((one) => one.key)
  const at = keys.includes('host')
    ? { host: '{{address}}' }
    : kind === 'http'
      ? { url: 'https://{{address}}/' }
      : kind === 'dns'
        ? { name: '{{fqdn}}' }
        : {}
  return { ...start, name: `{{name}} ${kindName}`, withService: true, spec: { ...spec, ...at } }
}

/** The pattern of a template that is there. */
export function valuesOfPattern(kind: ActiveKind, pattern: TemplateView['pattern']): FormValues {
  const { name, spec, intervalSeconds, timeoutMs, retries, retrySeconds, thresholds, labels } = pattern
  const { calendarId, alerts, alertWithin, groupId, withService, runbookArticleId, runbookUrl, probeId } =
    pattern
  const bounds = new Map([...ownBounds(spec), ...thresholds].map((one) => [one.figure, one] as const))
  return {
    ...{ name, intervalSeconds, retries, retrySeconds, alerts, alertWithin, withService, runbookUrl },
    spec: asTyped(kind, spec),
    timeoutSeconds: timeoutMs / 1000,
    thresholds: [...bounds.values()],
    labels: linesOf(labels),
    calendarId: calendarId ?? undefined,
    groupId: groupId ?? undefined,
    runbookArticleId: runbookArticleId ?? undefined,
    probeId: probeId ?? undefined,
  }
}

/** What the form says as the API takes it. */
export function patternOf(
  kind: ActiveKind,
  values: FormValues,
  before: FormValues,
  fields: readonly FormField[],
): PatternInput {
  const { dependsOn: _depends, serviceId: _service, ciId: _ci, ...common } = commonBody(values)
  return {
    ...common,
    name: (values['name'] as string | undefined) ?? '',
    spec: mergeSpec(kind, specOf(before), specOf(values), fields),
    withService: values['withService'] === true,
  }
}
