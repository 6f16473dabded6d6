import { sm2 } from 'sm-crypto-v2'

/** The default signer identity of GM/T 0009 §10. */
const USER_ID = '1234567812345678'

/** Hex: 64 digits private, 130 digits public (04‖x‖y). */
export interface KeyPair {
  privateKey: string
  publicKey: string
}

/** A new SM2 key pair from the system's random source. */
export function generateKeyPair(): KeyPair {
  return sm2.generateKeyPairHex()
}

/**
 * SM2 signature (GB/T 32918.2) over SM3(Z ‖ message), as r‖s in 128 hex digits.
 * Node's own `sign('sm3', …)` on this curve is ECDSA, not SM2, hence the library.
 * @param nonce for known-answer tests only: the point that a random k would give
 */
export function sign(message: string, key: KeyPair, nonce?: { k: bigint; x1: bigint }): string {
  return sm2.doSignature(Buffer.from(message, 'utf8'), key.privateKey, {
    hash: true,
    publicKey: key.publicKey,
    userId: USER_ID,
    ...(nonce ? { pointPool: [nonce] } : {}),
  })
}

/** Whether the signature is by the key; false too for anything malformed. */
export function verifySignature(message: string, signature: string, publicKey: string): boolean {
  if (!/^[0-9a-f]{128}$/i.test(signature) || !/^04[0-9a-f]{128}$/i.test(publicKey)) return false
  try {
    const bytes = Buffer.from(message, 'utf8')
    return sm2.doVerifySignature(bytes, signature, publicKey, { hash: true, userId: USER_ID })
  } catch {
    // the library throws for a point that is not on the curve: such a key has signed nothing
    return false
  }
}
