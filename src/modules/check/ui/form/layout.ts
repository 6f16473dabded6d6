/** Which inputs of a kind are seen at once, in which order, and which only under a condition. Pure. */
import type { Kind } from '#modules/probe/kind-contract.ts'
import { shapesOfKind, type Shape } from './shape.ts'

type Spec = Readonly<Record<string, unknown>>

/** What nearly every check of the kind is about; all others are under "more". */
const main: Record<Kind, readonly string[]> = {
  ping: ['host', 'count'],
  tcp: ['host', 'port', 'tls', 'send', 'expect'],
  http: ['url', 'method', 'statuses', 'contains', 'jsonPath', 'jsonEquals', 'auth', 'user', 'body'],
  tls: ['host', 'port', 'startTls', 'serverName'],
  dns: ['name', 'type', 'server', 'expected', 'match'],
  snmp: ['host', 'version', 'user', 'level', 'authProtocol', 'privProtocol', 'oids'],
  postgres: ['host', 'port', 'database', 'user', 'tls', 'query', 'equals'],
  mysql: ['host', 'port', 'database', 'user', 'tls', 'query', 'equals'],
  ldap: ['host', 'port', 'tls', 'bindDn', 'base', 'filter'],
  smtp: ['host', 'port', 'tls', 'expect'],
  imap: ['host', 'port', 'tls', 'expect'],
  ntp: ['host', 'port', 'maxStratum'],
  file: ['path', 'suffix'],
  nagios: ['plugin', 'args', 'host'],
}

const filled = (value: unknown): boolean => value !== undefined && value !== null && value !== ''
const v3 = (spec: Spec): boolean => spec['version'] === 'v3'
const secure = (spec: Spec): boolean =>
  spec['tls'] === true || spec['tls'] === 'tls' || spec['tls'] === 'starttls'

/** An input that says nothing under the present answers is not asked. */
const conditions: Partial<Record<Kind, Readonly<Record<string, (spec: Spec) => boolean>>>> = {
  tcp: { verify: secure, ca: secure, serverName: secure },
  http: {
    user: (spec) => spec['auth'] === 'basic',
    body: (spec) => spec['method'] === 'POST' || spec['method'] === 'PUT',
    jsonEquals: (spec) => filled(spec['jsonPath']),
    ignoreCase: (spec) => filled(spec['contains']) || filled(spec['absent']),
    verify: (spec) => !String(spec['url'] ?? '').startsWith('http:'),
    ca: (spec) => !String(spec['url'] ?? '').startsWith('http:'),
    serverName: (spec) => !String(spec['url'] ?? '').startsWith('http:'),
  },
  dns: { match: (spec) => Array.isArray(spec['expected']) && spec['expected'].length > 0 },
  snmp: {
    user: v3,
    level: v3,
    context: v3,
    authProtocol: (spec) => v3(spec) && spec['level'] !== 'noAuthNoPriv',
    privProtocol: (spec) => v3(spec) && spec['level'] === 'authPriv',
  },
  postgres: { ca: (spec) => spec['tls'] === 'verify' },
  mysql: { ca: (spec) => spec['tls'] === 'verify' },
  ldap: {
    scope: (spec) => filled(spec['base']),
    filter: (spec) => filled(spec['base']),
    verify: secure,
    ca: secure,
    serverName: secure,
  },
  smtp: { verify: secure, ca: secure, serverName: secure },
  imap: { verify: secure, ca: secure, serverName: secure },
}

export interface Placed {
  shape: Shape
  when: (spec: Spec) => boolean
}

/** Inputs of a kind: those seen at once, and the rest. Thresholds are those of the check, with their ways back. */
export function layoutOf(kind: Kind): { main: Placed[]; more: Placed[] } {
  const shapes = shapesOfKind(kind).filter((one) => one.key !== 'thresholds')
  const place = (shape: Shape): Placed => ({
    shape,
    when: conditions[kind]?.[shape.key] ?? (() => true),
  })
  const first = main[kind].flatMap((key) => shapes.find((one) => one.key === key) ?? [])
  return { main: first.map(place), more: shapes.filter((one) => !first.includes(one)).map(place) }
}

/** The leaf of `probe:field` that names an input; a column may have one of its own. */
export function wordOf(key: string, within?: string): string {
  return within === 'headers' ? `header${key.charAt(0).toUpperCase()}${key.slice(1)}` : key
}
