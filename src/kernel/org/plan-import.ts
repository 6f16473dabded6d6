import type { ImportPlan, ImportRow, Problem, SheetColumn } from '../sheet/index.ts'
import { createOrg } from './contract.ts'
import { OrgNames, type OrgNode } from './names.ts'
import type { OrgRow } from './store/org.ts'

export const orgColumns: readonly SheetColumn[] = [
  { key: 'code', headings: ['编码', 'Code', '单位编码', '部门编码'], required: true },
  { key: 'name', headings: ['名称', 'Name', '单位名称', '部门名称'], required: true },
  { key: 'parent', headings: ['上级单位', 'Parent', '上级', '上级编码', '上级部门'], required: true },
  { key: 'kind', headings: ['类别', 'Kind', '类型'], required: true },
]

type Kind = OrgRow['kind']
const kinds: Record<string, Kind> = {
  unit: 'unit',
  单位: 'unit',
  department: 'department',
  部门: 'department',
  vendor: 'vendor',
  外包单位: 'vendor',
  外包: 'vendor',
  供应商: 'vendor',
}

/** What is to be done for one row, in this order: an org comes after its parent. */
export type OrgStep =
  | { what: 'create'; node: OrgNode; kind: Kind }
  | {
      what: 'edit'
      node: OrgNode
      version: number
      changes: { name?: string; code?: string; kind?: Kind; parent?: OrgNode }
    }

interface Wanted {
  line: number
  code?: string
  name?: string
  parent?: string
  kind?: Kind
}

/**
 * Compares a table with the tree. Parents may stand anywhere in the table. An empty cell leaves what is there. An org is
 * known by its code; without one by its parent and name. Pure.
 */
export function planOrgs(
  rows: readonly ImportRow[],
  badLines: ReadonlySet<number>,
  orgs: readonly OrgRow[],
): ImportPlan<OrgStep> {
  return new OrgPlanner(orgs).plan(rows, badLines)
}

class OrgPlanner {
  #plan: ImportPlan<OrgStep> = { steps: [], create: 0, update: 0, same: 0, problems: [] }
  #names: OrgNames
  #rows: Map<string, OrgRow>
  #lineOf = new Map<OrgNode, number>()

  constructor(orgs: readonly OrgRow[]) {
    this.#names = new OrgNames(orgs)
    this.#rows = new Map(orgs.map((org) => [org.id, org]))
  }

