import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { installationBox } from './box.ts'
import { addMasterKey, masterKeys } from './keys.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'zy-secrets-'))
})
afterEach(() => rmSync(dataDir, { recursive: true }))

it('opens what it sealed for the same context only, unchanged only', () => {
  const box = installationBox(dataDir)
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), fc.nat(), (secret, context, at) => {
      const sealed = box.seal(secret, context)
      expect(box.open(sealed, context)).toBe(secret)
      expect(() => box.open(sealed, `${context}.`)).toThrow(/does not open/)
      const parts = sealed.split('.')
      const part = 2 + (at % 3)
      const bytes = Buffer.from(parts[part]!, 'base64url')
      fc.pre(bytes.length > 0)
      bytes[at % bytes.length]! ^= 1
      const forged = parts.with(part, bytes.toString('base64url')).join('.')
      expect(() => box.open(forged, context)).toThrow(/does not open/)
    }),
    { numRuns: 50 },
  )
})

it('seals by the newest key and opens by the one that sealed', () => {
  const [here, elsewhere] = [installationBox(dataDir), installationBox(dataDir)]
  const old = here.seal('110105', 'visitor:1')
  const id = addMasterKey(dataDir, new Date('2026-11-22T06:00:00Z'))
  const fresh = installationBox(dataDir).seal('110105', 'visitor:1')
  expect(fresh.split('.')[1]).toBe(id)
  expect(old.split('.')[1]).not.toBe(id)
  // a process that started before the rotation finds the new key by itself
  expect([elsewhere.open(old, 'visitor:1'), elsewhere.open(fresh, 'visitor:1')]).toEqual(['110105', '110105'])
  expect(here.fingerprint('110105', 'visitor')).toBe(
    installationBox(dataDir).fingerprint('110105', 'visitor'),
  )
  expect(here.fingerprint('110105', 'visitor')).not.toBe(here.fingerprint('110105', 'person'))
})

it('opens what was sealed before keys had ids', () => {
  mkdirSync(path.join(dataDir, 'secrets'))
  writeFileSync(path.join(dataDir, 'secrets', 'identity.key'), '07'.repeat(32), { mode: 0o600 })
  const sealed = 'v1.QHxDya9IcfcrirQ7OMVc2A.PCnhPPiKcV0.pzC-PdGUzBst8YuhBeTqEbs7PSsWGNW9oyq9CdKp2no'
  expect(installationBox(dataDir).open(sealed, 'person-1')).toBe('GEZDGNBV')
})

it('keeps keys from others and takes none that others could read', () => {
  addMasterKey(dataDir, new Date())
  const folder = path.join(dataDir, 'secrets')
  for (const name of readdirSync(folder)) expect(statSync(path.join(folder, name)).mode & 0o777).toBe(0o600)
  writeFileSync(path.join(folder, 'sealing-20990101000000000-00000000.key'), '07'.repeat(32), { mode: 0o644 })
  expect(() => masterKeys(dataDir)).toThrow(/chmod 600/)
})
