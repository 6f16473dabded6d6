import { trimmed } from '../sheet/table.ts'

/** An org of the tree, or one that is to be. */
export interface OrgNode {
  /** null: not made yet */
  id: string | null
  code: string
  name: string
  kind: string
  active: boolean
  parent: OrgNode | null
}

/** One spelling of what people write: width, case, and blanks within do not tell two names apart. */
export function spelling(text: string): string {
  return trimmed(text.normalize('NFKC')).replace(/\s+/g, '').toLowerCase()
}

/** Finds orgs by what a table says of them. Pure; orgs may be added and renamed while it is used. */
export class OrgNames {
  #byCode = new Map<string, OrgNode>()
  #byName = new Map<string, Set<OrgNode>>()

  constructor(
    orgs: readonly (Omit<OrgNode, 'parent' | 'id'> & { id: string; parentId: string | null })[] = [],
  ) {
    const nodes = new Map(orgs.map((org) => [org.id, { ...org, parent: null } as OrgNode]))
    for (const org of orgs) {
      const node = nodes.get(org.id)!
      node.parent = org.parentId === null ? null : (nodes.get(org.parentId) ?? null)
      this.add(node)
    }
  }

  add(node: OrgNode): void {
    this.#byCode.set(node.code, node)
    const name = spelling(node.name)
    this.#byName.set(name, (this.#byName.get(name) ?? new Set()).add(node))
  }

  rename(node: OrgNode, name: string): void {
    this.#byName.get(spelling(node.name))?.delete(node)
    node.name = name
    this.add(node)
  }

  byCode(code: string): OrgNode | undefined {
    return this.#byCode.get(code)
  }

  /** Those below `parent` of this name. */
  below(parent: OrgNode | null, name: string): OrgNode[] {
    return [...(this.#byName.get(spelling(name)) ?? [])].filter((node) => node.parent === parent)
  }

  /**
   * By code, by name, or by the end of the full name (`局机关/办公室`, from the top down). A full name from the root
   * is preferred, and orgs that are active to those that are not.
   * @returns the org, how many fit when it is not just one, or undefined
   */
  find(text: string): OrgNode | number | undefined {
    const coded = this.#byCode.get(trimmed(text.normalize('NFKC')))
    if (coded) return coded
    const parts = text.normalize('NFKC').split('/').map(spelling).filter(Boolean)
    const last = parts.at(-1)
    if (last === undefined) return undefined
    const ends = [...(this.#byName.get(last) ?? [])].filter((node) => endsWith(node, parts))
    const whole = ends.filter((node) => depth(node) === parts.length && parts.length > 1)
    const fitting = whole.length > 0 ? whole : ends
    const active = fitting.filter((node) => node.active)
    const chosen = active.length > 0 ? active : fitting
    return chosen.length > 1 ? chosen.length : chosen[0]
  }
}

function endsWith(node: OrgNode, parts: readonly string[]): boolean {
  let at: OrgNode | null = node
  for (let i = parts.length - 1; i >= 0; i--) {
    if (!at || spelling(at.name) !== parts[i]) return false
    at = at.parent
  }
  return true
}

function depth(node: OrgNode): number {
  let n = 0
  for (let at: OrgNode | null = node; at; at = at.parent) n++
  return n
}
