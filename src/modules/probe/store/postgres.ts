/** The databases asked here are other people's: SQL of the spec, none of our own tables. */
import type { Socket } from 'node:net'
import pg from 'pg'
import type { Answer, Ask } from '../ask.ts'
import { limitBytes, mostBytes } from '../bytes.ts'
import { Failure } from '../failure.ts'
import type { Spec } from '../kind-contract.ts'
import { listeningNow } from '../listening.ts'
import { quote } from '../output.ts'
import { judgeRows } from '../rows.ts'
import { secure } from '../secure.ts'
import { startTls } from '../starttls.ts'
import { openWire } from '../wire.ts'

/** Signs in, asks one statement read-only, judges the first value. */
export async function probePostgres(spec: Spec<'postgres'>, { span, secret }: Ask): Promise<Answer> {
  const wire = await openWire(spec, span)
  let socket: Socket = wire.socket
  if (spec.tls !== 'off') {
    await startTls(wire.socket, 'postgres', span)
    const trust = { verify: spec.tls === 'verify', ca: spec.ca, serverName: '' }
    socket = (await secure(wire, spec.host, trust, span)).socket
  }
  const tooMuch = limitBytes(wire.socket, socket, span)
  const client = new pg.Client({
    stream: () => connected(socket),
    user: spec.user,
    // a function, and no `ssl`: what is empty would be looked for in the environment of this process
    password: () => secret.password ?? '',
    ssl: false,
    database: spec.database || spec.user,
    application_name: 'zhengyun probe',
  })
  let broken: unknown
  client.on('error', (error) => (broken = error))
  const within = <T>(work: () => Promise<T>): Promise<T> =>
    span.wait<T>((resolve, reject) => {
      work().then(resolve, (error: unknown) =>
        reject(tooMuch() ? new Failure('too_big', { limit: mostBytes }) : failureOf(error, broken)),
      )
    })
  await within(() => client.connect())
  const signedIn = span.elapsed()
  const began = listeningNow()
  await within(() => client.query(`begin read only; set local statement_timeout = ${Math.ceil(span.left())}`))
  // the extended protocol takes one statement only; it cannot end the transaction and go on
  const query = { text: spec.query, rowMode: 'array', queryMode: 'extended' } as pg.QueryArrayConfig
  const { rows } = await within(() => client.query<unknown[]>(query))
  const queried = listeningNow() - began
  // Terminate; the answer is here, and the socket goes with the span
  socket.end(Buffer.from('5800000004', 'hex'))
  return judgeRows(spec, rows, { connect: signedIn, query: queried, time: span.elapsed() })
}

/** pg connects its stream itself; this one is. */
function connected(socket: Socket): Socket {
  socket.connect = () => {
    setImmediate(() => socket.emit('connect'))
    return socket
  }
  return socket
}

function failureOf(error: unknown, broken: unknown): unknown {
  if (error instanceof pg.DatabaseError) {
    // invalid_authorization_specification, invalid_password
    if (error.code === '28000' || error.code === '28P01')
      return new Failure('login', {}, { output: error.message })
    return new Failure(
      'query',
      { reason: quote(error.message) },
      { output: `${error.code ?? ''} ${error.message}` },
    )
  }
  const { message, code } = (broken ?? error) as NodeJS.ErrnoException
  if (code !== undefined) return broken ?? error
  if (/password must be a/.test(message)) return new Failure('login', {}, { output: message })
  if (/terminated/i.test(message)) return new Failure('closed', {}, { output: message })
  // SCRAM signatures that do not fit, messages of no known kind
  return new Failure('malformed', {}, { output: message })
}
