import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { evidenceFile, evidenceList, evidencePage } from './gen-evidence.ts'

it('docs/evidence.md says what the program proves (node scripts/gen-evidence.ts)', () => {
  // a formatter may have widened the columns of its tables
  const plain = (text: string) => text.replace(/ +/g, ' ').replace(/-+/g, '-')
  expect(plain(readFileSync(evidenceFile, 'utf8'))).toBe(plain(evidencePage()))
})

it('at least seventy clauses are computed', () => {
  expect(evidenceList().lines.length).toBeGreaterThanOrEqual(70)
})
