import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/**
 * Keeps small secrets encrypted in the database: SM4-CTR (GB/T 32907), authenticated with HMAC-SM3 over
 * version, context, nonce and ciphertext (encrypt then MAC; Node has no SM4-GCM).
 */
export interface SecretBox {
  /** @param context what the secret belongs to (a person's id): a row copied to another person does not open */
  seal: (secret: string, context: string) => string
  /** @throws Error when the text was made with another key or context, or was changed */
  open: (sealed: string, context: string) => string
}

/** A box with this 32-byte master key. */
export function secretBox(master: Buffer): SecretBox {
  const derive = (what: string) => createHmac('sm3', master).update(`zhengyun ${what}`).digest()
  const cipherKey = derive('totp sm4').subarray(0, 16)
  const macKey = derive('totp mac')
  const mac = (context: string, nonce: Buffer, body: Buffer) =>
    createHmac('sm3', macKey).update(`v1\0${context}\0`).update(nonce).update(body).digest()
  return {
    seal: (secret, context) => {
      const nonce = randomBytes(16)
      const cipher = createCipheriv('sm4-ctr', cipherKey, nonce)
      const body = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
      return `v1.${[nonce, body, mac(context, nonce, body)].map((part) => part.toString('base64url')).join('.')}`
    },
    open: (sealed, context) => {
      const [version, ...parts] = sealed.split('.')
      const [nonce, body, tag] = parts.map((part) => Buffer.from(part, 'base64url'))
      if (
        version !== 'v1' ||
        !nonce ||
        !body ||
        tag?.length !== 32 ||
        !timingSafeEqual(tag, mac(context, nonce, body))
      )
        throw new Error(
          'a sealed secret does not open: the key in DATA_DIR/secrets/identity.key is not the one it was made with',
        )
      const decipher = createDecipheriv('sm4-ctr', cipherKey, nonce)
      return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8')
    },
  }
}

/**
 * Reads the key of this installation, or makes it at first use: 32 random bytes in
 * `<dataDir>/secrets/identity.key`, mode 0600, outside the database and so outside of its backups.
 */
export function installationBox(dataDir: string): SecretBox {
  const folder = path.join(dataDir, 'secrets')
  const file = path.join(folder, 'identity.key')
  if (!existsSync(file)) makeKey(folder, file)
  const master = Buffer.from(readFileSync(file, 'utf8').trim(), 'hex')
  if (master.length !== 32) throw new Error(`${file} does not hold a key of 32 bytes`)
  return secretBox(master)
}

function makeKey(folder: string, file: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const temporary = `${file}.${process.pid}`
  writeFileSync(temporary, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flush: true })
  try {
    // a link, not a rename: of two processes that start at once, the second must take the first one's key
    linkSync(temporary, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(temporary)
  }
}
