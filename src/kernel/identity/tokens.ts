import { createHash, randomBytes } from 'node:crypto'

/** Marks API tokens, so that leaked ones are found by scanners and a session secret is never taken for one. */
export const apiTokenPrefix = 'zy_'
/** Name of the session cookie. */
export const sessionCookie = 'zy_session'

/** 256 random bits in URL-safe letters. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** What is kept of a secret: its SM3 digest. The secrets are random, so neither salt nor slowness is needed. */
export function digest(secret: string): string {
  return createHash('sm3').update(secret).digest('base64url')
}
