import { Resolver } from 'node:dns/promises'
import { readFile, stat } from 'node:fs/promises'
import { isIP } from 'node:net'
import { domainToASCII } from 'node:url'
import { Failure } from './failure.ts'
import { allowAddress } from './policy.ts'
import type { Span } from './span.ts'

export type Family = 'any' | '4' | '6'

/** Addresses tried of one name. */
const most = 4
/** A name is asked for once in this time, for all checks that need it. */
const keepMs = 15_000
const maxKept = 20_000

interface Kept {
  until: number
  addresses: Promise<string[]>
}
const kept = new Map<string, Kept>()

/**
 * The addresses of a host, IPv4 first; an address is its own. Not by getaddrinfo: four names whose server is silent
 * would hold all threads of the process. /etc/hosts and the search list of /etc/resolv.conf are followed.
 * @throws Failure name_unknown, name_failed, denied, timeout
 */
export async function addressesOf(host: string, family: Family, span: Span): Promise<string[]> {
  const found = isIP(host)
    ? [host]
    : await span.wait<string[]>((resolve, reject) => {
        lookUp(host, family).then(resolve, reject)
      })
  for (const address of found) allowAddress(address)
  return found
}

function lookUp(host: string, family: Family): Promise<string[]> {
  const key = `${family} ${host}`
  const now = Date.now()
  const known = kept.get(key)
  if (known && known.until > now) return known.addresses
  if (kept.size >= maxKept) kept.clear()
  const addresses = ask(host, family)
  const entry = { until: now + keepMs, addresses }
  kept.set(key, entry)
  // what failed is asked again by the next
  addresses.catch(() => {
    if (kept.get(key) === entry) kept.delete(key)
  })
  return addresses
}

async function ask(host: string, family: Family): Promise<string[]> {
  const name = domainToASCII(host.replace(/\.$/, '')) || host
  const { hosts, search, resolver } = await surroundings()
  const inFile = (hosts.get(name.toLowerCase()) ?? []).filter(
    (one) => family === 'any' || isIP(one) === Number(family),
  )
  if (inFile.length > 0) return inFile.slice(0, most)
  const wider = search.map((one) => `${name}.${one}`)
  const names = host.endsWith('.') ? [name] : name.includes('.') ? [name, ...wider] : [...wider, name]
  let failure: unknown
  for (const one of names)
    for (const kind of family === 'any' ? ['A', 'AAAA'] : [family === '4' ? 'A' : 'AAAA'])
      try {
        const addresses = await (kind === 'A' ? resolver.resolve4(one) : resolver.resolve6(one))
        if (addresses.length > 0) return addresses.slice(0, most)
      } catch (error) {
        // a server that answers badly matters more than one that knows no such name
        if (!failure || !isUnknown(error)) failure = error
      }
  const code = (failure as NodeJS.ErrnoException | undefined)?.code ?? 'ENOTFOUND'
  if (!failure || isUnknown(failure)) throw new Failure('name_unknown', { name: host })
  throw new Failure('name_failed', { name: host, reason: code })
}

function isUnknown(error: unknown): boolean {
  return ['ENOTFOUND', 'ENODATA', 'ENONAME', 'EBADNAME'].includes((error as NodeJS.ErrnoException).code ?? '')
}

interface Surroundings {
  hosts: Map<string, string[]>
  search: string[]
  resolver: Resolver
}
let read: { at: number; stamp: string; value: Surroundings } | undefined
const hostsFile = '/etc/hosts'
const resolvFile = '/etc/resolv.conf'

/** The two files, read again when they have changed, looked at once a second at most. */
async function surroundings(): Promise<Surroundings> {
  const now = Date.now()
  if (read && now - read.at < 1000) return read.value
  const stamp = (await Promise.all([hostsFile, resolvFile].map(stampOf))).join(' ')
  if (read?.stamp === stamp) {
    read.at = now
    return read.value
  }
  const [hosts, resolv] = await Promise.all([textOf(hostsFile), textOf(resolvFile)])
  const value = {
    hosts: parseHosts(hosts),
    search: parseSearch(resolv),
    resolver: new Resolver({ timeout: 1500, tries: 2 }),
  }
  read = { at: now, stamp, value }
  return value
}

async function stampOf(file: string): Promise<string> {
  try {
    return String((await stat(file)).mtimeMs)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'none'
    throw error
  }
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw error
  }
}

/** Names of a hosts file (hosts(5)), in lower case, with their addresses, IPv4 first. */
export function parseHosts(text: string): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const raw of text.split('\n')) {
    const [address, ...names] = raw.replace(/#.*/, '').trim().split(/\s+/)
    if (!address || !isIP(address)) continue
    for (const name of names) {
      const list = found.get(name.toLowerCase()) ?? []
      if (!list.includes(address)) list.push(address)
      found.set(
        name.toLowerCase(),
        list.sort((a, b) => isIP(a) - isIP(b)),
      )
    }
  }
  return found
}

/** Domains of `search`, or `domain`, whichever comes last (resolv.conf(5)). */
export function parseSearch(text: string): string[] {
  let search: string[] = []
  for (const line of text.split('\n')) {
    const [word, ...rest] = line.trim().split(/\s+/)
    if (word === 'search' || word === 'domain') search = rest.filter((one) => one !== '.')
  }
  return search.slice(0, 6)
}
