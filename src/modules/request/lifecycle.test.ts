import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  isLegal,
  isOver,
  isOpen,
  lineState,
  mayWork,
  requestState,
  tasksToCancel,
  tasksToHold,
  tasksToOpen,
  type LineFacts,
  type TaskFacts,
} from './lifecycle.ts'
import { approvalFacts, lineStates, taskStates, type TaskState } from './words.ts'

const task = fc.record({ stage: fc.integer({ min: 1, max: 4 }), state: fc.constantFrom(...taskStates) })
const line: fc.Arbitrary<LineFacts> = fc.record({
  approval: fc.constantFrom(...approvalFacts),
  ended: fc.constantFrom(null, 'withdrawn' as const, 'cancelled' as const),
  tasks: fc
    .array(task, { minLength: 1, maxLength: 6 })
    .map((tasks) => tasks.map((one, n) => ({ ...one, id: String(n) }))),
})

/** Draws the consequences as `settle` does. */
function settled(facts: LineFacts): LineFacts {
  const move = (ids: string[], state: TaskState) => (one: TaskFacts) =>
    ids.includes(one.id) ? { ...one, state } : one
  let tasks = facts.tasks.map(move(tasksToCancel(facts), 'cancelled'))
  tasks = tasks.map(move(tasksToHold({ ...facts, tasks }), 'waiting'))
  tasks = tasks.map(move(tasksToOpen({ ...facts, tasks }), 'open'))
  return { ...facts, tasks }
}

describe('a line', () => {
  it('never opens a task before all of the earlier stages are done, nor without its approval', () => {
    fc.assert(
      fc.property(line, (facts) => {
        const opening = tasksToOpen(facts)
        if (opening.length > 0) expect(['none', 'approved']).toContain(facts.approval)
        for (const id of opening) {
          const { stage } = facts.tasks.find((one) => one.id === id)!
          const earlier = facts.tasks.filter((one) => one.stage < stage)
          expect(earlier.every((one) => one.state === 'done')).toBe(true)
        }
      }),
    )
  })

  it('is settled once it is settled, and then has something to do, waits for somebody, or is over', () => {
    fc.assert(
      fc.property(line, (facts) => {
        const now = settled(facts)
        expect(settled(now)).toEqual(now)
        const state = lineState(now)
        const active = now.tasks.some((one) => one.state === 'open' || one.state === 'returned')
        if (isOver(state)) expect(active).toBe(false)
        if (mayWork(now) && !now.tasks.some((one) => one.state === 'cancelled')) expect(active).toBe(true)
        if (active) expect(mayWork(now)).toBe(true)
      }),
    )
  })

  it('reaches its end from any order in which its tasks are finished, one stage after the other', () => {
    const plan = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(plan, fc.array(fc.nat(), { minLength: 8, maxLength: 8 }), (stages, choices) => {
        let facts: LineFacts = settled({
          approval: 'none',
          ended: null,
          tasks: stages.map((stage, n) => ({ id: String(n), stage, state: 'waiting' as const })),
        })
        const order: number[] = []
        for (const choice of choices.slice(0, stages.length)) {
          const open = facts.tasks.filter((one) => isLegal(facts, one.state, 'finish'))
          const chosen = open[choice % open.length]!
          order.push(chosen.stage)
          facts = settled({
            ...facts,
            tasks: facts.tasks.map((one) => (one.id === chosen.id ? { ...one, state: 'done' } : one)),
          })
        }
        expect(lineState(facts)).toBe('done')
        expect(order).toEqual(order.toSorted((a, b) => a - b))
      }),
    )
  })
})

describe('a request', () => {
  it('is open exactly while one of its lines is', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...lineStates), { minLength: 1, maxLength: 8 }),
        fc.boolean(),
        (lines, confirmed) => {
          const state = requestState(lines, confirmed)
          expect(isOpen(state)).toBe(lines.some((one) => !isOver(one)))
          expect(state === 'done' || state === 'closed').toBe(lines.every(isOver) && lines.includes('done'))
        },
      ),
    )
  })
})
