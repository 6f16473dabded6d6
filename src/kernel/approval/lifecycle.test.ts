import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '#kernel/errors/index.ts'
import { actDone, apply, decide, replay, start } from './lifecycle.ts'
import { modes, places, type Approval, type Command, type Fact, type Means, type Step } from './words.ts'

const people = ['a', 'b', 'c', 'd', 'e', 'f'] as const
const requester = 'a'

let serial = 0
function meansOf(plan: readonly (readonly string[])[]): Means {
  return { newId: () => `i${serial++}`, peopleOf: (step) => plan[step - 1]! }
}

interface Plan {
  steps: Step[]
  people: string[][]
  own: boolean
}

const plan: fc.Arbitrary<Plan> = fc
  .record({
    own: fc.boolean(),
    steps: fc.array(
      fc.record({
        mode: fc.constantFrom(...modes),
        people: fc.uniqueArray(fc.constantFrom(...people), { minLength: 1, maxLength: 4 }),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  })
  .map(({ own, steps }) => ({
    own,
    steps: steps.map(({ mode }, i) => ({ no: i + 1, name: `s${i}`, mode })),
    people: steps.map((step) => {
      const able = own ? step.people : step.people.filter((one) => one !== requester)
      return able.length > 0 ? able : ['f']
    }),
  }))

/** A wish: who wants what, about which of the items there are. Most are sensible, some are not. */
const wish = fc.record({
  kind: fc.constantFrom<Command['kind']>(
    ...([
      'approve',
      'approve',
      'approve',
      'approve',
      'reject',
      'return',
      'resubmit',
      'recall',
      'recall',
    ] as const),
    ...(['add-signer', 'transfer', 'escalate', 'remind', 'withdraw', 'void'] as const),
  ),
  at: fc.nat(30),
  sensible: fc.boolean(),
  who: fc.constantFrom(...people),
  other: fc.constantFrom(...people),
  place: fc.constantFrom(...places),
  to: fc.integer({ min: -1, max: 4 }),
})
type Wish = typeof wish extends fc.Arbitrary<infer T> ? T : never

function command(a: Approval, w: Wish): Command {
  const wanted = w.kind === 'recall' ? 'approved' : 'waiting'
  const pool = w.sensible ? a.items.filter((item) => item.state === wanted) : a.items
  const item = pool[w.at % Math.max(1, pool.length)] ?? a.items[0]!
  const asked = w.kind === 'recall' ? (item.by ?? w.who) : item.personId
  const by = w.sensible ? asked : w.who
  const base = { itemId: item.id, by, reason: 'r' }
  switch (w.kind) {
    case 'approve':
    case 'reject':
    case 'recall':
      return { kind: w.kind, ...base }
    case 'return':
      return { kind: 'return', ...base, to: w.to }
    case 'resubmit':
      return { kind: 'resubmit', by: w.sensible ? requester : w.who, digest: `d${w.at}`, reason: '' }
    case 'add-signer':
      return { kind: 'add-signer', ...base, place: w.place, personId: w.other }
    case 'transfer':
      return { kind: 'transfer', ...base, personId: w.other }
    case 'escalate':
      return { kind: 'escalate', itemId: item.id, personIds: [w.other, w.who] }
    case 'remind':
      return { kind: 'remind', by }
    case 'withdraw':
      return { kind: 'withdraw', by: w.sensible ? requester : w.who, reason: '' }
    case 'void':
      return { kind: 'void', by, reason: '' }
  }
}

/** Everything that must hold of any approval at any time; the first thing that does not. */
function broken(a: Approval, own: boolean): string | undefined {
  const open = a.items.filter((item) => item.state === 'waiting' || item.state === 'held')
  if ((a.state === 'running') !== (a.current !== null))
    return 'running without a current step, or the reverse'
  if (a.state !== 'running' && open.length > 0) return 'an item was lost: it waits, but the approval is over'
  if (a.state === 'running') {
    if (!open.some((item) => item.state === 'waiting')) return 'running, but nobody is asked'
    if (open.some((item) => item.act !== a.current))
      return 'an item of a step that is not the current one waits'
    if (actDone(a, a.acts[a.current!]!)) return 'all have signed, but the step has not ended'
  }
  for (const act of a.acts)
    for (const slot of act.slots) {
      const items = a.items.filter((item) => item.act === act.no && item.slot === slot.id)
      const decided = items.filter((item) => ['approved', 'rejected', 'returned'].includes(item.state))
      if (decided.length > 1) return 'a slot was decided twice'
      const ahead = slot.awaits.some(
        (id) => !a.items.some((item) => item.act === act.no && item.slot === id && item.state === 'approved'),
      )
      if (items.some((item) => item.state === 'waiting') && ahead) return 'asked before those who sign first'
      if (items.some((item) => item.state === 'held') && !ahead) return 'held although all before have signed'
    }
  for (const act of a.acts) {
    const signed = a.items.filter((item) => item.act === act.no && item.state === 'approved' && item.step > 0)
    if (new Set(signed.map((item) => item.by)).size < signed.length) return 'one person signed a step twice'
    if (!own && signed.some((item) => item.by === requester))
      return 'the requester decided about the own request'
  }
  return skipped(a)
}

/** From the step that decides (or decided last) back to the first, each was completed. */
function skipped(a: Approval): string | undefined {
  const last = a.state === 'running' ? a.current : a.state === 'approved' ? a.acts.length - 1 : null
  if (last === null) return undefined
  let act = a.acts[last]!
  if (a.state === 'approved' && (act.step !== a.steps.length || !actDone(a, act)))
    return 'approved without the last step'
  while (act.step > 1) {
    const before = act.previous === null ? undefined : a.acts[act.previous]
    if (before?.step !== act.step - 1 || !actDone(a, before)) return `step ${act.step - 1} was skipped`
    act = before
  }
  return undefined
}

/** Plays wishes; refusals are part of the game. @returns the history and every approval on the way */
function play(p: Plan, wishes: readonly Wish[]): { facts: Fact[]; seen: Approval[] } {
  const means = meansOf(p.people)
  const facts = start(
    { by: requester, requesterId: requester, requesterMayDecide: p.own, digest: 'd', steps: p.steps },
    means,
  )
  let now = replay(facts)
  const seen = [now]
  for (const w of wishes) {
    let more: Fact[]
    try {
      more = decide(now, command(now, w), means)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      continue
    }
    facts.push(...more)
    now = more.reduce(apply, now)
    seen.push(now)
  }
  return { facts, seen }
}

const games = fc.tuple(plan, fc.array(wish, { maxLength: 40 }))

describe('approvals', () => {
  it('skip no step, decide nothing twice, lose no item, whatever people do', () => {
    fc.assert(
      fc.property(games, ([p, wishes]) => {
        for (const a of play(p, wishes).seen) expect(broken(a, p.own)).toBeUndefined()
      }),
      { numRuns: 2000 },
    )
  })

  it('are what their history says, also when it went through JSON', () => {
    fc.assert(
      fc.property(games, ([p, wishes]) => {
        const { facts, seen } = play(p, wishes)
        expect(replay(JSON.parse(JSON.stringify(facts)) as Fact[])).toEqual(seen.at(-1))
      }),
      { numRuns: 500 },
    )
  })

  it('end well when everybody asked approves', () => {
    fc.assert(
      fc.property(plan, (p) => {
        const means = meansOf(p.people)
        let now = replay(
          start(
            { by: null, requesterId: 'z', requesterMayDecide: false, digest: 'd', steps: p.steps },
            means,
          ),
        )
        for (let i = 0; i < 100 && now.state === 'running'; i++) {
          const item = now.items.find((one) => one.state === 'waiting')!
          now = decide(
            now,
            { kind: 'approve', itemId: item.id, by: item.personId, reason: '' },
            means,
          ).reduce(apply, now)
        }
        expect([now.state, broken(now, true)]).toEqual(['approved', undefined])
      }),
    )
  })

  it('reach every state', () => {
    const reached = new Set<string>()
    fc.assert(
      fc.property(games, ([p, wishes]) => {
        for (const a of play(p, wishes).seen) {
          reached.add(a.state)
          for (const item of a.items) reached.add(item.state)
        }
      }),
      { numRuns: 500 },
    )
    expect([...reached].toSorted()).toEqual(
      [
        ...['running', 'approved', 'rejected', 'withdrawn', 'void'],
        ...['waiting', 'held', 'returned', 'skipped', 'transferred', 'cancelled'],
      ].toSorted(),
    )
  })
})

describe('a countersigned step', () => {
  const steps: Step[] = [
    { no: 1, name: '会签', mode: 'all' },
    { no: 2, name: '批准', mode: 'one' },
  ]
  const means = meansOf([['b', 'c'], ['d']])
  const begin = () =>
    replay(start({ by: 'a', requesterId: 'a', requesterMayDecide: false, digest: 'd', steps }, means))
  const act = (a: Approval, c: Command) => decide(a, c, means).reduce(apply, a)
  const itemOf = (a: Approval, who: string) =>
    a.items.findLast((one) => one.personId === who && one.state !== 'cancelled')!
  const approve = (a: Approval, who: string, by = who) =>
    act(a, { kind: 'approve', itemId: itemOf(a, who).id, by, reason: '' })
  const code = (work: () => unknown) => {
    try {
      work()
    } catch (error) {
      return (error as AppError).code
    }
    return undefined
  }

  it('waits for everybody, and a stand-in does not sign twice', () => {
    const one = approve(begin(), 'b')
    expect(one.acts[one.current!]!.step).toBe(1)
    expect(code(() => approve(one, 'c', 'b'))).toBe('approval.decided_already')
    expect(approve(one, 'c').acts.at(-1)!.step).toBe(2)
  })

  it('is gone back to when a signer takes the signature back in time, and not later', () => {
    const both = approve(approve(begin(), 'b'), 'c')
    const back = act(both, { kind: 'recall', itemId: itemOf(both, 'c').id, by: 'c', reason: '' })
    expect([back.current, itemOf(back, 'b').state, itemOf(back, 'c').state]).toEqual([
      0,
      'approved',
      'waiting',
    ])
    expect(back.items.find((one) => one.personId === 'd')!.state).toBe('cancelled')
    const done = approve(approve(back, 'c'), 'd')
    expect(done.state).toBe('approved')
    expect(code(() => act(done, { kind: 'recall', itemId: itemOf(done, 'd').id, by: 'd', reason: '' }))).toBe(
      'approval.over',
    )
  })

  it('holds the one who lets somebody sign before, and asks afterwards who signs after', () => {
    const add = (a: Approval, place: 'before' | 'after') =>
      act(a, { kind: 'add-signer', itemId: itemOf(a, 'b').id, by: 'b', place, personId: 'e', reason: '' })
    const before = add(begin(), 'before')
    expect([itemOf(before, 'b').state, itemOf(before, 'e').state]).toEqual(['held', 'waiting'])
    expect(itemOf(approve(before, 'e'), 'b').state).toBe('waiting')
    const after = add(begin(), 'after')
    expect([itemOf(after, 'b').state, itemOf(after, 'e').state]).toEqual(['waiting', 'held'])
    expect(itemOf(approve(after, 'b'), 'e').state).toBe('waiting')
  })

  it('returned to the requester begins anew with what is handed in again', () => {
    const one = approve(begin(), 'b')
    const back = act(one, {
      kind: 'return',
      itemId: itemOf(one, 'c').id,
      by: 'c',
      reason: '补充回退方案',
      to: 0,
    })
    expect(back.items.filter((item) => item.state === 'waiting').map((item) => item.personId)).toEqual(['a'])
    const anew = act(back, { kind: 'resubmit', by: 'a', digest: 'd2', reason: '' })
    expect(anew.digest).toBe('d2')
    expect(anew.items.filter((item) => item.state === 'waiting').map((item) => item.personId)).toEqual([
      'b',
      'c',
    ])
  })
})
