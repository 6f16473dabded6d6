import { Resolver } from 'node:dns/promises'
import { isIP, isIPv6 } from 'node:net'
import { domainToASCII } from 'node:url'
import type { Answer, Ask } from '../ask.ts'
import { Failure } from '../failure.ts'
import type { Spec } from '../kind-contract.ts'
import { listeningNow } from '../listening.ts'
import { addressesOf } from '../names.ts'
import { quote } from '../output.ts'

/** Asks one server, or those of this machine, for records and compares them. */
export async function probeDns(spec: Spec<'dns'>, { span }: Ask): Promise<Answer> {
  // an attempt that is lost is made again within the time
  const resolver = new Resolver({ timeout: Math.max(100, Math.floor(span.left() / 3)), tries: 2 })
  if (spec.server) {
    const [address = ''] = await addressesOf(spec.server, 'any', span)
    resolver.setServers([isIPv6(address) ? `[${address}]:${spec.port}` : `${address}:${spec.port}`])
  }
  const began = listeningNow()
  const takeBack = span.onEnd(() => resolver.cancel())
  const records = await span.wait<string[]>((resolve, reject) => {
    ask(resolver, spec).then(resolve, (error: NodeJS.ErrnoException) => reject(failureOf(error, spec)))
  })
  takeBack()
  const figures = [
    { name: 'time', value: listeningNow() - began, unit: 'ms' },
    { name: 'records', value: records.length },
  ]
  const output = records.join('\n')
  if (matches(records, spec)) return { figures, output }
  const params = { expected: quote(spec.expected.join(', ')), got: quote(records.join(', ')) }
  return { figures, output, verdict: { state: 'critical', code: 'records', params } }
}

async function ask(resolver: Resolver, { name: given, type }: Spec<'dns'>): Promise<string[]> {
  const name = isIP(given) ? given : domainToASCII(given) || given
  switch (type) {
    case 'A':
      return resolver.resolve4(name)
    case 'AAAA':
      return resolver.resolve6(name)
    case 'CNAME':
      return resolver.resolveCname(name)
    case 'NS':
      return resolver.resolveNs(name)
    case 'PTR':
      return isIP(name) ? resolver.reverse(name) : resolver.resolvePtr(name)
    case 'MX':
      return (await resolver.resolveMx(name)).map((one) => `${one.priority} ${one.exchange}`)
    case 'TXT':
      return (await resolver.resolveTxt(name)).map((parts) => parts.join(''))
    case 'SOA': {
      const { nsname, hostmaster, serial } = await resolver.resolveSoa(name)
      return [`${nsname} ${hostmaster} ${serial}`]
    }
    case 'SRV':
      return (await resolver.resolveSrv(name)).map(
        (one) => `${one.priority} ${one.weight} ${one.port} ${one.name}`,
      )
    case 'CAA':
      return (await resolver.resolveCaa(name)).map(({ critical, ...tag }) =>
        `${critical} ${Object.entries(tag)
          .filter(([key]) => key !== 'type')
          .map(([key, value]) => `${key} ${String(value)}`)
          .join(' ')}`.trim(),
      )
  }
}

function failureOf(error: NodeJS.ErrnoException, { name, type, server, port }: Spec<'dns'>): Failure {
  const code = error.code ?? 'internal'
  if (['ENOTFOUND', 'ENODATA', 'EBADNAME'].includes(code)) return new Failure('no_records', { name, type })
  if (code === 'ETIMEOUT') return new Failure('no_reply')
  if (code === 'ECONNREFUSED') return new Failure('refused', { host: server || 'DNS', port })
  return new Failure('server_failed', { reason: code })
}

/** Whether the records are those expected, in whatever order. Names are told without their last dot. */
function matches(records: readonly string[], { expected, match, type }: Spec<'dns'>): boolean {
  if (expected.length === 0) return true
  const same = (one: string): string =>
    type === 'TXT' ? one.trim() : one.trim().toLowerCase().replace(/\.$/, '').replaceAll(/\s+/g, ' ')
  const got = new Set(records.map(same))
  const wanted = new Set(expected.map(same))
  const there = [...wanted].filter((one) => got.has(one)).length
  if (match === 'any') return there > 0
  return there === wanted.size && (match === 'all' || got.size === wanted.size)
}
