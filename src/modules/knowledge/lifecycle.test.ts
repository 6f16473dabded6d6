import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isLegal, next, stateForReaders, type Standing } from './lifecycle.ts'
import { moves, states } from './words.ts'

const all = [...moves, 'edit', 'fall-due'] as const
const start: Standing = { state: 'draft', live: false, draft: true, overdue: false }

/** What holds of every article, whatever was done to it. */
function sound(s: Standing): void {
  if (s.state === 'draft' || s.state === 'review') expect(s.draft).toBe(true)
  if (s.state === 'published' || s.state === 'due') expect([s.live, s.draft]).toEqual([true, false])
  if (s.state === 'withdrawn') expect(s.live).toBe(false)
}

describe('the life of an article', () => {
  it('keeps its invariants through every sequence of moves; only publishing shows something new to readers', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...all), { maxLength: 40 }), (wanted) => {
        let now = start
        for (const move of wanted) {
          if (!isLegal(now, move)) {
            expect(() => next(now, move)).toThrow('knowledge.illegal_move')
            continue
          }
          const after = next(now, move)
          sound(after)
          if (!now.live && after.live) expect(move).toBe('publish')
          if (now.live && !after.live) expect(move).toBe('withdraw')
          if (move === 'publish') expect(now.state).toBe('review')
          if (after.live) expect(['published', 'due']).toContain(stateForReaders(after))
          now = after
        }
      }),
    )
  })

  it('reaches every state, and has a way out of each', () => {
    const seen = new Set<string>()
    const reached = new Set<string>()
    const walk = (now: Standing): void => {
      const key = JSON.stringify(now)
      if (seen.has(key)) return
      seen.add(key)
      reached.add(now.state)
      const ways = all.filter((move) => isLegal(now, move))
      expect(ways.length).toBeGreaterThan(0)
      ways.forEach((move) => walk(next(now, move)))
    }
    walk(start)
    expect([...reached].sort()).toEqual([...states].sort())
  })

  it('shows readers the published version while the next one is written and reviewed', () => {
    const published = next(next(start, 'submit'), 'publish')
    const revised = next(next(published, 'revise'), 'submit')
    expect([revised.live, stateForReaders(revised)]).toEqual([true, 'published'])
    expect(next(next(revised, 'return'), 'drop')).toEqual(published)
  })
})
