import { isIPv6 } from 'node:net'
import snmp, { type Session, type User, type Varbind } from 'net-snmp'
import { guardedDgram, type Guard } from './guard.ts'
import type { Value } from './value.ts'

/** How a device is asked. */
export type Credential =
  | { version: 'v2c'; community: string }
  | {
      version: 'v3'
      user: string
      level: 'noAuthNoPriv' | 'authNoPriv' | 'authPriv'
      authProtocol?: AuthProtocol | undefined
      authSecret?: string | undefined
      privProtocol?: PrivProtocol | undefined
      privSecret?: string | undefined
      context?: string | undefined
    }
export type AuthProtocol = 'md5' | 'sha' | 'sha224' | 'sha256' | 'sha384' | 'sha512'
/** AES-128 (RFC 3826); AES-256 with keys made as Blumenthal or, Cisco, Reeder drafted. OpenSSL 3 has no DES any more. */
export type PrivProtocol = 'aes' | 'aes256b' | 'aes256r'

/** What one device may cost. */
export interface Limits {
  /** for one answer, before it is asked for once more */
  timeoutMs: number
  retries: number
  /** for the device as a whole */
  deviceMs: number
  maxVarbinds: number
  /** of one table */
  maxTableVarbinds: number
  maxBytes: number
}

export const defaultLimits: Limits = {
  timeoutMs: 2000,
  retries: 1,
  deviceMs: 60_000,
  maxVarbinds: 200_000,
  maxTableVarbinds: 100_000,
  maxBytes: 8 * 1024 * 1024,
}

/** Octets of one value that are kept: the longest text of the tables read has 255. */
const maxOctets = 2048

export interface Found {
  oid: string
  /** undefined: the agent has nothing there, or nothing behind it */
  value: Value | undefined
  /** where the value is a counter: its width in bits, after which it begins anew */
  counter?: 32 | 64
}

export type Failure = 'timeout' | 'refused' | 'unreadable' | 'too_big' | 'no_such_name' | 'failed' | 'closed'

export class SnmpFailure extends Error {
  readonly reason: Failure
  constructor(reason: Failure, message: string) {
    super(message)
    this.reason = reason
  }
}

/** A conversation with one device; ends by `close()`, which fails what is under way. */
export interface Conversation {
  readonly guard: Readonly<Guard>
  /**
   * GETBULK: the next `rows` values behind each OID, a list per OID.
   * @throws SnmpFailure
   */
  next: (oids: readonly string[], rows: number) => Promise<Found[][]>
  /**
   * GET: the values of exactly these OIDs, in their order.
   * @throws SnmpFailure
   */
  get: (oids: readonly string[]) => Promise<Found[]>
  close: () => void
}

/** Opens a conversation; nothing is sent yet. */
export function converse(
  address: string,
  port: number,
  credential: Credential,
  limits: Limits,
): Conversation {
  let fail: (error: Error) => void = () => undefined
  const guard: Guard = {
    address,
    port,
    level:
      credential.version === 'v3'
        ? { noAuthNoPriv: 0, authNoPriv: 1, authPriv: 3 }[credential.level]
        : undefined,
    maxBytes: limits.maxBytes,
    bytes: 0,
    packets: 0,
    refused: 0,
    unreadable: 0,
    fault: (error) => fail(error),
  }
  const session = open(address, port, credential, limits, guard)
  // a packet that cannot be read is counted; its request is asked again or runs out of time
  session.on('error', () => void guard.unreadable++)
  let open_ = true
  const request = <Got, Made>(
    send: (done: (error: Error | null, varbinds: Got) => void) => unknown,
    made: (varbinds: Got) => Made,
  ): Promise<Made> =>
    new Promise((resolve, reject) => {
      if (!open_) return reject(new SnmpFailure('closed', 'closed'))
      // the library loses a request whose answer it stumbles over: nobody waits for ever
      const longest = limits.timeoutMs * (limits.retries + 1) * 3 + 1000
      const timer = setTimeout(() => reject(new SnmpFailure('timeout', 'no answer')), longest)
      const settle = (work: () => void) => {
        clearTimeout(timer)
        work()
      }
      fail = (error) => settle(() => reject(new SnmpFailure('unreadable', error.message)))
      send((error, varbinds) =>
        settle(() => (error ? reject(failureOf(error, open_)) : resolve(made(varbinds)))),
      )
    })
  return {
    guard,
    next: (oids, rows) =>
      request<Varbind[][], Found[][]>(
        (done) => session.getBulk([...oids], 0, rows, done),
        (varbinds) => varbinds.map((list) => list.map(foundOf)),
      ),
    get: (oids) =>
      request<Varbind[], Found[]>(
        (done) => session.get([...oids], done),
        (varbinds) => varbinds.map(foundOf),
      ),
    close() {
      if (!open_) return
      open_ = false
      session.close()
      tidyKeys()
    },
  }
}

