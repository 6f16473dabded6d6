import type { Answer, Ask, Prober } from './ask.ts'
import { Failure } from './failure.ts'
import type { Kind, Spec } from './kind-contract.ts'
import { probeHttp } from './kinds/http.ts'
import { probeTcp } from './kinds/tcp.ts'

const probers: { [K in Kind]?: Prober<K> } = { tcp: probeTcp, http: probeHttp }

export function proberOf<K extends Kind>(kind: K): Prober<K> {
  const found = probers[kind] as Prober<K> | undefined
  if (!found) throw new Failure('not_available', { kind }, { state: 'unknown' })
  return found
}

type Batch<K extends Kind> = (specs: Spec<K>[], ask: Ask) => Promise<(Answer | Failure)[]>

/** How several of a kind are asked at once, where the kind can. */
export function batchOf<K extends Kind>(_kind: K): Batch<K> | undefined {
  return undefined
}

export function availableOf(
  kind: Kind,
): Promise<{ ok: true } | { ok: false; why: 'no_fping' | 'no_plugins' | 'no_folders' }> {
  return Promise.resolve(kind === 'ping' ? { ok: false, why: 'no_fping' } : { ok: true })
}
