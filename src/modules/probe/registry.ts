import type { Answer, Ask, Prober } from './ask.ts'
import type { Failure } from './failure.ts'
import type { Kind, Spec } from './kind-contract.ts'
import { probeDns } from './kinds/dns.ts'
import { probeFile } from './kinds/file.ts'
import { probeHttp } from './kinds/http.ts'
import { probeLdap } from './kinds/ldap.ts'
import { probeImap, probeSmtp } from './kinds/mail.ts'
import { probeMysql } from './kinds/mysql.ts'
import { listPlugins, probeNagios } from './kinds/nagios.ts'
import { probeNtp } from './kinds/ntp.ts'
import { pingAvailable, probePing, probePings } from './kinds/ping.ts'
import { probeSnmp } from './kinds/snmp.ts'
import { probeTcp } from './kinds/tcp.ts'
import { probeTls } from './kinds/tls.ts'
import { probePolicy } from './policy.ts'
import { probePostgres } from './store/postgres.ts'

const probers: { readonly [K in Kind]: Prober<K> } = {
  ping: probePing,
  tcp: probeTcp,
  http: probeHttp,
  tls: probeTls,
  dns: probeDns,
  snmp: probeSnmp,
  postgres: probePostgres,
  mysql: probeMysql,
  ldap: probeLdap,
  smtp: probeSmtp,
  imap: probeImap,
  ntp: probeNtp,
  file: probeFile,
  nagios: probeNagios,
}

export function proberOf<K extends Kind>(kind: K): Prober<K> {
  return probers[kind]
}

type Batch<K extends Kind> = (specs: readonly Spec<K>[], ask: Ask) => Promise<(Answer | Failure)[]>

/** How several of a kind are asked at once, where the kind can. */
export function batchOf<K extends Kind>(kind: K): Batch<K> | undefined {
  return kind === 'ping' ? (probePings as Batch<Kind> as Batch<K>) : undefined
}

/** Why a kind cannot be asked on this machine: leaf of `probe:why`. */
export type WhyNot = 'no_fping' | 'fping_rights' | 'no_plugins' | 'no_folders'

/** Undefined: it can. Looked up anew each time; what is installed later counts at once. */
export async function whyNot(kind: Kind): Promise<WhyNot | undefined> {
  if (kind === 'ping') return pingAvailable()
  if (kind === 'nagios') return (await listPlugins()).length > 0 ? undefined : 'no_plugins'
  if (kind === 'file') return probePolicy().fileFolders.length > 0 ? undefined : 'no_folders'
  return undefined
}
