import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  changesNothing,
  flaps,
  judgeFigures,
  newStanding,
  step,
  surroundingsOf,
  type Result,
  type Rules,
  type Standing,
  type Step,
  type Surroundings,
} from './lifecycle.ts'
import { resultStates, type ResultState } from './words.ts'

const start = Date.parse('2026-11-22T08:00:00Z')
const rules = (over: Partial<Rules> = {}): Rules => ({ retries: 2, thresholds: [], alerts: true, ...over })
const calm: Surroundings = { unreachable: false, unsure: false, mayAlert: true }
const result = (n: number, state: ResultState, over: Partial<Result> = {}): Result => ({
  at: new Date(start + n * 1000),
  state,
  code: state === 'ok' ? 'ok' : 'timeout',
  params: {},
  output: '',
  ms: 1,
  figures: [],
  ...over,
})

function play(
  given: Rules,
  states: readonly ResultState[],
  around: (n: number) => Surroundings = () => calm,
): Step[] {
  const steps: Step[] = []
  let standing = newStanding(new Date(start))
  states.forEach((state, n) => {
    const made = step(given, standing, result(n, state), around(n))
    standing = made.standing
    steps.push(made)
  })
  return steps
}

const states = fc.array(fc.constantFrom(...resultStates), { maxLength: 60 })

describe('the state of a check', () => {
  it('is a fault after its retries, well at once, and is told once each', () => {
    const steps = play(rules(), ['ok', 'critical', 'critical', 'critical', 'critical', 'ok', 'ok'])
    expect(steps.map((s) => s.standing.state)).toEqual(['ok', 'ok', 'ok', 'critical', 'critical', 'ok', 'ok'])
    expect(steps.map((s) => s.alert)).toEqual([null, null, null, 'critical', null, 'resolve', null])
    expect(steps[3]!.change).toEqual({ from: 'ok', to: 'critical', beganAt: new Date(start + 1000) })
  })

  it('follows a fault only after so many in a row, whatever comes', () => {
    fc.assert(
      fc.property(states, fc.integer({ min: 0, max: 5 }), (all, retries) => {
        const steps = play(rules({ retries }), all)
        let row = 0
        let hard = 'pending'
        all.forEach((state, n) => {
          row = state === 'ok' ? 0 : row + 1
          const fault = hard !== 'ok' && hard !== 'pending'
          if (state === 'ok') hard = 'ok'
          else if (fault || row > retries) hard = state
          expect(steps[n]!.standing.state).toBe(hard)
        })
      }),
    )
  })

  it('has changes that join, and alerts that are raised and resolved in turns', () => {
    const around = fc.record({ unreachable: fc.boolean(), unsure: fc.boolean(), mayAlert: fc.boolean() })
    fc.assert(
      fc.property(states, fc.array(around, { minLength: 60, maxLength: 60 }), (all, rooms) => {
        let state = 'pending'
        let raised: string | null = null
        for (const made of play(rules(), all, (n) => rooms[n]!)) {
          if (made.change) {
            expect(made.change.from).toBe(state)
            expect(made.change.to).not.toBe(state)
            state = made.change.to
          }
          expect(made.standing.state).toBe(state)
          if (made.alert === 'resolve') expect(raised).not.toBeNull()
          if (made.alert) {
            expect(made.alert).not.toBe(raised)
            raised = made.alert === 'resolve' ? null : made.alert
          }
          expect(made.standing.raised).toBe(raised)
          if (state === 'ok') expect(raised).toBeNull()
          // nothing begins to be told while the way is cut
          if (state === 'unreachable') expect(made.alert).toBeNull()
        }
      }),
    )
  })

  it('takes the same results again without a trace', () => {
    fc.assert(
      fc.property(states, fc.nat(59), (all, at) => {
        const steps = play(rules(), all)
        const last = steps.at(-1)?.standing
        fc.pre(last !== undefined && at < all.length)
        expect(step(rules(), last!, result(at, all[at]!), calm)).toEqual({
          standing: last,
          change: null,
          alert: null,
        })
      }),
    )
  })

  it('is not moved by results of a paused check', () => {
    const paused: Standing = { ...newStanding(new Date(start)), state: 'paused' }
    expect(step(rules(), paused, result(1, 'critical'), calm).standing).toBe(paused)
  })

  it('is certain of silence at once and forgets it at the first word', () => {
    const heard = step(rules(), newStanding(new Date(start)), result(0, 'ok'), calm).standing
    const silent = step(rules(), heard, result(60, 'critical', { silent: true, code: 'silent' }), calm)
    expect([silent.standing.state, silent.alert, silent.standing.lastAt]).toEqual([
      'critical',
      'critical',
      heard.lastAt,
    ])
    expect(step(rules(), silent.standing, result(61, 'ok'), calm).alert).toBe('resolve')
  })

  it('waits for service hours to tell and does not take back at their end', () => {
    const may = [true, false, false, true, false, false]
    const steps = play(
      rules({ retries: 0 }),
      ['ok', 'critical', 'critical', 'critical', 'critical', 'ok'],
      (n) => ({
        ...calm,
        mayAlert: may[n]!,
      }),
    )
    expect(steps.map((s) => s.alert)).toEqual([null, null, null, 'critical', null, 'resolve'])
  })
})

