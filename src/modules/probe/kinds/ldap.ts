import type { Socket } from 'node:net'
import { Client, InvalidCredentialsError, ResultCodeError } from 'ldapts'
import type { Answer, Ask } from '../ask.ts'
import { limitBytes } from '../bytes.ts'
import { Failure, socketFailure } from '../failure.ts'
import type { Spec } from '../kind-contract.ts'
import { quote } from '../output.ts'
import type { Figure } from '../range-contract.ts'
import { secure } from '../secure.ts'
import { startTls } from '../starttls.ts'
import { openWire } from '../wire.ts'

/** Entries that a search may give; more are cut by the server. */
const maxEntries = 1000
/** Of an answer; only the names of entries are asked for. */
const mostBytes = 1024 * 1024

/** Signs in to a directory where the spec says so, and searches where it says so. */
export async function probeLdap(spec: Spec<'ldap'>, { span, secret }: Ask): Promise<Answer> {
  const wire = await openWire(spec, span)
  let socket: Socket = wire.socket
  if (spec.tls === 'starttls') await startTls(wire.socket, 'ldap', span)
  if (spec.tls !== 'none') socket = (await secure(wire, spec.host, spec, span)).socket
  const tooMuch = limitBytes(wire.socket, socket, span, mostBytes)
  const client = new Client({
    // what is below is connected, and in TLS where it should be
    url: 'ldap://connected.invalid',
    createConnection: (() => connected(socket)) as never,
    strictDN: false,
  })
  const within = <T>(work: () => Promise<T>): Promise<T> =>
    span.wait<T>((resolve, reject) => {
      work().then(resolve, (error: unknown) =>
        reject(tooMuch() ? new Failure('too_big', { limit: mostBytes }) : failureOf(error)),
      )
    })
  await within(() => client.bind(spec.bindDn, spec.bindDn ? (secret.password ?? '') : ''))
  const figures: Figure[] = []
  let output = ''
  if (spec.base) {
    const found = await within(() =>
      client.search(spec.base, {
        scope: spec.scope,
        filter: spec.filter,
        attributes: ['1.1'],
        sizeLimit: maxEntries,
        timeLimit: Math.ceil(span.left() / 1000),
      }),
    )
    figures.push({ name: 'entries', value: found.searchEntries.length })
    output = found.searchEntries
      .slice(0, 20)
      .map((entry) => entry.dn)
      .join('\n')
  }
  figures.unshift({ name: 'time', value: span.elapsed(), unit: 'ms' })
  // RFC 4511 §4.3: unbind has no answer
  await within(() => client.unbind())
  const nothing = figures.some((one) => one.name === 'entries' && one.value === 0)
  return { figures, output, ...(nothing && { verdict: { state: 'critical', code: 'entries', params: {} } }) }
}

/** The library waits for its stream to connect; this one is. */
function connected(socket: Socket): Socket {
  setImmediate(() => socket.emit('connect'))
  return socket
}

function failureOf(error: unknown): Failure {
  if (error instanceof InvalidCredentialsError) return new Failure('login', {}, { output: error.message })
  if (error instanceof ResultCodeError)
    return new Failure(
      'query',
      { reason: quote(error.message) },
      { output: `${error.code} ${error.message}` },
    )
  const { code, message } = error as NodeJS.ErrnoException
  if (code !== undefined) return socketFailure(error)
  if (/closed|disconnect/i.test(message)) return new Failure('closed', {}, { output: message })
  return new Failure('malformed', {}, { output: message })
}
