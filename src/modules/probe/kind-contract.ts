/** The kinds of checks and what each must be told. Pure; shared with the browser. */
import { z } from 'zod'
import { text } from '#kernel/http/endpoint.ts'
import { parseRange } from './range-contract.ts'

/** A name or an address; never something a program would take for an option. */
const host = text(253).regex(/^(?!-)[\p{L}\p{N}._:-]+$/u, 'probe:error.bad_host')
const port = (usual: number) => z.int().min(1).max(65535).default(usual)
const line = (max: number) => text(max, 0).default('')

export const Range = text(60, 0)
  .refine((given) => given === '' || parseRange(given) !== undefined, 'probe:error.bad_range')
  .default('')

/** Thresholds on figures that the kind measures (`figuresOf`), each a Nagios range or empty. */
const thresholds = (...usual: { figure: string; warning: string; critical: string }[]) =>
  z
    .array(z.strictObject({ figure: text(200), warning: Range, critical: Range }))
    .max(30)
    .default(usual)

const family = z.enum(['any', '4', '6']).default('any')

/** How a certificate is believed: `ca` in PEM beside the usual authorities, `serverName` where it is not the host. */
const trust = {
  verify: z.boolean().default(true),
  ca: text(60_000, 0).default(''),
  serverName: line(253),
}

/** Three digits or spans of them, separated by commas. */
const statuses = text(100)
  .regex(
    /^\s*[1-5]\d\d(\s*-\s*[1-5]\d\d)?(\s*,\s*[1-5]\d\d(\s*-\s*[1-5]\d\d)?)*\s*$/,
    'probe:error.bad_statuses',
  )
  .default('200-299')

const header = z.strictObject({
  // RFC 9110 §5.1 token; framing and connection are the probe's own
  name: text(100)
    .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'probe:error.bad_header')
    .refine((name) => !/^(host|connection|content-length|transfer-encoding|expect|upgrade|te)$/i.test(name), {
      message: 'probe:error.bad_header',
    }),
  value: text(2000, 0).regex(/^[^\r\n]*$/, 'probe:error.bad_header'),
})

const url = text(2000).refine((given) => {
  if (!URL.canParse(given)) return false
  const { protocol, hostname, username } = new URL(given)
  return /^https?:$/.test(protocol) && hostname !== '' && username === ''
}, 'probe:error.bad_url')

const ping = z.strictObject({
  host,
  family,
  /** packets of one asking */
  count: z.int().min(1).max(20).default(3),
  thresholds: thresholds(),
})

const tcp = z.strictObject({
  host,
  port: z.int().min(1).max(65535),
  family,
  tls: z.boolean().default(false),
  ...trust,
  /** sent once connected; `\r`, `\n`, `\t`, `\\`, `\x00` are understood */
  send: line(2000),
  /** to be found in what comes; empty: the connection is enough */
  expect: line(500),
  thresholds: thresholds(),
})

const http = z.strictObject({
  url,
  method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'OPTIONS']).default('GET'),
  /** asks this address instead of the one that the name has; name, certificate and Host stay */
  address: text(253, 0)
    .regex(/^[\p{L}\p{N}._:]?[\p{L}\p{N}._:-]*$/u, 'probe:error.bad_host')
    .default(''),
  family,
  headers: z.array(header).max(30).default([]),
  body: line(20_000),
  auth: z.enum(['none', 'basic', 'bearer']).default('none'),
  /** for `basic`; its password, or the token, is the secret */
  user: line(200),
  statuses,
  /** how many are followed; 0: a redirect is an answer like any other */
  redirects: z.int().min(0).max(10).default(5),
  contains: line(500),
  absent: line(500),
  ignoreCase: z.boolean().default(false),
  /** `$.data.list[0].state`, as JSONPath writes one single place */
  jsonPath: text(300, 0)
    .regex(/^$|^\$?(\.?[^.[\]\s]+|\[\d{1,6}\]|\['[^']*'\]|\["[^"]*"\])*$/u, 'probe:error.bad_path')
    .default(''),
  /** what must stand there; empty: something. A number there is the figure `json`. */
  jsonEquals: line(500),
  ...trust,
  maxBytes: z.int().min(1024).max(16_777_216).default(1_048_576),
  thresholds: thresholds(),
})

export const startTlsOf = ['none', 'smtp', 'imap', 'pop3', 'ftp', 'ldap', 'postgres', 'mysql'] as const

