/**
 * How far an outage goes. Pure. An item fails when an item it rests on has failed, unless the relation belongs to a redundancy
 * group of the item: then when fewer members than the group needs are left. More failures never save anything, so that
 * the order in which relations are looked at changes nothing but the paths.
 */

/** A relation in the direction of the outage: when `from` fails, `to` loses it. */
export interface Edge {
  relationId: string
  type: string
  from: string
  to: string
  /** redundancy group of `to`; null: `to` fails with it */
  group: { id: string; needs: number; members: number } | null
}

/** Why an item has failed; null for those the question began with. */
export interface Cause {
  /** failed before, on the shortest way here */
  via: string
  relationId: string
  type: string
  group: { id: string; needs: number; members: number; lost: number } | null
}

export interface Failed {
  id: string
  /** 0: asked about; 1: hangs on one of those; … */
  level: number
  cause: Cause | null
}

/** A redundancy group that has lost members and still holds. */
export interface Weakened {
  id: string
  groupId: string
  needs: number
  members: number
  lost: number
}

export class Outage {
  readonly failed = new Map<string, Failed>()
  readonly #lost = new Map<string, { edge: Edge; relations: Set<string> }>()

  constructor(seeds: Iterable<string>) {
    for (const id of seeds) this.failed.set(id, { id, level: 0, cause: null })
  }

  /** Takes the relations that leave the items failed last. @returns the items that fail by them */
  spread(edges: readonly Edge[]): string[] {
    const fresh: string[] = []
    for (const edge of edges) {
      const from = this.failed.get(edge.from)
      if (!from || this.failed.has(edge.to)) continue
      const lost = edge.group ? this.#lose(edge) : 0
      if (edge.group && edge.group.members - lost >= edge.group.needs) continue
      const { relationId, type, group } = edge
      const cause = { via: from.id, relationId, type, group: group ? { ...group, lost } : null }
      this.failed.set(edge.to, { id: edge.to, level: from.level + 1, cause })
      fresh.push(edge.to)
    }
    return fresh
  }

  #lose(edge: Edge): number {
    const known = this.#lost.get(edge.group!.id) ?? { edge, relations: new Set<string>() }
    this.#lost.set(edge.group!.id, known)
    return known.relations.add(edge.relationId).size
  }

  /** Groups that lost members and hold, of items that have not failed. */
  weakened(): Weakened[] {
    return [...this.#lost.values()]
      .filter(({ edge }) => !this.failed.has(edge.to))
      .map(({ edge, relations }) => {
        const { id: groupId, needs, members } = edge.group!
        return { id: edge.to, groupId, needs, members, lost: relations.size }
      })
  }
}

export const grades = ['major', 'serious', 'general', 'minor'] as const
export type Grade = (typeof grades)[number]

/**
 * The grade that the impact speaks for, in the words of the service agreement: a system down is major, one impaired serious,
 * other items failed general, nothing but the item itself minor. A suggestion: a person confirms it.
 */
export function suggestGrade(impact: { down: number; impaired: number; affected: number }): Grade {
  if (impact.down > 0) return 'major'
  if (impact.impaired > 0) return 'serious'
  return impact.affected > 0 ? 'general' : 'minor'
}
