import { hash, verify } from '@node-rs/argon2'
import { AppError } from '../errors/index.ts'
import { normalisePassword } from './password-policy.ts'

/** OWASP's second choice for argon2id: 19 MiB, two passes, one lane; some 20 ms of one core. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
/** At once, and waiting: bounds memory (2 × 19 MiB) and the time that the last in the queue waits (some 2 s). */
const atOnce = 2
const mostWaiting = 200

let running = 0
const waiting: (() => void)[] = []

/** A flood of sign-ins must neither exhaust the memory nor take every core. @throws identity.busy (429) */
async function bounded<T>(work: () => Promise<T>): Promise<T> {
  if (running >= atOnce) {
    if (waiting.length >= mostWaiting)
      throw new AppError('identity.busy', { status: 429, headers: { 'retry-after': '2' } })
    await new Promise<void>((resolve) => waiting.push(resolve))
  } else running++
  try {
    return await work()
  } finally {
    // the place is handed on, not given back and fought for
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}

/** Hashes a password with argon2id into PHC format. */
export function hashPassword(password: string): Promise<string> {
  return bounded(() => hash(normalisePassword(password), cost))
}

let decoy: Promise<string> | undefined

/**
 * Whether the password is right. Without a hash (unknown login, no password yet) it works as long and says no.
 */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  decoy ??= hash('no password at all', cost)
  const against = passwordHash ?? (await decoy)
  const right = await bounded(() => verify(against, normalisePassword(password)))
  return right && passwordHash !== null
}
