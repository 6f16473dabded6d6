import {
  converse,
  decodeText,
  defaultLimits,
  SnmpFailure,
  type Conversation,
  type Credential,
  type Found,
} from '#kernel/snmp/index.ts'
import type { Answer, Ask } from '../ask.ts'
import { Failure } from '../failure.ts'
import type { Secret, Spec } from '../kind-contract.ts'
import { addressesOf } from '../names.ts'
import { quote } from '../output.ts'
import type { Figure } from '../range-contract.ts'

type Wanted = Spec<'snmp'>['oids'][number]
type Verdict = NonNullable<Answer['verdict']>

const maxBytes = 512 * 1024

/** Asks an agent for single values (GET) and judges each by its own thresholds. */
export async function probeSnmp(spec: Spec<'snmp'>, { span, secret }: Ask): Promise<Answer> {
  const [address = ''] = await addressesOf(spec.host, spec.family, span)
  // two attempts within the time, of which v3 may need two packets each
  const limits = {
    ...defaultLimits,
    timeoutMs: Math.max(50, Math.floor(span.left() / 3)),
    retries: 1,
    maxBytes,
  }
  const conversation = converse(address, spec.port, credentialOf(spec, secret), limits)
  span.onEnd(() => conversation.close())
  let found: Found[]
  try {
    found = await span.wait<Found[]>((resolve, reject) => {
      get(conversation, spec.oids).then(resolve, reject)
    })
  } catch (error) {
    throw error instanceof SnmpFailure ? failureOf(error) : error
  }
  const figures: Figure[] = [{ name: 'time', value: span.elapsed(), unit: 'ms' }]
  const lines: string[] = []
  let verdict: Verdict | undefined
  for (const [i, wanted] of spec.oids.entries()) {
    const judged = read(wanted, found[i]!, `${address} ${spec.port} ${spec.context}`)
    lines.push(judged.line)
    if (judged.figure) figures.push(judged.figure)
    if (judged.verdict && rank(judged.verdict) > rank(verdict)) verdict = judged.verdict
  }
  return { figures, output: lines.join('\n'), ...(verdict && { verdict }) }
}

const rank = (verdict: Verdict | undefined): number =>
  verdict ? ['ok', 'unknown', 'warning', 'critical'].indexOf(verdict.state) + 1 : 0

/** The values in the order asked; an agent to which it is too much gets it in halves. */
async function get(conversation: Conversation, oids: readonly Wanted[]): Promise<Found[]> {
  const names = oids.map(({ oid }) => oid.replace(/^\./, ''))
  try {
    const found = await conversation.get(names)
    if (found.length !== names.length || found.some((one, i) => one.oid !== names[i]))
      throw new SnmpFailure('unreadable', 'other values than asked')
    return found
  } catch (error) {
    if (!(error instanceof SnmpFailure) || error.reason !== 'too_big' || oids.length === 1) throw error
    const half = Math.ceil(oids.length / 2)
    return [...(await get(conversation, oids.slice(0, half))), ...(await get(conversation, oids.slice(half)))]
  }
}

interface Judged {
  line: string
  figure?: Figure
  verdict?: Verdict
}

function read(wanted: Wanted, found: Found, source: string): Judged {
  const { label, oid, unit } = wanted
  if (!found.value)
    return { line: `${label}: –`, verdict: { state: 'unknown', code: 'no_value', params: { oid } } }
  const text = textOf(found)
  const line = `${label}: ${text}${unit && ` ${unit}`}`
  if (wanted.equals && text !== wanted.equals) {
    const params = { label, expected: quote(wanted.equals), got: quote(text) }
    return { line, verdict: { state: 'critical', code: 'value', params } }
  }
  const value =
    found.value.kind === 'number' || /^\s*[-+]?\d+(\.\d+)?\s*$/.test(text) ? Number(text) : undefined
  if (value === undefined) {
    const needed = wanted.rate || wanted.warning !== '' || wanted.critical !== ''
    const params = { label, got: quote(text) }
    return needed ? { line, verdict: { state: 'unknown', code: 'not_a_number', params } } : { line }
  }
  const told = wanted.rate ? rateOf(`${source} ${oid}`, value, found.counter) : value
  if (told === undefined) return { line, verdict: { state: 'ok', code: 'first_sample', params: {} } }
  return {
    line: wanted.rate ? `${line} → ${told.toFixed(2)}/s` : line,
    figure: {
      name: label,
      value: told * wanted.scale,
      ...(unit && { unit }),
      ...(wanted.warning && { warn: wanted.warning }),
      ...(wanted.critical && { crit: wanted.critical }),
    },
  }
}

function textOf({ value }: Found): string {
  if (!value) return ''
  return value.kind === 'octets' ? decodeText(value.value) : String(value.value)
}

interface Counted {
  at: number
  value: number
}
/** What counters stood at when they were asked before, by this process; the oldest go. */
const counts = new Map<string, Counted>()
const maxCounts = 100_000
/** A sample is compared with one that is not older than this. */
const maxAgeMs = 3 * 3_600_000

/** Growth per second since before; undefined when there is nothing to compare with, or the counter began anew. */
function rateOf(key: string, value: number, bits: 32 | 64 | undefined): number | undefined {
  const at = performance.now()
  const before = counts.get(key)
  counts.delete(key)
  counts.set(key, { at, value })
  if (counts.size > maxCounts) counts.delete(counts.keys().next().value!)
  if (!before || at - before.at > maxAgeMs || at <= before.at) return undefined
  let grown = value - before.value
  // RFC 2578 §7.1.6: what was near its end has gone round; everything else has begun anew
  if (grown < 0 && bits === 32 && before.value > 0xc000_0000 && value < 0x4000_0000) grown += 0x1_0000_0000
  return grown < 0 ? undefined : grown / ((at - before.at) / 1000)
}

function credentialOf(spec: Spec<'snmp'>, secret: Secret): Credential {
  if (spec.version === 'v2c') return { version: 'v2c', community: secret.community ?? '' }
  return {
    version: 'v3',
    user: spec.user,
    level: spec.level,
    authProtocol: spec.authProtocol,
    authSecret: secret.authSecret,
    privProtocol: spec.privProtocol,
    privSecret: secret.privSecret,
    context: spec.context,
  }
}

function failureOf(failure: SnmpFailure): Failure {
  switch (failure.reason) {
    // a wrong community is answered by silence, too
    case 'timeout':
      return new Failure('no_reply')
    case 'closed':
      return new Failure('stopped', {}, { state: 'unknown' })
    case 'refused':
      return new Failure('login')
    case 'no_such_name':
      return new Failure('no_value', { oid: '' }, { state: 'unknown' })
    case 'too_big':
      return new Failure('too_big', { limit: maxBytes })
    case 'unreadable':
    case 'failed':
      return new Failure('malformed', {}, { output: failure.message })
  }
}
