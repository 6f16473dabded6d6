import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '#kernel/errors/index.ts'
import { defaultPriority, isLegal, isOpen, nextState, suggestGrade } from './lifecycle.ts'
import { levels, moves, states, type Move, type State } from './words.ts'

const anyMove = fc.constantFrom(...moves)
const anyState = fc.constantFrom(...states)

describe('lifecycle', () => {
  it('goes only to known states, and refuses by name what is illegal', () => {
    fc.assert(
      fc.property(anyState, anyMove, fc.boolean(), (state, move, atWork) => {
        if (isLegal(state, move)) return states.includes(nextState({ state, atWork }, move))
        try {
          nextState({ state, atWork }, move)
          return false
        } catch (error) {
          return (
            error instanceof AppError &&
            error.code === 'incident.illegal_move' &&
            error.params['move'] === move
          )
        }
      }),
    )
  })

  it('never leaves closed and cancelled', () => {
    for (const move of moves) {
      expect(isLegal('closed', move)).toBe(false)
      expect(isLegal('cancelled', move)).toBe(false)
    }
  })

  it('reaches closed only by way of resolved', () => {
    fc.assert(
      fc.property(fc.array(anyMove, { maxLength: 60 }), (path) => {
        let state: State = 'new'
        for (const move of path) {
          const before: State = state
          if (!isLegal(state, move)) continue
          state = nextState({ state, atWork: true }, move)
          if (state === 'closed') expect(before).toBe('resolved')
          if (before !== 'resolved' && state === 'resolved') expect(move).toBe('resolve')
        }
      }),
    )
  })

  it('can bring every open state to an end', () => {
    for (const state of states.filter(isOpen))
      for (const end of ['resolve', 'cancel'] satisfies Move[]) expect(isLegal(state, end)).toBe(true)
  })

  it('orders priorities by impact and urgency as the shipped matrix says', () => {
    const row = (impact: (typeof levels)[number]) => levels.map((urgency) => defaultPriority(impact, urgency))
    expect(row('high')).toEqual([1, 2, 3])
    expect(row('medium')).toEqual([2, 3, 4])
    expect(row('low')).toEqual([3, 4, 4])
  })

  it('suggests a grade for each priority', () => {
    expect([1, 2, 3, 4].map(suggestGrade)).toEqual(['major', 'serious', 'general', 'minor'])
  })
})
