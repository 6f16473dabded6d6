import { isIP } from 'node:net'
import { TLSSocket } from 'node:tls'
import { createConnection, type Connection, type ConnectionOptions } from 'mysql2'
import type { Answer, Ask } from '../ask.ts'
import { limitBytes, mostBytes } from '../bytes.ts'
import { Failure } from '../failure.ts'
import type { Spec } from '../kind-contract.ts'
import { listeningNow } from '../listening.ts'
import { quote } from '../output.ts'
import { judgeRows } from '../rows.ts'
import { authoritiesWith, nameFault } from '../secure.ts'
import { openWire } from '../wire.ts'

/** As `probePostgres`, for MySQL and MariaDB. */
export async function probeMysql(spec: Spec<'mysql'>, { span, secret }: Ask): Promise<Answer> {
  const wire = await openWire(spec, span)
  const tooMuch = limitBytes(wire.socket, wire.socket, span)
  const options: ConnectionOptions = {
    stream: wire.socket,
    user: spec.user,
    password: secret.password ?? '',
    ...(spec.database && { database: spec.database }),
    connectTimeout: Math.ceil(span.left()),
    rowsAsArray: true,
    // values as they come, and no code made of what a server says
    dateStrings: true,
    supportBigNumbers: true,
    bigNumberStrings: true,
    disableEval: true,
    // a server that asks for files of ours gets none
    flags: ['-LOCAL_FILES'],
    // the host is the name that the certificate is judged by
    ...(spec.tls !== 'off' && { ssl: sslOf(spec.tls === 'verify', spec.ca, spec.host), host: spec.host }),
  }
  const connection = createConnection(options)
  span.onEnd(() => connection.destroy())
  const failure = (error: Error): Failure | Error =>
    tooMuch() ? new Failure('too_big', { limit: mostBytes }) : failureOf(error)
  await span.wait<void>((resolve, reject) => {
    // told of what goes wrong later, too: an error that nobody hears would end the process
    connection.on('error', (error) => reject(failure(error)))
    connection.connect((error) => (error ? reject(failure(error)) : resolve()))
  })
  const { stream } = connection as Connection & { stream?: unknown }
  if (spec.tls === 'verify' && stream instanceof TLSSocket) {
    const fault = nameFault(spec.host, stream.getPeerCertificate())
    if (fault) throw fault
  }
  const signedIn = span.elapsed()
  const began = listeningNow()
  const ask = (text: string): Promise<unknown> => query(connection, text, span.wait.bind(span), failure)
  await ask('START TRANSACTION READ ONLY')
  const rows = await ask(spec.query)
  const queried = listeningNow() - began
  connection.end()
  const table = Array.isArray(rows) ? (rows as unknown[]).filter((row) => Array.isArray(row)) : []
  return judgeRows(spec, table, { connect: signedIn, query: queried, time: span.elapsed() })
}

function query(
  connection: Connection,
  text: string,
  wait: <T>(begin: (resolve: (value: T) => void, reject: (error: unknown) => void) => void) => Promise<T>,
  failure: (error: Error) => unknown,
): Promise<unknown> {
  return wait<unknown>((resolve, reject) => {
    connection.query(text, (error: Error | null, rows: unknown) =>
      error ? reject(failure(error)) : resolve(rows),
    )
  })
}

type Ssl = Exclude<NonNullable<ConnectionOptions['ssl']>, string>
/** The library keeps the authorities, which take long to read, by this object. */
const kept = new Map<string, Ssl>()

/** The library checks names only; an address is looked for in the certificate once signed in. */
function sslOf(verify: boolean, ca: string, host: string): Ssl {
  const verifyIdentity = verify && isIP(host) === 0
  const key = `${verify} ${verifyIdentity} ${ca}`
  const known = kept.get(key)
  if (known) return known
  const made: Ssl = { rejectUnauthorized: verify, verifyIdentity, ca: authoritiesWith(ca) }
  if (kept.size >= 50) kept.delete(kept.keys().next().value!)
  kept.set(key, made)
  return made
}

const refusals = ['ER_ACCESS_DENIED_ERROR', 'ER_DBACCESS_DENIED_ERROR', 'ER_NOT_SUPPORTED_AUTH_MODE']

function failureOf(error: Error & { code?: string }): Failure | Error {
  const { code = '', message } = error
  const output = { output: message }
  if (refusals.includes(code)) return new Failure('login', {}, output)
  if (code.startsWith('ER_')) return new Failure('query', { reason: quote(message) }, output)
  if (code === 'PROTOCOL_CONNECTION_LOST') return new Failure('closed', {}, output)
  if (code === 'HANDSHAKE_NO_SSL_SUPPORT') return new Failure('no_starttls')
  // the library has replaced the code of what TLS says
  if (code === 'HANDSHAKE_SSL_ERROR') {
    if (/does not match certificate/.test(message))
      return new Failure('tls_failed', { reason: quote(message) }, output)
    return new Failure(
      /certificate/i.test(message) ? 'tls_untrusted' : 'tls_failed',
      { reason: quote(message) },
      output,
    )
  }
  if (code === 'ETIMEDOUT') return new Failure('no_reply')
  // errors of the socket are told as such by whoever catches this; others come from bytes that mean nothing
  return /^E[A-Z]+$/.test(code) ? error : new Failure('malformed', {}, output)
}
