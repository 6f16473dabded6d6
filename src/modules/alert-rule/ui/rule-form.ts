/** Between the body of a rule and the flat values of its form. Pure. */
import type { CallInput } from '#kernel/http/endpoint.ts'
import type { FormValues } from '#web/kit/RecordForm.tsx'
import type { createRule, RuleRecord } from '../contract.ts'
import type { Kind } from '../words.ts'

export type Draft = CallInput<typeof createRule>

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined

const lines = (value: unknown): string[] =>
  String(value ?? '')
    .split(/[\n,，]/)
    .map((line) => line.trim())
    .filter(Boolean)

/** `env=gray` a line. */
function labelsOf(value: unknown): Record<string, string> {
  return Object.fromEntries(
    lines(value).map((line) => {
      const at = line.indexOf('=')
      return at < 0 ? [line, ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()]
    }),
  )
}

/** Values of a new rule, or of one that is changed. */
export function valuesOf(kind: Kind, rule: RuleRecord | null): FormValues {
  const begin: FormValues = {
    enabled: true,
    match: kind === 'inhibit' ? [] : [{ label: 'alertname', op: '=', value: '' }],
    source: [{ label: 'alertname', op: '=', value: '' }],
    do: 'open',
    minutes: 10,
    hours: 'always',
  }
  if (!rule) return begin
  const { name, enabled, body } = rule
  const common = { ...begin, name, enabled, match: body.match }
  switch (body.kind) {
    case 'enrich': {
      const labels = Object.entries(body.labels).map(([key, value]) => `${key}=${value}`)
      return { ...common, ...body, labels: labels.join('\n') }
    }
    case 'inhibit':
      return { ...common, source: body.source, equal: body.equal.join(', '), topology: body.topology }
    case 'recover':
      return { ...common, minutes: body.minutes }
    case 'decide':
      return { ...common, ...body.then }
  }
}

/** How long an alert is left to people; an empty field: not at all. */
function patienceOf(values: FormValues): object {
  const minutes = values['unansweredMinutes']
  if (minutes === undefined || minutes === null || minutes === '') return {}
  return { unansweredMinutes: Number(minutes), hours: values['hours'] }
}

/** What is sent. */
export function draftOf(kind: Kind, values: FormValues): Draft {
  const match = (values['match'] ?? []) as Draft['body']['match'] & object
  const minutes = Number(values['minutes'])
  const ids = (keys: string[]) =>
    Object.fromEntries(keys.flatMap((key) => (text(values[key]) ? [[key, text(values[key])]] : [])))
  const body = (): unknown => {
    switch (kind) {
      case 'enrich': {
        const labels = labelsOf(values['labels'])
        return { kind, match, labels, ...ids(['severity', 'serviceId', 'ciId', 'groupId']) }
      }
      case 'inhibit':
        return {
          kind,
          match,
          source: values['source'] ?? [],
          equal: lines(values['equal']),
          topology: values['topology'] === true,
        }
      case 'recover':
        return { kind, match, minutes }
      case 'decide': {
        const what = values['do']
        const more =
          what === 'delay'
            ? { minutes }
            : what === 'open'
              ? { ...ids(['impact', 'urgency', 'serviceId', 'groupId']), ...patienceOf(values) }
              : {}
        return { kind, match, then: { do: what, ...more } }
      }
    }
  }
  return {
    name: text(values['name']) ?? '',
    enabled: values['enabled'] !== false,
    body: body() as Draft['body'],
  }
}

/** The field of the form that a problem's path means. */
export const fieldOf = (path: string): string =>
  path.replace(/^(draft\.)?body\.(then\.)?/, '').replace(/\..*$/, '')
