import type { Socket } from 'node:net'
import type { Answer, Ask } from '../ask.ts'
import { Failure, socketFailure } from '../failure.ts'
import { judgeContent, wantsContent } from '../http/content.ts'
import { Message } from '../http/message.ts'
import { keepCookies, requestText, type Hop } from '../http/request.ts'
import type { Spec } from '../kind-contract.ts'
import { listeningNow } from '../listening.ts'
import { quote } from '../output.ts'
import type { Figure } from '../range-contract.ts'
import { daysLeft, secure } from '../secure.ts'
import type { Span } from '../span.ts'
import { openWire } from '../wire.ts'

/** Phases in milliseconds, of all hops together. */
interface Phases {
  dns: number
  connect: number
  tls: number
  first_byte: number
  /** days that the certificate of the last hop has left */
  certDays: number | undefined
}

/**
 * Asks a web server, follows redirects, judges status and content. A client of its own over net and tls: it has the
 * phases, keeps to its bounds by the byte, and costs about a half of node:http (see the README).
 */
export async function probeHttp(spec: Spec<'http'>, ask: Ask): Promise<Answer> {
  const { span } = ask
  const phases: Phases = { dns: 0, connect: 0, tls: 0, first_byte: 0, certDays: undefined }
  let message: Message
  try {
    message = await follow(spec, ask, phases)
  } catch (error) {
    const failure = socketFailure(error)
    throw new Failure(failure.code, failure.params, {
      state: failure.state,
      output: failure.message,
      figures: figuresOf(phases, undefined, span),
    })
  }
  const body = message.body
  const output = `HTTP ${message.status}, ${body.length}${message.cut ? '+' : ''} B`
  const figures = figuresOf(phases, body.length, span)
  if (!isWithin(message.status, spec.statuses)) {
    const params = { status: message.status, expected: spec.statuses }
    return {
      figures,
      output: `${output}\n${quote(body, 2000)}`,
      verdict: { state: 'critical', code: 'status', params },
    }
  }
  if (!wantsContent(spec)) return { figures, output }
  try {
    figures.push(...(await judgeContent(message, spec)))
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    const { state, code, params } = error
    return {
      figures: [...figures, ...error.figures],
      output: `${output}\n${error.message}`,
      verdict: { state, code, params },
    }
  }
  return { figures, output }
}

/** The answer at the end of the redirects. @throws Failure redirects, bad_redirect, and all that a hop throws */
async function follow(spec: Spec<'http'>, ask: Ask, phases: Phases): Promise<Message> {
  const cookies = new Map<string, string>()
  let hop: Hop = { url: new URL(spec.url), method: spec.method, body: spec.body, trusted: true, cookies }
  const { origin, host } = hop.url
  for (let i = 0; ; i++) {
    const message = await askHop(hop, spec, ask, phases, i === 0 || hop.url.host === host)
    const to = redirectOf(message)
    if (spec.redirects === 0 || to === undefined) return message
    if (i >= spec.redirects)
      throw new Failure('redirects', { limit: spec.redirects }, { output: quote(to, 500) })
    const url = URL.canParse(to, hop.url.href) ? new URL(to, hop.url) : undefined
    if (!url || !/^https?:$/.test(url.protocol)) throw new Failure('bad_redirect', { to: quote(to) })
    if (url.host === hop.url.host) keepCookies(cookies, message.cookies)
    else cookies.clear()
    // RFC 9110 §15.4: what was posted is not posted again, unless the status says so
    const again = message.status >= 307 || hop.method === 'HEAD' || hop.method === 'GET'
    hop = {
      url,
      method: again ? hop.method : 'GET',
      body: again ? hop.body : '',
      trusted: hop.trusted && url.origin === origin,
      cookies,
    }
  }
}

async function askHop(
  hop: Hop,
  spec: Spec<'http'>,
  ask: Ask,
  phases: Phases,
  pinned: boolean,
): Promise<Message> {
  const { span, secret } = ask
  const { url } = hop
  const name = url.hostname.replace(/^\[|\]$/g, '')
  const https = url.protocol === 'https:'
  const port = url.port === '' ? (https ? 443 : 80) : Number(url.port)
  const wire = await openWire({ host: (pinned && spec.address) || name, port, family: spec.family }, span)
  phases.dns += wire.dns
  phases.connect += wire.connect
  let socket: Socket = wire.socket
  if (https) {
    const secured = await secure(wire, name, spec, span)
    socket = secured.socket
    phases.tls += secured.tls
    phases.certDays = secured.certificate && daysLeft(secured.certificate)
  }
  const began = listeningNow()
  // the body of a redirect that is followed says nothing
  const headOnly = (one: Message): boolean =>
    hop.method === 'HEAD' || (spec.redirects > 0 && redirectOf(one) !== undefined)
  const message = new Message({ headOnly, maxBytes: spec.maxBytes })
  const text = requestText(hop, spec, secret)
  return span.wait<Message>((resolve, reject) => {
    let waiting = true
    const fail = (error: unknown): void => {
      socket.destroy()
      reject(error)
    }
    const check = (work: () => void): void => {
      try {
        work()
      } catch (error) {
        fail(error)
        return
      }
      if (!message.done) return
      socket.destroy()
      resolve(message)
    }
    socket.on('data', (chunk: Buffer) => {
      if (waiting) phases.first_byte += listeningNow() - began
      waiting = false
      check(() => message.push(chunk))
    })
    socket.once('end', () => check(() => message.end()))
    socket.once('error', fail)
    socket.once('close', () => check(() => message.end()))
    socket.write(text)
  })
}

/** Where an answer sends on to; undefined for one that does not. */
function redirectOf({ status, fields }: Message): string | undefined {
  return [301, 302, 303, 307, 308].includes(status) ? fields.get('location') : undefined
}

/** Whether a status is among `200-299,301`. */
export function isWithin(status: number, statuses: string): boolean {
  return statuses.split(',').some((span) => {
    const [from = NaN, to = from] = span.split('-').map(Number)
    return status >= from && status <= to
  })
}

function figuresOf(phases: Phases, size: number | undefined, span: Span): Figure[] {
  const figures: Figure[] = [{ name: 'time', value: span.elapsed(), unit: 'ms' }]
  for (const name of ['dns', 'connect', 'tls', 'first_byte'] as const)
    if (phases[name] > 0) figures.push({ name, value: phases[name], unit: 'ms' })
  if (size !== undefined) figures.push({ name: 'size', value: size, unit: 'B' })
  if (phases.certDays !== undefined) figures.push({ name: 'cert_days', value: phases.certDays, unit: 'd' })
  return figures
}
