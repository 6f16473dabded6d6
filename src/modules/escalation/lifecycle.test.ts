import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { backoff, choosePolicy, endOf, fillTemplate, planTurn, type Step } from './lifecycle.ts'
import { checkTemplates, hostOf, signature } from './send.ts'

const step = (every: number, times: number): Step => ({
  ...{ after: 0, to: ['on-duty'], personIds: [], groupIds: [], notice: true, channelIds: [] },
  ...{ every, times },
})

describe('the planner', () => {
  it('tells every step at most once and once more for each repetition, whoever is there', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ every: fc.nat(3), times: fc.nat(4), people: fc.nat(2) }), {
          minLength: 1,
          maxLength: 6,
        }),
        (given) => {
          const steps = given.map((one) => step(one.every, one.times))
          const told = new Map<string, number>()
          const waiting: [number, number][] = steps.map((_, i): [number, number] => [i, 0])
          let turns = 0
          while (waiting.length > 0) {
            expect(++turns).toBeLessThan(200)
            const [at, turn] = waiting.shift()!
            const plan = planTurn(steps, at, turn, given[at]!.people)
            if (plan.outcome === 'nobody') {
              expect(given[at]!.people).toBe(0)
              expect(plan.next).toBe(at + 1 < steps.length ? at + 1 : null)
              continue
            }
            told.set(`${at}:${turn}`, (told.get(`${at}:${turn}`) ?? 0) + 1)
            if (plan.again) waiting.push([at, plan.again.turn])
          }
          for (const n of told.values()) expect(n).toBe(1)
          for (const [at, one] of given.entries()) {
            const turnsOf = [...told.keys()].filter((key) => key.startsWith(`${at}:`)).length
            expect(turnsOf).toBe(one.people === 0 ? 0 : one.every > 0 ? one.times + 1 : 1)
          }
        },
      ),
    )
  })

  it('chooses by order, then service, then the nearest org', () => {
    interface Policy {
      active: boolean
      orgPath: string
      serviceId: string | null
      priorities: number[]
      grades: string[]
      position: number
    }
    const base: Policy = {
      active: true,
      orgPath: '/1/',
      serviceId: null,
      priorities: [],
      grades: [],
      position: 100,
    }
    const of = { orgPath: '/1/5/', serviceId: 's', priority: 1, grade: 'major' }
    const pick = (...all: Partial<Policy>[]) =>
      all.indexOf(
        choosePolicy(
          all.map((one) => ({ ...base, ...one, it: one })),
          of,
        )?.it as never,
      )
    expect(pick({}, { position: 1 })).toBe(1)
    expect(pick({}, { serviceId: 's' }, { orgPath: '/1/5/' })).toBe(1)
    expect(pick({}, { orgPath: '/1/5/' })).toBe(1)
    expect(pick({ priorities: [2] }, { active: false }, { orgPath: '/1/6/' })).toBe(-1)
  })

  it('ends as the receipt is wanted or not', () => {
    expect(endOf({ open: false, takenUp: false }, true)).toBe('over')
    expect(endOf({ open: true, takenUp: true }, false)).toBe('taken-up')
    expect(endOf({ open: true, takenUp: true }, true)).toBeNull()
    expect([1, 2, 3, 20].map(backoff)).toEqual([15, 30, 60, 600])
  })
})

describe('templates', () => {
  it('whatever a title is, JSON stays JSON, an address stays one address, a header one line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (title) => {
        expect(JSON.parse(fillTemplate('{"a":"{{title}}"}', { title }, 'json'))).toEqual({ a: title })
        expect(fillTemplate('http://h/x?{{title}}', { title }, 'url')).not.toMatch(/[\s#&]/)
        expect(fillTemplate('{{ title }}', { title }, 'header')).not.toMatch(/[\r\n]/)
      }),
    )
  })

  it('refuses addresses whose host is not fixed, and headers of the transport', () => {
    expect(hostOf('https://im.gov/send?to={{phone}}')).toBe('https://im.gov')
    for (const url of ['https://{{title}}/x', 'file:///etc/passwd', 'http://u:p@h/', 'nonsense'])
      expect(hostOf(url)).toBeNull()
    const body = { url: 'http://h/', headers: {}, body: '{{text}}' }
    expect(() => checkTemplates(body)).not.toThrow()
    expect(() => checkTemplates({ ...body, body: '{{nothing}}' })).toThrow('escalation.strange_name')
    expect(() => checkTemplates({ ...body, headers: { Host: 'other' } })).toThrow('escalation.bad_header')
    expect(signature('k', '1', '{}')).toMatch(/^sha256=[0-9a-f]{64}$/)
  })
})
