import { randomBytes } from 'node:crypto'
import { link, mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '../errors/index.ts'
import { sm3 } from './canonical.ts'
import { generateKeyPair, sign, verifySignature, type KeyPair } from './sm2.ts'

/** A public key as it is kept for ever; all but the first are endorsed by the key that was in use before. */
export interface PublicKey {
  keyId: string
  publicKey: string
  createdAt: string
  endorsedBy: string | null
  endorsement: string | null
}

/** The key that signs seals. */
export interface SigningKey extends KeyPair {
  keyId: string
}

const PUBLIC = /^audit-([0-9a-f]{16})\.pub\.json$/

/**
 * The signing key in use: the newest whose private part is here. Made, 0600 in a 0700 folder, when there is none.
 * @throws audit.key_readable (500) when others could read a private key
 */
export async function signingKey(folder: string): Promise<SigningKey> {
  const known = await publicKeys(folder)
  for (const key of known.toReversed()) {
    const privateKey = await readPrivate(privateFile(folder, key.keyId))
    if (privateKey !== undefined) return { keyId: key.keyId, publicKey: key.publicKey, privateKey }
  }
  return createKey(folder, null)
}

/**
 * Makes a new signing key that the present one endorses. The private part of the present key stays until the next
 * rotation, so that a process that is just sealing with it finishes; older private parts go, public parts never.
 */
export async function rotateSigningKey(folder: string): Promise<SigningKey> {
  const present = await signingKey(folder)
  const fresh = await createKey(folder, present)
  for (const key of await publicKeys(folder)) {
    if (key.keyId !== fresh.keyId && key.keyId !== present.keyId)
      await rm(privateFile(folder, key.keyId), { force: true })
  }
  return fresh
}

/** All public keys, oldest first. An empty list when there is no folder yet. */
export async function publicKeys(folder: string): Promise<PublicKey[]> {
  const names = await readdir(folder).catch(noFile<string[]>([]))
  const keys: PublicKey[] = []
  for (const name of names) {
    if (PUBLIC.test(name)) keys.push(JSON.parse(await readFile(path.join(folder, name), 'utf8')) as PublicKey)
  }
  return keys.sort((a, b) => (a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : 0))
}

/** Key ids whose endorsement does not hold: a key put into the folder by someone without the one before. */
export function unendorsed(keys: readonly PublicKey[]): string[] {
  const known = new Map(keys.map((key) => [key.keyId, key]))
  return keys.slice(1).flatMap((key) => {
    const by = known.get(key.endorsedBy ?? '')
    const holds = by && key.endorsement && verifySignature(endorsed(key), key.endorsement, by.publicKey)
    return holds ? [] : [key.keyId]
  })
}

/** The secret of the entry codes (see entry-mac.ts), 32 bytes; made at the first call. */
export async function entrySecret(folder: string): Promise<Buffer> {
  const file = path.join(folder, 'audit-entry.secret')
  const known = await readPrivate(file)
  if (known !== undefined) return Buffer.from(known, 'hex')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeOnce(file, randomBytes(32).toString('hex'))
  return Buffer.from((await readPrivate(file))!, 'hex')
}

async function createKey(folder: string, by: SigningKey | null): Promise<SigningKey> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const pair = generateKeyPair()
  const keyId = sm3(pair.publicKey).toString('hex').slice(0, 16)
  const plain = { keyId, publicKey: pair.publicKey, createdAt: new Date().toISOString() }
  const key: PublicKey = {
    ...plain,
    endorsedBy: by?.keyId ?? null,
    endorsement: by ? sign(endorsed(plain), by) : null,
  }
  // the public part comes last: a key that others can see is a key that can sign
  await writeOnce(privateFile(folder, keyId), pair.privateKey)
  if (by === null && (await publicKeys(folder)).length > 0) {
    // another process made the first key meanwhile: that one counts
    await rm(privateFile(folder, keyId))
    return signingKey(folder)
  }
  await writeOnce(path.join(folder, `audit-${keyId}.pub.json`), JSON.stringify(key, null, 2))
  return { keyId, ...pair }
}

function endorsed(key: Pick<PublicKey, 'keyId' | 'publicKey' | 'createdAt'>): string {
  return `zy-key-1 ${key.keyId} ${key.publicKey} ${key.createdAt}`
}

function privateFile(folder: string, keyId: string): string {
  return path.join(folder, `audit-${keyId}.key`)
}

async function readPrivate(file: string): Promise<string | undefined> {
  const found = await stat(file).catch(noFile(undefined))
  if (!found) return undefined
  if (found.mode & 0o077) throw new AppError('audit.key_readable', { status: 500, params: { file } })
  return (await readFile(file, 'utf8')).trim()
}

/** Writes a 0600 file completely or not at all; an existing one stays (two processes at their first start). */
async function writeOnce(file: string, content: string): Promise<void> {
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`
  const handle = await open(temporary, 'wx', 0o600)
  try {
    await handle.writeFile(`${content}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
  try {
    await link(temporary, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await rm(temporary, { force: true })
  }
}

function noFile<T>(instead: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code === 'ENOENT') return instead
    throw error
  }
}
