import { X509Certificate, createPrivateKey } from 'node:crypto'
import type { Db } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import { networks } from './listen/intake.ts'
import type { Rule } from './rule-contract.ts'
import { checkPattern } from './rules/pattern.ts'
import { refsOf } from './rules/template.ts'
import type { Secrets } from './secrets.ts'
import type { Mapping, Spec, SyslogSpec } from './spec-contract.ts'
import { activeSources } from './store/source.ts'
import { listenerKinds } from './words.ts'

const refuse = (code: string, field: string, params: Record<string, string | number> = {}): AppError =>
  new AppError(`alert-source.${code}`, { status: 422, field, params })

/** Transport and port of what listens. */
function portsOf(spec: Spec): string[] {
  if (spec.kind === 'trap') return [`udp ${spec.port}`]
  if (spec.kind !== 'syslog') return []
  const { udp, tcp, tls } = spec
  return [
    ...(udp === null ? [] : [`udp ${udp}`]),
    ...(tcp === null ? [] : [`tcp ${tcp}`]),
    ...(tls === null ? [] : [`tcp ${tls}`]),
  ]
}

/**
 * What the shape alone does not tell: patterns, networks, ports of others, certificates.
 * @param id of the source itself; undefined: a new one
 * @throws alert-source.bad_pattern, bad_network, port_taken, no_port, bad_certificate, bad_reference (422), naming the field
 */
export async function checkSpec(db: Db, spec: Spec, id: string | undefined): Promise<void> {
  checkWords(spec)
  const ports = portsOf(spec)
  if (spec.kind === 'syslog') checkSyslog(spec, ports)
  if (ports.length === 0) return
  for (const other of await activeSources(db, listenerKinds)) {
    const taken = other.id === id ? undefined : portsOf(other.spec).find((one) => ports.includes(one))
    if (taken)
      throw refuse('port_taken', spec.kind === 'trap' ? 'spec.port' : 'spec.udp', {
        port: taken,
        name: other.name,
      })
  }
}

/** What needs no database: rules, networks, references. @throws as checkSpec */
export function checkWords(spec: Spec): void {
  if (spec.kind === 'json') return checkMapping(spec.mapping)
  if (!('rules' in spec)) return
  spec.rules.forEach((rule, n) => checkRule(rule, `spec.rules.${n}`))
  if (spec.kind === 'mail') return
  try {
    networks(spec.senders)
    networks([spec.host])
  } catch (error) {
    // Node says so of what is no address or no prefix
    throw refuse('bad_network', 'spec.senders', { why: (error as Error).message })
  }
}

function checkRule(rule: Rule, field: string): void {
  for (const part of ['when', 'clearWhen'] as const)
    rule[part].forEach(({ op, value }, n) => {
      if (op === 'matches') checkPattern(value, `${field}.${part}.${n}.value`)
      if ((op === 'least' || op === 'most') && value === '')
        throw refuse('value_missing', `${field}.${part}.${n}.value`)
    })
}

function checkSyslog(spec: SyslogSpec, ports: readonly string[]): void {
  if (ports.length === 0) throw refuse('no_port', 'spec.udp')
  if (new Set(ports).size < ports.length)
    throw refuse('port_taken', 'spec.tls', { port: ports.at(-1)!, name: 'TCP' })
  if (spec.tls !== null && !spec.certificate) throw refuse('bad_certificate', 'spec.certificate', { why: '' })
  for (const field of ['certificate', 'clientCa'] as const) {
    const pem = spec[field]
    if (!pem) continue
    try {
      new X509Certificate(pem)
    } catch (error) {
      throw refuse('bad_certificate', `spec.${field}`, { why: (error as Error).message })
    }
  }
}

function checkMapping(mapping: Mapping): void {
  const templates: [string, string][] = [
    ...(['name', 'severity', 'status', 'key', 'startsAt', 'endsAt', 'groupKey'] as const).map(
      (name): [string, string] => [name, mapping[name]],
    ),
    ...mapping.labels.map((one, n): [string, string] => [`labels.${n}.value`, one.value]),
    ...mapping.annotations.map((one, n): [string, string] => [`annotations.${n}.value`, one.value]),
  ]
  for (const [field, template] of templates)
    for (const ref of refsOf(template))
      if (!/^\$?(\/([^~/]|~[01])*)*$/.test(ref))
        throw refuse('bad_reference', `spec.mapping.${field}`, { ref: ref.slice(0, 100) })
}

/**
 * The secrets of a source after a change: those given, else those kept, and none that its kind does not have.
 * @throws alert-source.community_needed, key_needed, bad_key (422)
 */
export function settleSecrets(
  spec: Spec,
  given: { communities?: string[] | undefined; key?: string | undefined },
  kept: Secrets,
): Secrets {
  if (spec.kind === 'trap') {
    const communities = given.communities ?? kept.communities
    if (!communities) throw refuse('community_needed', 'communities')
    return { communities }
  }
  if (spec.kind !== 'syslog' || spec.tls === null) return {}
  const key = given.key ?? kept.key
  if (!key) throw refuse('key_needed', 'key')
  try {
    const own = createPrivateKey(key)
    if (!new X509Certificate(spec.certificate!).checkPrivateKey(own))
      throw new Error('key of another certificate')
  } catch (error) {
    throw refuse('bad_key', 'key', { why: (error as Error).message })
  }
  return { key }
}
