import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hashPassword, verifyPassword } from './password-hash.ts'
import { classesOf, demandGoodPassword } from './password-policy.ts'
import { installationBox } from '../secrets/box.ts'
import { acceptedStep, codeOf, newTotpSecret } from './totp.ts'

const rules = { minLength: 10, minClasses: 3 }
const refusal = (password: string, login = 'zhang') => {
  try {
    demandGoodPassword(password, login, rules)
    return null
  } catch (error) {
    return (error as { code: string }).code
  }
}

describe('password policy', () => {
  it.each([
    ['Correct-Horse-9', null],
    ['Short-1', 'identity.password_too_short'],
    ['alllowercaseletters', 'identity.password_too_simple'],
    ['Aa1Aa1Aa1Aa1', 'identity.password_too_simple'],
    ['My-ZHANG-pass-1', 'identity.password_contains_login'],
    ['政务运维平台口令Abc1', null],
  ])('%s: %s', (password, expected) => expect(refusal(password)).toBe(expected))

  it('counts characters, not code units, and four classes', () => {
    expect(refusal('😀Aa1😀Bb2')).toBe('identity.password_too_short')
    expect(classesOf('aA1-')).toBe(4)
    expect(classesOf('政')).toBe(1)
  })
})

describe('password hash', () => {
  it('knows the password in any Unicode spelling and nothing else', async () => {
    const hash = await hashPassword('Pässword-123')
    expect(hash).toMatch(/^\$argon2id\$/)
    expect(await verifyPassword(hash, 'Pa\u0308ssword-123')).toBe(true)
    expect(await verifyPassword(hash, 'Passwort-123')).toBe(false)
    expect(await verifyPassword(null, 'no password at all')).toBe(false)
  })

  it('refuses a flood instead of queueing it without end', async () => {
    const hash = await hashPassword('Correct-Horse-9')
    const results = await Promise.allSettled(Array.from({ length: 230 }, () => verifyPassword(hash, 'x')))
    const refused = results.filter((r) => r.status === 'rejected')
    expect(refused).toHaveLength(230 - 202)
    expect(refused[0]).toMatchObject({ reason: { code: 'identity.busy', status: 429 } })
    expect(await verifyPassword(hash, 'Correct-Horse-9')).toBe(true)
  })
})

describe('second factor', () => {
  it('takes a code once, within one step of now, and never an older one afterwards', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1e9, max: 4e9 }), fc.integer({ min: -90, max: 90 }), (seconds, shift) => {
        const secret = newTotpSecret()
        const now = seconds * 1000
        const step = Math.floor(seconds / 30)
        const codeStep = Math.floor((seconds + shift) / 30)
        const taken = acceptedStep(secret, codeOf(secret, now + shift * 1000), null, now)
        if (Math.abs(codeStep - step) > 1) return // a chance hit of another step is possible, if unlikely
        expect(taken).toBe(codeStep)
        expect(acceptedStep(secret, codeOf(secret, now + shift * 1000), codeStep, now)).toBeNull()
        expect(acceptedStep(secret, codeOf(secret, now), codeStep + 1, now)).toBeNull()
      }),
      { numRuns: 50 },
    )
  })

  it('agrees with RFC 6238 appendix B', () => {
    const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
    expect(codeOf(secret, 59_000)).toBe('287082')
    expect(codeOf(secret, 1_111_111_109_000)).toBe('081804')
    expect(codeOf(secret, 20_000_000_000_000)).toBe('353130')
  })
})

describe('secrets at rest', () => {
  it('open with the key of the installation for their owner only, unchanged only', () => {
    const dataDir = mkdtempSync(path.join(tmpdir(), 'zy-box-'))
    try {
      const box = installationBox(dataDir)
      const sealed = box.seal('SECRET', 'person-1')
      expect(sealed).not.toContain('SECRET')
      expect(installationBox(dataDir).open(sealed, 'person-1')).toBe('SECRET')
      expect(() => box.open(sealed, 'person-2')).toThrow(/does not open/)
      const middle = sealed.indexOf('.', 5) + 1
      const forged = sealed.slice(0, middle) + (sealed[middle] === 'A' ? 'B' : 'A') + sealed.slice(middle + 1)
      expect(() => box.open(forged, 'person-1')).toThrow(/does not open/)
      const file = path.join(dataDir, 'secrets', 'identity.key')
      expect(statSync(file).mode & 0o777).toBe(0o600)
      expect(readFileSync(file, 'utf8')).toMatch(/^[0-9a-f]{64}\n$/)
    } finally {
      rmSync(dataDir, { recursive: true })
    }
  })
})