describe('dependencies', () => {
  const away: Surroundings = { ...calm, unreachable: true }
  it('make a check unreachable, and give it new chances when the way is open', () => {
    const steps = play(
      rules(),
      ['ok', 'critical', 'critical', 'critical', 'critical', 'critical', 'critical', 'critical', 'ok'],
      (n) => (n >= 1 && n <= 4 ? away : calm),
    )
    expect(steps.map((s) => s.standing.state)).toEqual([
      'ok', 'ok', 'ok', 'unreachable', 'unreachable', 'unreachable', 'unreachable', 'critical', 'ok',
    ]) // prettier-ignore
    expect(steps.map((s) => s.alert).filter(Boolean)).toEqual(['critical', 'resolve'])
  })

  it('are waited for while they are not certain, and no longer than that can take', () => {
    const parent = { state: 'ok', attempt: 1, lastAt: new Date(start), intervalSeconds: 10, retries: 2, retrySeconds: 5, timeoutMs: 1000 } as const // prettier-ignore
    const since = new Date(start)
    const at = (seconds: number) => surroundingsOf([parent], since, new Date(start + seconds * 1000))
    expect(at(1)).toEqual({ unreachable: false, unsure: true })
    expect(at(60)).toEqual({ unreachable: false, unsure: false })
    expect(surroundingsOf([{ ...parent, state: 'critical' }], since, since).unreachable).toBe(true)
    expect(surroundingsOf([{ ...parent, attempt: 0 }], since, since).unsure).toBe(false)
    expect(
      surroundingsOf([{ ...parent, attempt: 0, lastAt: new Date(start - 1) }], since, since).unsure,
    ).toBe(true)
  })
})

describe('bounds', () => {
  const thresholds = [{ figure: 't', warn: '~:27', crit: '~:32', recoverWarn: '~:25', recoverCrit: '~:30' }]
  const judge = (value: number, levels = {}) =>
    judgeFigures(thresholds, { state: 'ok', figures: [{ name: 't', value }] }, levels)

  it('are left only beyond the second one', () => {
    expect(judge(26).state).toBe('ok')
    expect(judge(28).state).toBe('warning')
    expect(judge(26, { t: 'warning' }).state).toBe('warning')
    expect(judge(25, { t: 'warning' }).state).toBe('ok')
    expect(judge(31, { t: 'critical' }).state).toBe('critical')
    expect(judge(29, { t: 'critical' }).state).toBe('warning')
    expect(judge(31, { t: 'warning' }).state).toBe('warning')
  })

  it('with a second one change no more often than without', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 20, max: 35, noNaN: true }), { minLength: 2, maxLength: 50 }),
        (values) => {
          let levels = {}
          let plain = 0
          let damped = 0
          let before = { plain: 'ok', damped: 'ok' }
          for (const value of values) {
            const now = judge(value, levels)
            const bare = judge(value).state
            levels = now.levels
            // never better than without, and at least as bad as the bound says
            expect(['ok', 'warning', 'critical'].indexOf(now.state)).toBeGreaterThanOrEqual(
              ['ok', 'warning', 'critical'].indexOf(bare),
            )
            plain += Number((before.plain === 'ok') !== (bare === 'ok'))
            damped += Number((before.damped === 'ok') !== (now.state === 'ok'))
            before = { plain: bare, damped: now.state }
          }
          expect(damped).toBeLessThanOrEqual(plain)
        },
      ),
    )
  })

  it('make a result worse, never better, and say which figure it was', () => {
    const standing = newStanding(new Date(start))
    const bad = { figures: [{ name: 't', value: 40, unit: '°C' }] }
    const made = step(rules({ thresholds, retries: 0 }), standing, result(1, 'ok', bad), calm).standing
    expect([made.state, made.code, made.params]).toEqual(['critical', 'threshold', { figure: 't', value: 40, unit: '°C', range: '~:32' }]) // prettier-ignore
    expect(judgeFigures(thresholds, { state: 'critical', figures: [] }, {}).state).toBe('critical')
  })
})

describe('flapping', () => {
  it('begins with many changes and ends with few', () => {
    expect(flaps(0b01010101010101010101, false)).toBe(true)
    expect(flaps(0b00000000000000001111, false)).toBe(false)
    expect(flaps(0b00000000000001010101, false)).toBe(false)
    expect(flaps(0b00000000000000010101, true)).toBe(true)
    expect(flaps(0b00000000000000000111, true)).toBe(false)
  })
})

describe('results that change nothing', () => {
  it('leave all that decides as it was', () => {
    const around = fc.constantFrom(calm, { ...calm, unreachable: true }, { ...calm, mayAlert: false })
    fc.assert(
      fc.property(
        states,
        fc.constantFrom(...resultStates),
        fc.boolean(),
        around,
        (all, next, depends, place) => {
          const long = [...all, ...Array<ResultState>(25).fill(next)]
          const before = play(rules(), long).at(-1)!.standing
          const one = result(100, next)
          fc.pre(changesNothing(rules(), before, one, depends))
          // what lies around a check decides only where it depends on something
          const made = step(rules(), before, one, depends ? place : { ...place, unreachable: false })
          const { lastAt: _a, lastMs: _b, ...was } = before
          const { lastAt: _c, lastMs: _d, ...is } = made.standing
          expect([made.change, made.alert, is]).toEqual([null, null, was])
        },
      ),
    )
  })

  it('are what a check that is well gives', () => {
    const before = play(rules(), Array<ResultState>(25).fill('ok')).at(-1)!.standing
    expect(changesNothing(rules(), before, result(100, 'ok'), true)).toBe(true)
    expect(changesNothing(rules(), before, result(100, 'warning'), true)).toBe(false)
  })
})