function open(address: string, port: number, credential: Credential, limits: Limits, guard: Guard): Session {
  const options = {
    port,
    timeout: limits.timeoutMs,
    retries: limits.retries,
    transport: isIPv6(address) ? ('udp6' as const) : ('udp4' as const),
    dgramModule: guardedDgram(guard),
  }
  if (credential.version === 'v2c')
    return snmp.createSession(address, credential.community, { ...options, version: snmp.Version2c })
  const user: User = { name: credential.user, level: snmp.SecurityLevel[credential.level] }
  if (credential.level !== 'noAuthNoPriv') {
    user.authProtocol = snmp.AuthProtocols[credential.authProtocol ?? 'sha']
    user.authKey = credential.authSecret
  }
  if (credential.level === 'authPriv') {
    user.privProtocol = snmp.PrivProtocols[credential.privProtocol ?? 'aes']
    user.privKey = credential.privSecret
  }
  return snmp.createV3Session(address, user, { ...options, context: credential.context ?? '' })
}

function failureOf(error: Error, stillOpen: boolean): SnmpFailure {
  if (!stillOpen) return new SnmpFailure('closed', 'closed')
  if (error instanceof snmp.RequestTimedOutError) return new SnmpFailure('timeout', error.message)
  // RFC 3416 §3: tooBig, noSuchName, noAccess, authorizationError
  if (error instanceof snmp.RequestFailedError) {
    const reasons: Record<number, Failure> = { 1: 'too_big', 2: 'no_such_name', 6: 'refused', 16: 'refused' }
    return new SnmpFailure(reasons[error.status] ?? 'failed', error.message)
  }
  if (error instanceof snmp.ResponseInvalidError) {
    const { EAuthFailure, ECouldNotDecrypt, ECommunityNoMatch, EUnexpectedReport } = snmp.ResponseInvalidCode
    const refused = [EAuthFailure, ECouldNotDecrypt, ECommunityNoMatch, EUnexpectedReport].includes(
      error.code,
    )
    // the message of the library holds digests; its kind is enough
    return new SnmpFailure(refused ? 'refused' : 'unreadable', refused ? 'refused' : error.message)
  }
  return new SnmpFailure('failed', error.message)
}

function foundOf({ oid, type, value }: Varbind): Found {
  const found = { oid, value: valueOf(type, value) }
  if (type === snmp.ObjectType['Counter']) return { ...found, counter: 32 }
  return type === snmp.ObjectType['Counter64'] ? { ...found, counter: 64 } : found
}

function valueOf(type: number, value: unknown): Value | undefined {
  const { OctetString, OID, IpAddress, Counter64, Opaque } = snmp.ObjectType
  if (value === null || value === undefined) return undefined
  if (typeof value === 'number' && Number.isFinite(value)) return { kind: 'number', value }
  if (typeof value === 'string' && type === OID) return { kind: 'oid', value }
  if (typeof value === 'string' && type === IpAddress) return { kind: 'address', value }
  if (Buffer.isBuffer(value)) {
    if (type === Counter64) return value.length > 9 ? undefined : { kind: 'number', value: counter(value) }
    // a copy: a part of the packet would keep all of it in memory
    if (type === OctetString || type === Opaque)
      return { kind: 'octets', value: Uint8Array.from(value.subarray(0, maxOctets)) }
  }
  return undefined
}

function counter(octets: Buffer): number {
  let sum = 0
  for (const octet of octets) sum = sum * 256 + octet
  return sum
}

/** The library keeps the keys of every engine that it ever met, made of what strangers send: bounded here. */
function tidyKeys(): void {
  const cache = snmp.Authentication.authToKeyCache
  const keys = Object.keys(cache)
  if (keys.length > 4000) for (const key of keys) delete cache[key]
}
