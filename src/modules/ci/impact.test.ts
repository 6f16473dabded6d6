import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Outage, suggestGrade, type Edge } from './impact.ts'

interface Graph {
  nodes: number
  edges: Edge[]
  seeds: string[]
}

/** Some dozen items, relations between any of them, some in redundancy groups of their dependent. */
const graphs: fc.Arbitrary<Graph> = fc.integer({ min: 2, max: 14 }).chain((nodes) => {
  const node = fc.integer({ min: 0, max: nodes - 1 })
  const pairs = fc.uniqueArray(fc.record({ from: node, to: node, group: fc.integer({ min: -2, max: 1 }) }), {
    maxLength: 40,
    selector: (one) => `${one.from} ${one.to}`,
  })
  return fc
    .record({
      pairs,
      seeds: fc.uniqueArray(node, { minLength: 1, maxLength: 3 }),
      needs: fc.array(fc.nat(3), { minLength: 28, maxLength: 28 }),
    })
    .map(({ pairs, seeds, needs }) => {
      const usable = pairs.filter((one) => one.from !== one.to)
      const groupOf = (one: (typeof pairs)[number]) => (one.group < 0 ? null : one.to * 2 + one.group)
      const edges = usable.map((one, i): Edge => {
        const group = groupOf(one)
        const members = usable.filter((other) => groupOf(other) === group).length
        return {
          ...{ relationId: `r${i}`, type: 'runs-on', from: `n${one.from}`, to: `n${one.to}` },
          group:
            group === null
              ? null
              : { id: `g${group}`, members, needs: Math.max(1, Math.min(members, 1 + needs[group]!)) },
        }
      })
      return { nodes, edges, seeds: seeds.map((s) => `n${s}`) }
    })
})

/** The rule as it is said, asked of every item again and again until nothing more fails. */
function oracle({ nodes, edges, seeds }: Graph): Set<string> {
  const failed = new Set(seeds)
  for (let before = -1; before !== failed.size;) {
    before = failed.size
    for (let n = 0; n < nodes; n++) {
      const incoming = edges.filter((edge) => edge.to === `n${n}`)
      const alone = incoming.some((edge) => edge.group === null && failed.has(edge.from))
      const groups = new Set(incoming.flatMap((edge) => edge.group?.id ?? []))
      const short = [...groups].some((id) => {
        const members = incoming.filter((edge) => edge.group?.id === id)
        return members.filter((edge) => !failed.has(edge.from)).length < members[0]!.group!.needs
      })
      // a group that is short without any loss was short before the outage
      const lost = incoming.some((edge) => edge.group && failed.has(edge.from))
      if (alone || (short && lost)) failed.add(`n${n}`)
    }
  }
  return failed
}

/** Level by level, as the verb does it. */
function run({ edges, seeds }: Graph, turn: <T>(all: T[]) => T[] = (all) => all): Outage {
  const outage = new Outage(seeds)
  for (let front = [...seeds]; front.length > 0;)
    front = outage.spread(turn(edges.filter((edge) => front.includes(edge.from))))
  return outage
}

describe('an outage', () => {
  it('reaches just those that the rule says, in whatever order relations are read', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const expected = [...oracle(graph)].sort()
        expect([...run(graph).failed.keys()].sort()).toEqual(expected)
        expect([...run(graph, (all) => all.toReversed()).failed.keys()].sort()).toEqual(expected)
      }),
      { numRuns: 500 },
    )
  })

  it('gives every item a path of failed items back to where it began, and weakened groups hold', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const outage = run(graph)
        for (const one of outage.failed.values()) {
          if (!one.cause) expect(graph.seeds).toContain(one.id)
          else expect(outage.failed.get(one.cause.via)!.level).toBe(one.level - 1)
        }
        for (const one of outage.weakened()) {
          expect(outage.failed.has(one.id)).toBe(false)
          expect(one.members - one.lost).toBeGreaterThanOrEqual(one.needs)
          expect(one.lost).toBeGreaterThan(0)
        }
      }),
    )
  })

  it('spares a cluster that keeps what it needs', () => {
    const group = { id: 'g', needs: 1, members: 2 }
    const edges: Edge[] = [
      { relationId: '1', type: 'runs-on', from: 'a', to: 'cluster', group },
      { relationId: '2', type: 'runs-on', from: 'b', to: 'cluster', group },
      { relationId: '3', type: 'depends-on', from: 'cluster', to: 'system', group: null },
    ]
    const one = run({ nodes: 0, edges, seeds: ['a'] })
    expect([...one.failed.keys()]).toEqual(['a'])
    expect(one.weakened()).toEqual([{ id: 'cluster', groupId: 'g', needs: 1, members: 2, lost: 1 }])
    const both = run({ nodes: 0, edges, seeds: ['a', 'b'] })
    expect(both.failed.get('system')).toMatchObject({ level: 2, cause: { via: 'cluster' } })
    expect(both.failed.get('cluster')!.cause!.group).toMatchObject({ lost: 2 })
  })
})

describe('the suggested grade', () => {
  it('follows services before items', () => {
    const none = { down: 0, impaired: 0, affected: 0 }
    expect(suggestGrade({ ...none, down: 1 })).toBe('major')
    expect(suggestGrade({ ...none, impaired: 1, affected: 9 })).toBe('serious')
    expect(suggestGrade({ ...none, affected: 1 })).toBe('general')
    expect(suggestGrade(none)).toBe('minor')
  })
})