  plan(rows: readonly ImportRow[], badLines: ReadonlySet<number>): ImportPlan<OrgStep> {
    let waiting = this.#read(rows, badLines)
    // each pass takes the rows whose parents are there by now
    for (let before = -1; waiting.length > 0 && waiting.length !== before;) {
      before = waiting.length
      waiting = waiting.filter((row) => !this.#take(row))
    }
    const codes = new Set(rows.map((row) => row.values['code']?.normalize('NFKC')))
    for (const row of waiting)
      this.#refuse({
        row: row.line,
        key: 'parent',
        value: row.parent ?? '',
        code: codes.has(row.parent?.normalize('NFKC')) ? 'bad_parent' : 'unknown_parent',
      })
    return this.#plan
  }

  #refuse(problem: Problem): true {
    this.#plan.problems.push(problem)
    return true
  }

  /** The rows that are right in themselves. */
  #read(rows: readonly ImportRow[], badLines: ReadonlySet<number>): Wanted[] {
    const codeLines = new Map<string, number>()
    return rows.flatMap(({ line, values }) => {
      const { name, parent } = values
      const code = values['code']?.normalize('NFKC')
      const problems: Problem[] = []
      const wrong = (key: string, problem: string, params: Problem['params'] = {}) =>
        problems.push({ row: line, key, value: values[key] ?? '', code: problem, params })
      if (code !== undefined && !createOrg.body.shape.code.safeParse(code).success) wrong('code', 'bad_code')
      else if (code !== undefined && codeLines.has(code))
        wrong('code', 'repeated_code', { other: codeLines.get(code)! })
      else if (code !== undefined) codeLines.set(code, line)
      if (name === undefined && (code === undefined || !this.#names.byCode(code))) wrong('name', 'missing')
      else if (name !== undefined && !createOrg.body.shape.name.safeParse(name).success)
        wrong('name', 'bad_name')
      const kind = values['kind'] === undefined ? undefined : kinds[values['kind'].toLowerCase()]
      if (values['kind'] !== undefined && !kind) wrong('kind', 'bad_kind')
      this.#plan.problems.push(...problems)
      if (problems.length > 0 || badLines.has(line)) return []
      return [
        {
          line,
          ...(code && { code }),
          ...(name && { name }),
          ...(parent && { parent }),
          ...(kind && { kind }),
        },
      ]
    })
  }

  /** @returns whether the row is settled, for good or ill; false: its parent is not there yet */
  #take(row: Wanted): boolean {
    const { line } = row
    const parent = row.parent === undefined ? undefined : this.#names.find(row.parent)
    if (row.parent !== undefined && parent === undefined) return false
    if (typeof parent === 'number')
      return this.#refuse({
        row: line,
        key: 'parent',
        value: row.parent!,
        code: 'ambiguous_org',
        params: { count: parent },
      })
    const known = this.#known(row, parent)
    if (typeof known === 'string')
      return this.#refuse({ row: line, key: 'name', value: row.name ?? '', code: known })
    const other = known && this.#lineOf.get(known)
    if (other !== undefined)
      return this.#refuse({
        row: line,
        key: 'name',
        value: row.name ?? '',
        code: 'repeated_org',
        params: { other },
      })
    return known ? this.#edit(row, known, parent) : this.#create(row, parent)
  }

  #known(row: Wanted, parent: OrgNode | undefined): OrgNode | undefined | string {
    if (row.code !== undefined) return this.#names.byCode(row.code)
    const [one, two] = parent ? this.#names.below(parent, row.name!) : []
    return one && !two ? one : 'code_needed'
  }

  #create(row: Wanted, parent: OrgNode | undefined): true {
    const { line, code = '', name = '', kind } = row
    if (!parent) return this.#refuse({ row: line, key: 'parent', value: '', code: 'missing' })
    if (!parent.active)
      return this.#refuse({ row: line, key: 'parent', value: row.parent!, code: 'inactive_parent' })
    if (!kind) return this.#refuse({ row: line, key: 'kind', value: '', code: 'missing' })
    const node: OrgNode = { id: null, code, name, kind, active: true, parent }
    this.#names.add(node)
    this.#lineOf.set(node, line)
    this.#plan.steps.push({ what: 'create', node, kind })
    this.#plan.create++
    return true
  }

  #edit(row: Wanted, node: OrgNode, parent: OrgNode | undefined): true {
    const { line } = row
    const moves = parent !== undefined && parent !== node.parent
    const trouble = moves ? moveTrouble(node, parent) : undefined
    if (trouble) return this.#refuse({ row: line, key: 'parent', value: row.parent!, code: trouble })
    this.#lineOf.set(node, line)
    const renames = row.name !== undefined && row.name !== node.name
    const changes = {
      ...(renames && { name: row.name! }),
      ...(row.kind !== undefined && row.kind !== node.kind && { kind: row.kind }),
      ...(moves && { parent }),
    }
    if (Object.keys(changes).length === 0) {
      this.#plan.same++
      return true
    }
    if (renames) this.#names.rename(node, row.name!)
    if (moves) node.parent = parent
    this.#plan.steps.push({ what: 'edit', node, version: this.#rows.get(node.id!)!.version, changes })
    this.#plan.update++
    return true
  }
}

function moveTrouble(node: OrgNode, parent: OrgNode): string | undefined {
  if (node.parent === null) return 'root_fixed'
  for (let at: OrgNode | null = parent; at; at = at.parent) if (at === node) return 'circle'
  return parent.active ? undefined : 'inactive_parent'
}
