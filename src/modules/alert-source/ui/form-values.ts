/** Between a form, whose lists are lines of text, and what the endpoints take. */
import type { FormValues } from '#web/kit/RecordForm.tsx'
import type { SourceView } from '../contract.ts'
import { presetOf } from '../presets-contract.ts'
import type { Spec } from '../spec-contract.ts'
import type { Kind } from '../words.ts'

const lines = (value: unknown): string[] =>
  String(value ?? '')
    .split(/[\n,，;；]+/)
    .map((line) => line.trim())
    .filter(Boolean)

function flat(spec: Spec): FormValues {
  const { kind: _kind, ...values } = spec
  const given = values as FormValues
  return 'senders' in values ? { ...given, senders: values.senders.join('\n') } : given
}

/** What the form begins with. */
export function initialOf(kind: Kind, source: SourceView | undefined): FormValues {
  if (!source) return { active: true, ...flat(presetOf(kind)) }
  const { note, active, org, spec } = source
  return { note, active, orgId: org.id, ...flat(spec) }
}

const fields: Record<Kind, readonly string[]> = {
  zabbix: [],
  nightingale: [],
  json: ['mapping'],
  trap: ['port', 'host', 'ratePerSecond', 'rules'],
  syslog: [
    ...['udp', 'tcp', 'tls', 'certificate', 'clientCa', 'maxBytes', 'host'],
    ...['ratePerSecond', 'rules'],
  ],
  mail: ['mailboxId', 'unmatched', 'rules'],
}
const empty = ['udp', 'tcp', 'tls', 'certificate', 'clientCa', 'mailboxId']

/** The settings that a form says; not checked. */
export function specOf(kind: Kind, values: FormValues): { kind: Kind } & Record<string, unknown> {
  const spec: { kind: Kind } & Record<string, unknown> = { kind }
  for (const name of fields[kind]) spec[name] = values[name] ?? null
  for (const name of empty)
    if (spec[name] === '' || spec[name] === undefined) if (name in spec) spec[name] = null
  if (kind === 'zabbix') spec['tags'] = values['tags'] ?? false
  if (['trap', 'syslog', 'mail'].includes(kind)) spec['senders'] = lines(values['senders'])
  return spec
}

/** The body of creation and change. */
export function bodyOf(kind: Kind, values: FormValues): FormValues {
  const communities = lines(values['communities'])
  return {
    orgId: values['orgId'],
    note: values['note'] ?? '',
    active: values['active'] ?? false,
    spec: specOf(kind, values),
    ...(communities.length > 0 ? { communities } : {}),
    ...(values['key'] ? { key: values['key'] } : {}),
  }
}
