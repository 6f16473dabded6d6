import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { masterKeys, type MasterKey } from './keys.ts'

/**
 * Keeps small secrets encrypted in the database: SM4-CTR (GB/T 32907), authenticated with HMAC-SM3 over
 * version, key id, context, nonce and ciphertext (encrypt then MAC; Node has no SM4-GCM).
 * A sealed text is `v2.<key id>.<nonce>.<ciphertext>.<code>`, the last three base64url; `v1` had no key id.
 */
export interface SecretBox {
  /** @param context what the secret belongs to (a person's id): a row copied to another person does not open */
  seal: (secret: string, context: string) => string
  /** @throws Error when the text was made with another key or context, or was changed */
  open: (sealed: string, context: string) => string
  /**
   * The same short text for the same value and purpose, for ever (43 characters): finds and compares what is kept sealed
   * without opening it. Whoever has the key can try values, so it says no more than the sealed text to those without.
   */
  fingerprint: (value: string, purpose: string) => string
}

/** The box of this installation. Its keys are read at the first use, and again when a text names one that is new. */
export function installationBox(dataDir: string): SecretBox {
  let ring: MasterKey[] | undefined
  const keys = (): MasterKey[] => (ring ??= masterKeys(dataDir))
  const keyOf = (id: string): MasterKey | undefined => {
    const known = keys().find((key) => key.id === id)
    if (known) return known
    // another process, or the command, has made a key meanwhile
    ring = masterKeys(dataDir)
    return ring.find((key) => key.id === id)
  }
  return {
    seal: (secret, context) => {
      const key = keys().at(-1)!
      const { cipherKey, macKey } = derived(key.master, 'v2')
      const nonce = randomBytes(16)
      const cipher = createCipheriv('sm4-ctr', cipherKey, nonce)
      const body = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
      const tag = code(macKey, `v2\0${key.id}\0${context}\0`, nonce, body)
      return `v2.${key.id}.${[nonce, body, tag].map((part) => part.toString('base64url')).join('.')}`
    },
    open: (sealed, context) => {
      const [version, ...rest] = sealed.split('.')
      if (version === 'v1') return unseal(keys()[0]!.master, 'v1', `v1\0${context}\0`, rest)
      const key = version === 'v2' ? keyOf(rest[0] ?? '') : undefined
      if (!key) throw doesNotOpen()
      return unseal(key.master, 'v2', `v2\0${key.id}\0${context}\0`, rest.slice(1))
    },
    fingerprint: (value, purpose) =>
      createHmac('sm3', createHmac('sm3', keys()[0]!.master).update('zhengyun fingerprint').digest())
        .update(`${purpose}\0${value}`)
        .digest('base64url'),
  }
}

function unseal(master: Buffer, version: 'v1' | 'v2', head: string, parts: readonly string[]): string {
  const [nonce, body, tag] = parts.map((part) => Buffer.from(part, 'base64url'))
  const { cipherKey, macKey } = derived(master, version)
  if (nonce?.length !== 16 || !body || tag?.length !== 32) throw doesNotOpen()
  if (!timingSafeEqual(tag, code(macKey, head, nonce, body))) throw doesNotOpen()
  const decipher = createDecipheriv('sm4-ctr', cipherKey, nonce)
  return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8')
}

function derived(master: Buffer, version: 'v1' | 'v2'): { cipherKey: Buffer; macKey: Buffer } {
  const derive = (what: string) => createHmac('sm3', master).update(`zhengyun ${what}`).digest()
  const what = version === 'v1' ? 'totp' : 'sealed'
  return { cipherKey: derive(`${what} sm4`).subarray(0, 16), macKey: derive(`${what} mac`) }
}

function code(macKey: Buffer, head: string, nonce: Buffer, body: Buffer): Buffer {
  return createHmac('sm3', macKey).update(head).update(nonce).update(body).digest()
}

function doesNotOpen(): Error {
  return new Error(
    'a sealed secret does not open: the key it was made with is not in DATA_DIR/secrets, or it was changed',
  )
}
