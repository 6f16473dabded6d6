import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '#kernel/errors/index.ts'
import { isLegal, isOpen, missingFor, next, type Standing } from './lifecycle.ts'
import { moves, states, type Move, type State } from './words.ts'

const start: Standing = { state: 'new', published: false }
const anyMoves = fc.array(fc.constantFrom(...moves), { maxLength: 30 })

/** Tries the moves one after the other; what is refused changes nothing. */
function walk(given: readonly Move[]): { all: Standing[]; taken: Move[] } {
  const all = [start]
  const taken: Move[] = []
  for (const move of given) {
    try {
      all.push(next(all.at(-1)!, move))
      taken.push(move)
    } catch (error) {
      expect(error).toBeInstanceOf(AppError)
    }
  }
  return { all, taken }
}

describe('the life of a problem', () => {
  it('shows a known error to the desk only while it is one, or its fix is planned', () => {
    fc.assert(
      fc.property(anyMoves, (given) => {
        for (const { state, published } of walk(given).all) {
          if (published) expect(['known-error', 'fix-planned']).toContain(state)
          if (state === 'known-error') expect(published).toBe(true)
        }
      }),
    )
  })

  it('refuses what is not legal, and nothing else', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...states),
        fc.boolean(),
        fc.constantFrom(...moves),
        (state, published, move) => {
          const now = { state, published }
          if (isLegal(now, move)) expect(states).toContain(next(now, move).state)
          else expect(() => next(now, move)).toThrow(AppError)
        },
      ),
    )
  })

  it('ends for good, and is closed only after it was resolved', () => {
    fc.assert(
      fc.property(anyMoves, (given) => {
        const { all, taken } = walk(given)
        const end = all.findIndex((one) => !isOpen(one.state))
        if (end < 0) return
        expect(end).toBe(all.length - 1)
        if (all[end]!.state === 'closed') expect(taken.at(-2)).toBe('resolve')
      }),
    )
  })

  it('can reach every state, and from every open one an end', () => {
    const reached = new Set<State>(['new'])
    const seen = new Set([JSON.stringify(start)])
    const todo = [start]
    const ends = new Map<string, boolean>()
    for (let now = todo.pop(); now; now = todo.pop()) {
      const following = moves.filter((move) => isLegal(now, move)).map((move) => next(now, move))
      ends.set(JSON.stringify(now), following.length > 0 || !isOpen(now.state))
      for (const one of following) {
        reached.add(one.state)
        if (seen.has(JSON.stringify(one))) continue
        seen.add(JSON.stringify(one))
        todo.push(one)
      }
    }
    expect([...reached].toSorted()).toEqual([...states].toSorted())
    expect([...ends.values()].every(Boolean)).toBe(true)
  })

  it('asks for the root cause before a fix, and for words and a way round before publishing', () => {
    const nothing = { rootCause: false, rootCauseCategory: false, symptoms: false, workaround: false }
    expect(missingFor('publish', nothing)).toEqual(['symptoms', 'workaround'])
    expect(missingFor('plan-fix', nothing)).toEqual(['rootCause'])
    expect(missingFor('resolve', { ...nothing, rootCause: true })).toEqual(['rootCauseCategory'])
    expect(missingFor('investigate', nothing)).toEqual([])
  })
})
