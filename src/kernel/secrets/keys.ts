import { createHash, randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** A 32-byte master key of this installation, and the id by which sealed texts name it. */
export interface MasterKey {
  /** first 8 hex digits of the SM3 digest of the key: tells keys apart and tells nothing of them */
  id: string
  master: Buffer
}

/** The key of the first start; it opens what was sealed before keys had ids, and never goes. */
const FIRST = 'identity.key'
const LATER = /^sealing-\d{17}-[0-9a-f]{8}\.key$/

/**
 * All keys in `<dataDir>/secrets`, oldest first; the last one seals. The first is made when there is none. They are files of mode
 * 0600 outside the database, and so outside of its backups.
 * @throws Error when a file holds no key, or others may read it
 */
export function masterKeys(dataDir: string): MasterKey[] {
  const folder = path.join(dataDir, 'secrets')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const names = readdirSync(folder)
  if (!names.includes(FIRST)) writeKey(folder, FIRST, randomBytes(32))
  return [FIRST, ...names.filter((name) => LATER.test(name)).sort()].map((name) => readKey(folder, name))
}

/** A new key that seals from now on; the older ones stay, to open what they have sealed. @returns its id */
export function addMasterKey(dataDir: string, now: Date): string {
  masterKeys(dataDir)
  const master = randomBytes(32)
  const stamp = now.toISOString().replace(/\D/g, '')
  writeKey(path.join(dataDir, 'secrets'), `sealing-${stamp}-${idOf(master)}.key`, master)
  return idOf(master)
}

function idOf(master: Buffer): string {
  return createHash('sm3').update(master).digest('hex').slice(0, 8)
}

function readKey(folder: string, name: string): MasterKey {
  const file = path.join(folder, name)
  if (statSync(file).mode & 0o077) throw new Error(`${file} can be read by others: chmod 600`)
  const master = Buffer.from(readFileSync(file, 'utf8').trim(), 'hex')
  if (master.length !== 32) throw new Error(`${file} does not hold a key of 32 bytes`)
  return { id: idOf(master), master }
}

function writeKey(folder: string, name: string, master: Buffer): void {
  const temporary = path.join(folder, `${name}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`)
  writeFileSync(temporary, `${master.toString('hex')}\n`, { mode: 0o600, flush: true })
  try {
    // a link, not a rename: of two processes that start at once, the second must take the first one's key
    linkSync(temporary, path.join(folder, name))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(temporary)
  }
}
