import { createConnection, type Connection, type ConnectionOptions } from 'mysql2'
import type { Answer, Ask } from '../ask.ts'
import { limitBytes, mostBytes } from '../bytes.ts'
import { Failure } from '../failure.ts'
import type { Spec } from '../kind-contract.ts'
import { quote } from '../output.ts'
import { judgeRows } from '../rows.ts'
import { authoritiesWith } from '../secure.ts'
import { openWire } from '../wire.ts'

/** As `probePostgres`, for MySQL and MariaDB. */
export async function probeMysql(spec: Spec<'mysql'>, { span, secret }: Ask): Promise<Answer> {
  const wire = await openWire(spec, span)
  const tooMuch = limitBytes(wire.socket, span)
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
    ...(spec.tls !== 'off' && {
      ssl: {
        rejectUnauthorized: spec.tls === 'verify',
        verifyIdentity: spec.tls === 'verify',
        ca: authoritiesWith(spec.ca),
      },
      // the name that the certificate is judged by
      host: spec.host,
    }),
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
  const signedIn = span.elapsed()
  const began = performance.now()
  const ask = (text: string): Promise<unknown> => query(connection, text, span.wait.bind(span), failure)
  await ask('START TRANSACTION READ ONLY')
  const rows = await ask(spec.query)
  const queried = performance.now() - began
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

function failureOf(
  error: Error & { code?: string; errno?: number; fatal?: boolean; sqlMessage?: string },
): Failure | Error {
  const code = error.code ?? ''
  if (
    code === 'ER_ACCESS_DENIED_ERROR' ||
    code === 'ER_DBACCESS_DENIED_ERROR' ||
    code === 'ER_NOT_SUPPORTED_AUTH_MODE'
  )
    return new Failure('login', {}, { output: error.message })
  if (code.startsWith('ER_'))
    return new Failure('query', { reason: quote(error.message) }, { output: error.message })
  if (code === 'PROTOCOL_CONNECTION_LOST') return new Failure('closed', {}, { output: error.message })
  if (code === 'HANDSHAKE_NO_SSL_SUPPORT') return new Failure('no_starttls')
  if (code === 'CERT_HAS_EXPIRED') return new Failure('tls_expired', { until: '' }, { output: error.message })
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return new Failure('tls_name', { name: '', names: '' }, { output: error.message })
  if (/CERT|ISSUER|SELF_SIGNED|VERIFY/.test(code))
    return new Failure('tls_untrusted', { reason: code }, { output: error.message })
  if (/^(HANDSHAKE|ERR_SSL|EPROTO)/.test(code))
    return new Failure('tls_failed', { reason: quote(error.message) })
  if (code === 'ETIMEDOUT') return new Failure('no_reply')
  // errors of the socket are told as such by whoever catches this; others come from bytes that mean nothing
  return /^E[A-Z]+$/.test(code) ? error : new Failure('malformed', {}, { output: error.message })
}