const tls = z.strictObject({
  host,
  port: port(443),
  family,
  startTls: z.enum(startTlsOf).default('none'),
  serverName: line(253),
  /** the chain must lead to a known authority, or one of `ca` */
  verify: z.boolean().default(true),
  ca: text(60_000, 0).default(''),
  matchName: z.boolean().default(true),
  /** to be found in the issuer of the certificate */
  issuer: line(200),
  /** what is negotiated must not be older */
  leastProtocol: z.enum(['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3']).default('TLSv1.2'),
  thresholds: thresholds({ figure: 'days', warning: '30:', critical: '7:' }),
})

export const recordTypes = ['A', 'AAAA', 'CNAME', 'MX', 'NS', 'TXT', 'SOA', 'SRV', 'PTR', 'CAA'] as const

const dns = z.strictObject({
  name: text(253).regex(/^[\p{L}\p{N}._:/*-]+$/u, 'probe:error.bad_host'),
  type: z.enum(recordTypes).default('A'),
  /** name or address of the server asked; empty: those of this machine */
  server: text(253, 0)
    .regex(/^$|^(?!-)[\p{L}\p{N}._:-]+$/u, 'probe:error.bad_host')
    .default(''),
  port: port(53),
  /** records as they are told: `10 mx1.example.gov.cn` for MX */
  expected: z.array(text(500)).max(50).default([]),
  /** one of them must be there, all of them, or all and nothing else */
  match: z.enum(['any', 'all', 'exact']).default('all'),
  thresholds: thresholds(),
})

const snmp = z.strictObject({
  host,
  port: port(161),
  family,
  /** v2c has the secret `community`, v3 `authSecret` and `privSecret` */
  version: z.enum(['v2c', 'v3']).default('v2c'),
  user: line(32),
  level: z.enum(['noAuthNoPriv', 'authNoPriv', 'authPriv']).default('authPriv'),
  authProtocol: z.enum(['sha', 'sha224', 'sha256', 'sha384', 'sha512', 'md5']).default('sha'),
  privProtocol: z.enum(['aes', 'aes256b', 'aes256r']).default('aes'),
  context: line(32),
  oids: z
    .array(
      z.strictObject({
        oid: text(300).regex(/^\.?[0-2](\.\d{1,10}){1,127}$/, 'probe:error.bad_oid'),
        /** name of its figure */
        label: text(100),
        unit: line(20),
        /** the value is multiplied by it: 0.1 where an agent tells tenths */
        scale: z.number().min(-1e12).max(1e12).default(1),
        /** a counter, told as its growth per second since it was asked before */
        rate: z.boolean().default(false),
        warning: Range,
        critical: Range,
        /** what must stand there, as text; empty: something */
        equals: line(300),
      }),
    )
    .min(1)
    .max(40),
  thresholds: thresholds(),
})

const database = (usual: number) => ({
  host,
  port: port(usual),
  family,
  database: line(63),
  user: text(63),
  /** `require` encrypts, `verify` believes only a certificate that fits */
  tls: z.enum(['off', 'require', 'verify']).default('off'),
  ca: text(60_000, 0).default(''),
  /** read-only; the first value of the first row is what is judged, as figure `value` when it is a number */
  query: text(4000).default('select 1'),
  /** what the first value must be; empty: anything */
  equals: line(500),
  thresholds: thresholds(),
})
const postgres = z.strictObject(database(5432))
const mysql = z.strictObject(database(3306))

const ldap = z.strictObject({
  host,
  port: port(389),
  family,
  tls: z.enum(['none', 'starttls', 'tls']).default('none'),
  ...trust,
  /** empty: nobody signs in */
  bindDn: line(500),
  /** empty: nothing is searched */
  base: line(500),
  scope: z.enum(['base', 'one', 'sub']).default('base'),
  filter: text(500).default('(objectClass=*)'),
  thresholds: thresholds(),
})

const mail = (usual: number) => ({
  host,
  port: port(usual),
  family,
  tls: z.enum(['none', 'starttls', 'tls']).default('none'),
  ...trust,
  /** to be found in the greeting */
  expect: line(200),
  thresholds: thresholds(),
})
const smtp = z.strictObject({
  ...mail(25),
  /** how the probe calls itself */
  ehlo: text(200)
    .regex(/^[\w.:[\]-]+$/, 'probe:error.bad_host')
    .default('probe.invalid'),
})
const imap = z.strictObject(mail(143))

const ntp = z.strictObject({
  host,
  port: port(123),
  family,
  /** packets of one asking; the one with the shortest way counts */
  samples: z.int().min(1).max(8).default(2),
  /** more hops from a reference clock are a fault */
  maxStratum: z.int().min(1).max(15).default(15),
  thresholds: thresholds({ figure: 'offset', warning: '-500:500', critical: '-2000:2000' }),
})

const file = z.strictObject({
  /** below a folder that the settings allow (PROBE_FILE_FOLDERS) */
  path: text(1000).regex(/^\//, 'probe:error.bad_path'),
  /** in a folder, its youngest file whose name ends so is meant: `.dump` */
  suffix: line(100),
  thresholds: thresholds({ figure: 'age', warning: '', critical: '~:93600' }),
})

const nagios = z.strictObject({
  /** file in one of the plugin folders (PROBE_PLUGIN_FOLDERS) */
  plugin: text(100).regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/, 'probe:error.bad_plugin'),
  /** as they are, no shell; `$PASSWORD$` stands for the secret, `$HOST$` for the host */
  args: z.array(text(1000, 0)).max(60).default([]),
  host: text(253, 0)
    .regex(/^$|^(?!-)[\p{L}\p{N}._:-]+$/u, 'probe:error.bad_host')
    .default(''),
  /** replace those of the plugin for figures of that name */
  thresholds: thresholds(),
})

export const kinds = {
  ping,
  tcp,
  http,
  tls,
  dns,
  snmp,
  postgres,
  mysql,
  ldap,
  smtp,
  imap,
  ntp,
  file,
  nagios,
} as const

export type Kind = keyof typeof kinds
export const kindNames = Object.keys(kinds) as [Kind, ...Kind[]]
/** What a kind is told, defaults filled in. */
export type Spec<K extends Kind = Kind> = z.output<(typeof kinds)[K]>
/** What a person gives: what has a default may be absent. */
export type SpecInput<K extends Kind = Kind> = z.input<(typeof kinds)[K]>

/** Secrets are kept sealed apart from the spec and never come out of the platform again. */
export const secretNames = ['password', 'token', 'community', 'authSecret', 'privSecret'] as const
export type SecretName = (typeof secretNames)[number]
export type Secret = Partial<Record<SecretName, string>>
export const SecretBody = z.strictObject({
  password: z.string().min(1).max(500).optional(),
  token: z.string().min(1).max(4000).optional(),
  community: z.string().min(1).max(200).optional(),
  authSecret: z.string().min(8).max(200).optional(),
  privSecret: z.string().min(8).max(200).optional(),
})

/** Which secrets a spec needs, in the order in which a form asks for them. `nagios` may have one. */
export function secretsOf(kind: Kind, spec: Readonly<Record<string, unknown>>): SecretName[] {
  if (kind === 'http')
    return spec['auth'] === 'basic' ? ['password'] : spec['auth'] === 'bearer' ? ['token'] : []
  if (kind === 'snmp') {
    if (spec['version'] !== 'v3') return ['community']
    if (spec['level'] === 'noAuthNoPriv') return []
    return spec['level'] === 'authNoPriv' ? ['authSecret'] : ['authSecret', 'privSecret']
  }
  if (kind === 'postgres' || kind === 'mysql') return ['password']
  if (kind === 'ldap') return spec['bindDn'] ? ['password'] : []
  return kind === 'nagios' ? ['password'] : []
}

/**
 * The figures that a kind measures, with their units. `ms` is the whole time of every kind that has it. SNMP has those
 * of its OIDs as well, a plugin what it says.
 */
export const figuresOf: Record<Kind, Readonly<Record<string, string>>> = {
  ping: { rtt: 'ms', rtt_min: 'ms', rtt_max: 'ms', loss: '%' },
  tcp: { time: 'ms', dns: 'ms', connect: 'ms', tls: 'ms', answer: 'ms' },
  http: {
    time: 'ms',
    dns: 'ms',
    connect: 'ms',
    tls: 'ms',
    first_byte: 'ms',
    size: 'B',
    cert_days: 'd',
    json: '',
  },
  tls: { days: 'd', chain_days: 'd', time: 'ms' },
  dns: { time: 'ms', records: '' },
  snmp: { time: 'ms' },
  postgres: { time: 'ms', connect: 'ms', query: 'ms', value: '', rows: '' },
  mysql: { time: 'ms', connect: 'ms', query: 'ms', value: '', rows: '' },
  ldap: { time: 'ms', entries: '' },
  smtp: { time: 'ms', greeting: 'ms', cert_days: 'd' },
  imap: { time: 'ms', greeting: 'ms', cert_days: 'd' },
  ntp: { offset: 'ms', delay: 'ms', stratum: '', dispersion: 'ms' },
  file: { age: 's', size: 'B' },
  nagios: {},
}
