import { BlockList, isIPv6 } from 'node:net'
import { Unreadable } from '../occurrence.ts'
import { Windows } from '../rules/window.ts'
import type { SyslogSpec, TrapSpec } from '../spec-contract.ts'
import { decodeText, parseSyslog, syslogFields } from '../syslog/parse.ts'
import { element } from '../trap/ber.ts'
import { decodeNotification, type Notification } from '../trap/decode.ts'
import { lineOf, trapFields } from '../trap/fields.ts'
import { judge } from '../understand.ts'
import type { Outcome } from '../words.ts'
import type { Gather } from './gather.ts'
import { Limiter } from './limiter.ts'
import type { ListenerConfig } from './protocol.ts'

/** Longest text that is kept of a message. */
const maxRaw = 8192

/** `::ffff:10.0.0.1` is 10.0.0.1 */
export const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '')

/** Networks as the system compares them. @throws Error for what is no network */
export function networks(entries: readonly string[]): BlockList | null {
  if (entries.length === 0) return null
  const list = new BlockList()
  for (const entry of entries) {
    const [address = '', prefix] = entry.split('/')
    const type = isIPv6(address) ? 'ipv6' : 'ipv4'
    if (prefix === undefined) list.addAddress(address, type)
    else list.addSubnet(address, Number(prefix), type)
  }
  return list
}

/** What one source does with its messages, whichever way they come. */
export class SourceIntake {
  config: ListenerConfig
  readonly #gather: Gather
  readonly #windows = new Windows()
  readonly #limiter: Limiter
  #senders: BlockList | null
  /** informs that are being settled or were lately: a repeated one is answered and nothing more */
  readonly #informs = new Map<string, boolean>()

  constructor(config: ListenerConfig, gather: Gather) {
    this.config = config
    this.#gather = gather
    this.#limiter = new Limiter(config.spec.ratePerSecond)
    this.#senders = networks(config.spec.senders)
  }

  /** Other rules or limits; what was counted goes on. */
  update(config: ListenerConfig): void {
    this.config = config
    this.#limiter.perSecond = config.spec.ratePerSecond
    this.#senders = networks(config.spec.senders)
  }

  get full(): boolean {
    return this.#gather.full
  }

  /** Whether a sender may send at all; a refusal is counted. */
  admits(peer: string): boolean {
    if (!this.#senders || this.#senders.check(peer, isIPv6(peer) ? 'ipv6' : 'ipv4')) return true
    this.count('received')
    this.#done('refused', Date.now(), () => ({ peer, raw: '', detail: 'sender' }))
    return false
  }

  count(what: Outcome | 'received', n = 1): void {
    if (n > 0) this.#gather.count(this.config.id, what, n)
  }

  /** Over TCP: milliseconds for which the sender is to wait. */
  slow(peer: string, messages: number): number {
    return this.#limiter.spend(peer, messages, Date.now())
  }

  /** Whether a datagram is taken: within the sender's rate, and while there is room. Otherwise it is counted. */
  #takes(peer: string, nowMs: number): boolean {
    if (this.#gather.full) {
      this.count('dropped')
      return false
    }
    if (this.#limiter.take(peer, nowMs)) return true
    this.count('limited')
    return false
  }

  #done(outcome: Outcome, nowMs: number, message: () => { peer: string; raw: string; detail: string }): void {
    this.count(outcome)
    const alerts = outcome === 'alert' ? 1 : 0
    this.#gather.sample(this.config.id, () => ({ outcome, alerts, ...message() }), outcome, nowMs)
  }

  /** A syslog message without its frame. @param datagram it came alone: over the sender's rate it is left out */
  syslog(octets: Buffer, peer: string, datagram: boolean): void {
    const spec = this.config.spec as SyslogSpec
    const nowMs = Date.now()
    this.count('received')
    if (datagram) {
      if (!this.#takes(peer, nowMs)) return
      if (octets.length > spec.maxBytes) return this.count('oversized')
    }
    const text = decodeText(octets)
    const message = parseSyslog(text)
    const judged = judge(spec.rules, syslogFields(message, peer), this.#windows, nowMs)
    const sampled = (detail: string) => () => ({ peer, raw: text.slice(0, maxRaw).toWellFormed(), detail })
    if (judged.occurrence) {
      this.#gather.add(this.config.id, judged.occurrence)
      return this.#done('alert', nowMs, sampled(judged.rule!.name))
    }
    const unsaid = judged.what === 'unmatched' && message.form === 'bare'
    this.#done(unsaid ? 'malformed' : 'ignored', nowMs, sampled(judged.rule?.name ?? ''))
  }

  /** A datagram that may be a notification. @param answer sends what answers an inform, once it is committed */
  trap(packet: Buffer, peer: string, answer: (response: Uint8Array) => void): void {
    const spec = this.config.spec as TrapSpec
    const nowMs = Date.now()
    this.count('received')
    if (!this.#takes(peer, nowMs)) return
    const raw = (): string => blankCommunity(packet).toString('hex').slice(0, maxRaw)
    let notification: Notification
    try {
      notification = decodeNotification(packet)
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error
      return this.#done('malformed', nowMs, () => ({ peer, raw: raw(), detail: error.message }))
    }
    if (!this.config.communities.includes(notification.community))
      return this.#done('refused', nowMs, () => ({ peer, raw: raw(), detail: 'community' }))
    const { response } = notification
    if (response && this.#isRepeated(notification, peer, () => answer(response))) return
    const judged = judge(spec.rules, trapFields(notification, peer), this.#windows, nowMs)
    if (judged.occurrence) this.#gather.add(this.config.id, judged.occurrence)
    this.#done(judged.occurrence ? 'alert' : 'ignored', nowMs, () => ({
      peer,
      raw: raw(),
      detail: [judged.rule?.name, lineOf(notification)]
        .filter(Boolean)
        .join(': ')
        .slice(0, 500)
        .toWellFormed(),
    }))
  }

  /** Answers an inform after its commit; one that is known already only when it is committed already. */
  #isRepeated(notification: Notification, peer: string, answer: () => void): boolean {
    const key = `${peer} ${notification.requestId} ${notification.trapOid}`
    const committed = this.#informs.get(key)
    if (committed !== undefined) {
      if (committed) answer()
      return true
    }
    this.#informs.set(key, false)
    if (this.#informs.size > 5000) this.#informs.delete(this.#informs.keys().next().value!)
    // a number may come again after a while: the device has restarted
    setTimeout(() => this.#informs.delete(key), 60_000).unref()
    this.#gather.onCommitted(() => {
      if (this.#informs.has(key)) this.#informs.set(key, true)
      answer()
    })
    return false
  }
}

/** A copy with asterisks for the community: what is kept is read by more people than may know it. */
export function blankCommunity(packet: Buffer): Buffer {
  const copy = Buffer.from(packet)
  try {
    const message = element(copy, 0, copy.length, 0x30)
    const version = element(copy, message.start, message.end, 0x02)
    const { start, end } = element(copy, version.end, message.end, 0x04)
    copy.fill(0x2a, start, end)
    return copy
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    // where it would be cannot be told: the head goes
    return copy.fill(0x2a, 2, Math.min(copy.length, 64))
  }
}
