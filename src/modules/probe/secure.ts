import { X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import {
  checkServerIdentity,
  connect as connectTls,
  createSecureContext,
  getCACertificates,
  type PeerCertificate,
  type SecureContext,
  type TLSSocket,
} from 'node:tls'
import { Failure, socketFailure } from './failure.ts'
import { listeningNow } from './listening.ts'
import { quote } from './output.ts'
import type { Span } from './span.ts'
import type { Wire } from './wire.ts'

export interface Trust {
  verify: boolean
  /** authorities in PEM beside those of Node and of this machine */
  ca: string
  /** name asked for and to be found in the certificate; empty: the host */
  serverName: string
}

export interface Secured {
  socket: TLSSocket
  /** milliseconds of the handshake */
  tls: number
  certificate: PeerCertificate | undefined
}

/**
 * Agrees on TLS over a connection and judges the certificate as `trust` says.
 * @throws Failure tls_failed, tls_untrusted, tls_name, tls_expired, tls_not_yet, timeout …
 */
export async function secure(wire: Wire, host: string, trust: Trust, span: Span): Promise<Secured> {
  const began = listeningNow()
  const name = trust.serverName || host
  const socket = await shakeHands(wire, name, contextOf(trust.ca, false), span)
  const certificate = socket.getPeerCertificate()
  const secured = {
    socket,
    tls: listeningNow() - began,
    certificate: isSent(certificate) ? certificate : undefined,
  }
  if (trust.verify) {
    const fault = chainFault(socket) ?? nameFault(name, secured.certificate)
    if (fault) throw fault
  }
  return secured
}

/** The handshake alone; nothing is judged. @throws Failure tls_failed, reset, closed, timeout, stopped */
export function shakeHands(wire: Wire, name: string, context: SecureContext, span: Span): Promise<TLSSocket> {
  return span.wait<TLSSocket>((resolve, reject) => {
    const socket = connectTls({
      socket: wire.socket,
      // RFC 6066 §3: no addresses
      ...(isIP(name) ? {} : { servername: name.replace(/\.$/, '') }),
      secureContext: context,
      // judged by what calls, which can say what is wrong
      rejectUnauthorized: false,
      checkServerIdentity: () => undefined,
    })
    span.onEnd(() => socket.destroy())
    socket.once('error', (error: NodeJS.ErrnoException) => {
      const known = socketFailure(error)
      reject(known.code === 'internal' ? new Failure('tls_failed', { reason: reasonOf(error) }) : known)
    })
    socket.once('close', () => reject(new Failure('closed')))
    socket.once('secureConnect', () => {
      socket.on('error', () => undefined)
      resolve(socket)
    })
  })
}

function reasonOf(error: NodeJS.ErrnoException & { reason?: string }): string {
  return quote(error.reason ?? error.message)
}

export function isSent(certificate: PeerCertificate): boolean {
  return Object.keys(certificate).length > 0
}

/** What OpenSSL has against the chain. */
export function chainFault(socket: TLSSocket): Failure | undefined {
  if (socket.authorized) return undefined
  const reason = String(socket.authorizationError)
  if (/CERT_HAS_EXPIRED/.test(reason))
    return new Failure('tls_expired', { until: socket.getPeerCertificate().valid_to })
  if (/CERT_NOT_YET_VALID/.test(reason))
    return new Failure('tls_not_yet', { from: socket.getPeerCertificate().valid_from })
  return new Failure('tls_untrusted', { reason })
}

/** RFC 9525: the name asked must be in the certificate. */
export function nameFault(name: string, certificate: PeerCertificate | undefined): Failure | undefined {
  if (!certificate) return new Failure('tls_failed', { reason: 'no certificate' })
  const error = checkServerIdentity(name, certificate)
  if (!error) return undefined
  return new Failure('tls_name', {
    name,
    names: quote(certificate.subjectaltname ?? String(certificate.subject?.CN ?? '')),
  })
}

/** Whole and broken days until a certificate ends; negative when it has. */
export function daysLeft(certificate: PeerCertificate, now = Date.now()): number {
  return Math.round(((Date.parse(certificate.valid_to) - now) / 86_400_000) * 100) / 100
}

/** Making one reads every authority; they are kept. */
const contexts = new Map<string, SecureContext>()
let authorities: string[] | undefined

/** @param old takes TLS 1.0 and weak signatures, too, to look at them. @throws Failure bad_spec */
export function contextOf(ca: string, old: boolean): SecureContext {
  const key = `${old} ${ca}`
  const known = contexts.get(key)
  if (known) return known
  const made = createSecureContext({
    ca: authoritiesWith(ca),
    ...(old ? { minVersion: 'TLSv1', ciphers: 'ALL:@SECLEVEL=0' } : {}),
  })
  if (contexts.size >= 50) contexts.delete(contexts.keys().next().value!)
  contexts.set(key, made)
  return made
}

/**
 * The authorities that are believed: those of Node and of this machine, where a unit's own one is, and `ca`.
 * @throws Failure bad_spec for a `ca` that holds no certificate
 */
export function authoritiesWith(ca: string): string[] {
  authorities ??= [...new Set([...getCACertificates('default'), ...getCACertificates('system')])]
  if (ca === '') return authorities
  const found = ca.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  try {
    // OpenSSL passes over what it cannot read
    for (const one of found) new X509Certificate(one)
  } catch (error) {
    throw badCa((error as Error).message)
  }
  if (found.length === 0) throw badCa('no certificate')
  return [...authorities, ...found]
}

function badCa(why: string): Failure {
  return new Failure('bad_spec', { field: 'ca' }, { state: 'unknown', output: why })
}
