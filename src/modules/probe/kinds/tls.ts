import type { DetailedPeerCertificate, PeerCertificate, TLSSocket } from 'node:tls'
import type { Answer, Ask } from '../ask.ts'
import { Failure } from '../failure.ts'
import type { Spec } from '../kind-contract.ts'
import { quote } from '../output.ts'
import type { Figure } from '../range-contract.ts'
import { chainFault, contextOf, daysLeft, isSent, nameFault, shakeHands } from '../secure.ts'
import { startTls } from '../starttls.ts'
import { openWire } from '../wire.ts'

const protocols = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3']
/** Certificates of one chain; an honest one has three or four. */
const maxChain = 12

/**
 * Looks at the certificate of a server: its end and that of all above it, whom it is for, who says so, and the protocol
 * that comes about. Takes old protocols and weak signatures, too, to be able to say so.
 */
export async function probeTls(spec: Spec<'tls'>, { span }: Ask): Promise<Answer> {
  const wire = await openWire(spec, span)
  if (spec.startTls !== 'none') await startTls(wire.socket, spec.startTls, span)
  const name = spec.serverName || spec.host
  const socket = await shakeHands(wire, name, contextOf(spec.ca, true), span)
  const certificate = socket.getPeerCertificate(true)
  if (!isSent(certificate)) throw new Failure('tls_failed', { reason: 'no certificate' })
  const chain = chainOf(certificate)
  const figures: Figure[] = [
    { name: 'days', value: daysLeft(certificate), unit: 'd' },
    { name: 'chain_days', value: Math.min(...chain.map((one) => daysLeft(one))), unit: 'd' },
    { name: 'time', value: span.elapsed(), unit: 'ms' },
  ]
  const output = describe(certificate, socket)
  const fault = faultOf(spec, name, socket, certificate, chain)
  if (!fault) return { figures, output }
  return { figures, output, verdict: { state: 'critical', code: fault.code, params: fault.params } }
}

function faultOf(
  spec: Spec<'tls'>,
  name: string,
  socket: TLSSocket,
  certificate: PeerCertificate,
  chain: readonly PeerCertificate[],
): Failure | undefined {
  const ended = chain.filter((one) => daysLeft(one) < 0).map((one) => one.valid_to)
  if (ended.length > 0) return new Failure('tls_expired', { until: ended[0]! })
  if (spec.verify) {
    const fault = chainFault(socket)
    if (fault) return fault
  }
  if (spec.matchName) {
    const fault = nameFault(name, certificate)
    if (fault) return fault
  }
  const issuer = nameOf(certificate.issuer)
  if (spec.issuer && !issuer.toLowerCase().includes(spec.issuer.toLowerCase()))
    return new Failure('tls_issuer', { expected: spec.issuer, got: quote(issuer) })
  const protocol = socket.getProtocol() ?? ''
  if (protocols.indexOf(protocol) < protocols.indexOf(spec.leastProtocol))
    return new Failure('tls_old', { protocol, least: spec.leastProtocol })
  return undefined
}

/** The certificate and those above it, each once. */
function chainOf(certificate: DetailedPeerCertificate): PeerCertificate[] {
  const chain: DetailedPeerCertificate[] = []
  let at: DetailedPeerCertificate | undefined = certificate
  while (at && isSent(at) && chain.length < maxChain && !chain.includes(at)) {
    chain.push(at)
    at = at.issuerCertificate
  }
  return chain
}

function describe(certificate: PeerCertificate, socket: TLSSocket): string {
  return [
    `subject: ${nameOf(certificate.subject)}`,
    `names: ${quote(certificate.subjectaltname ?? '', 1000)}`,
    `issuer: ${nameOf(certificate.issuer)}`,
    `valid: ${certificate.valid_from} – ${certificate.valid_to}`,
    `protocol: ${socket.getProtocol() ?? ''}, ${socket.getCipher().name}`,
  ].join('\n')
}

function nameOf(subject: PeerCertificate['subject'] | undefined): string {
  return Object.entries(subject ?? {})
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(', ')
}
