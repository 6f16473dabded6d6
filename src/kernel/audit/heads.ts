import { createSocket } from 'node:dgram'
import { createReadStream } from 'node:fs'
import { mkdir, open, stat } from 'node:fs/promises'
import net from 'node:net'
import path from 'node:path'
import { createInterface } from 'node:readline'
import tls from 'node:tls'

/** A seal's head as it is kept outside the database, one JSON line each. */
export interface Head {
  seq: number
  hash: string
  count: number
  firstId: number
  lastId: number
  sealedAt: string
  keyId: string
  signature: string
}

/** Appends heads to the file (0600, never rewritten) and to the disk before it returns. */
export async function appendHeads(file: string, heads: readonly Head[]): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  const handle = await open(file, 'a+', 0o600)
  try {
    // a power cut may have left half a line: begin a new one, so that only the torn one is lost
    const { size } = await handle.stat()
    const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1))
    if (size > 0 && buffer[0] !== 0x0a) await handle.writeFile('\n')
    await handle.writeFile(heads.map((head) => `${JSON.stringify(head)}\n`).join(''))
    await handle.datasync()
  } finally {
    await handle.close()
  }
}

/** The heads in the file, in order; a line that is no head (a torn last line after a power cut) comes as null. */
export async function* readHeads(file: string): AsyncGenerator<Head | null> {
  if (!(await exists(file))) return
  for await (const line of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })) {
    if (line.trim() !== '') yield parseHead(line)
  }
}

/** The last head of the file, from its last 64 KiB; undefined when there is none. */
export async function lastHead(file: string): Promise<Head | undefined> {
  if (!(await exists(file))) return undefined
  const handle = await open(file, 'r')
  try {
    const { size } = await handle.stat()
    const length = Math.min(size, 65_536)
    const { buffer } = await handle.read(Buffer.alloc(length), 0, length, size - length)
    const lines = buffer.toString('utf8').split('\n')
    for (const line of lines.toReversed()) {
      const head = parseHead(line)
      if (head) return head
    }
    return undefined
  } finally {
    await handle.close()
  }
}

/**
 * Sends a head to a syslog server (RFC 5424, facility 13 "log audit"). The file is the record, the syslog server a
 * witness elsewhere. Over TCP and TLS (RFC 6587, octet counting) a refused connection is an error; UDP tells nothing.
 * @param address `udp://host:port`, `tcp://…` or `tls://…`
 */
export async function sendHead(address: string, head: Head): Promise<void> {
  const { protocol, hostname, port } = new URL(address)
  const host = hostname.replace(/^\[|\]$/g, '')
  const message = `<${13 * 8 + 5}>1 ${head.sealedAt} - zhengyun ${process.pid} audit-seal - ${JSON.stringify(head)}`
  if (protocol === 'udp:') return sendDatagram(message, host, Number(port || 514))
  const socket =
    protocol === 'tls:'
      ? tls.connect({ host, port: Number(port || 6514), servername: net.isIP(host) ? '' : host })
      : net.connect({ host, port: Number(port || 601) })
  await new Promise<void>((resolve, reject) => {
    socket.setTimeout(5000, () => socket.destroy(new Error('syslog: timeout')))
    socket.on('error', reject)
    socket.on('close', () => resolve())
    socket.on(protocol === 'tls:' ? 'secureConnect' : 'connect', () =>
      socket.end(`${Buffer.byteLength(message)} ${message}`),
    )
    // a syslog server says nothing; whatever comes is read so that the end of the stream is seen
    socket.resume()
  })
}

async function sendDatagram(message: string, host: string, port: number): Promise<void> {
  const socket = createSocket(net.isIPv6(host) ? 'udp6' : 'udp4')
  await new Promise<void>((resolve, reject) => {
    socket.send(message, port, host, (error) => {
      socket.close()
      if (error) reject(error)
      else resolve()
    })
  })
}

function parseHead(line: string): Head | null {
  try {
    const head = JSON.parse(line) as Partial<Head> | null
    return head && typeof head.seq === 'number' && typeof head.hash === 'string' ? (head as Head) : null
  } catch {
    return null
  }
}

async function exists(file: string): Promise<boolean> {
  try {
    await stat(file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}
