import fc from 'fast-check'
import { expect, it } from 'vitest'
import { after, isOver, may, moves, owesAnswer, states, verdicts, type State } from './lifecycle.ts'

const step = fc.record({ move: fc.constantFrom(...moves), verdict: fc.constantFrom(...verdicts) })

it('whatever is done in whatever order, a complaint is answered before it is confirmed, and once withdrawn it stays so', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      let state: State = 'received'
      let answered = false
      for (const { move, verdict } of steps) {
        if (!may(move, state)) continue
        const next = after(move, state, verdict)
        expect(states).toContain(next)
        expect(state).not.toBe('withdrawn')
        if (move === 'answer') answered = true
        if (next === 'confirmed') expect(answered && state === 'answered').toBe(true)
        if (next === 'answered') expect(['handling', 'answered']).toContain(state)
        expect(owesAnswer(next)).toBe(!isOver(next) && next !== 'answered')
        state = next
      }
    }),
  )
})

it('nothing is assigned before it is acknowledged, nor answered before somebody deals with it', () => {
  expect(may('assign', 'received')).toBe(false)
  expect(may('answer', 'accepted')).toBe(false)
  expect(may('call-back', 'handling')).toBe(false)
  for (const move of moves) expect(may(move, 'withdrawn')).toBe(false)
})
