import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type ListenOptions } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { StartError } from '#kernel/settings/start-error.ts'
import type { Layout } from './layout.ts'
import type { RunAs } from './run-as.ts'

/** Where a cluster listens: a folder with its socket, or 127.0.0.1. */
export interface Endpoint {
  host: string
  port: number
}

const SOCKET_PORT = 5432
/** sun_path holds 107 bytes (unix(7)); PostgreSQL puts `.s.PGSQL.5432.lock` into the folder. */
const MAX_FOLDER_BYTES = 107 - Buffer.byteLength(`/.s.PGSQL.${SOCKET_PORT}.lock`)

/**
 * Chooses where the cluster listens: a socket below DATA_DIR, or below the temporary folder when the path is too
 * long or the file system knows no sockets; 127.0.0.1 only when both are impossible.
 */
export async function chooseEndpoint(layout: Layout, runAs: RunAs): Promise<Endpoint> {
  for (const folder of [
    path.join(layout.run, 'pg'),
    path.join(tmpdir(), layout.name),
    `/tmp/${layout.name}`,
  ]) {
    if (Buffer.byteLength(folder) > MAX_FOLDER_BYTES) continue
    if (!ownFolder(folder, runAs)) continue
    if (await canListen({ path: path.join(folder, `.probe-${process.pid}`) }))
      return { host: folder, port: SOCKET_PORT }
  }
  return { host: '127.0.0.1', port: await loopbackPort(path.join(layout.run, 'pg-port')) }
}

/** A connection URL of the form that node-postgres, libpq and graphile-worker all read. */
export function urlOf(endpoint: Endpoint, user: string, password: string, database: string): string {
  const login = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`
  if (!endpoint.host.startsWith('/'))
    return `postgresql://${login}@${endpoint.host}:${endpoint.port}/${database}`
  return `postgresql://${login}@localhost:${endpoint.port}/${database}?host=${encodeURIComponent(endpoint.host)}`
}

/** Makes the folder for PostgreSQL's user; false when somebody else's folder is in the way. */
function ownFolder(folder: string, runAs: RunAs): boolean {
  if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 })
  const stat = lstatSync(folder)
  if (!stat.isDirectory()) return false
  const self = process.getuid!()
  if (stat.uid !== self && stat.uid !== runAs.uid) return false
  if (stat.uid !== runAs.uid) chownSync(folder, runAs.uid, runAs.gid)
  chmodSync(folder, 0o700)
  return true
}

function canListen(options: ListenOptions): Promise<boolean> {
  return listenOnce(options).then(
    () => true,
    () => false,
  )
}

function listenOnce(options: ListenOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(options, () => {
      const address = server.address()
      const port = address && typeof address === 'object' ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}

/** The port of the last start while it is free, so that pools of other processes find a restarted cluster. */
async function loopbackPort(file: string): Promise<number> {
  const kept = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0
  if (kept > 0 && (await canListen({ host: '127.0.0.1', port: kept }))) return kept
  try {
    const port = await listenOnce({ host: '127.0.0.1', port: 0 })
    writeFileSync(file, String(port))
    return port
  } catch (error) {
    throw new StartError(
      'PG_SOCKET',
      'PostgreSQL',
      '既不能建立本地套接字，也不能监听 127.0.0.1',
      'neither a local socket nor 127.0.0.1 can be listened on',
      { cause: error },
    )
  }
}
