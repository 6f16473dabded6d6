/** What a sheet of items of one class would do. */
import type { Db } from '#kernel/db/index.ts'
import { oneOf, orgsByText, peopleByText, type Read } from '#kernel/ledger/index.ts'
import { inScope, type Actor } from '#kernel/permission/index.ts'
import { say } from '#kernel/http/index.ts'
import type { ImportPlan, ImportTable, Problem } from '#kernel/sheet/index.ts'
import { checkAttributes } from './attributes.ts'
import type { Catalogue } from './catalogue.ts'
import { sameValue } from './claims.ts'
import { columnOf, readAttribute } from './import-columns.ts'
import { manages } from './policy.ts'
import { createCi } from './contract.ts'
import type { CiRow } from './store/ci.ts'
import { groupsByName, itemsMeant, saidOf } from './store/import.ts'
import { lifecycles, type Lifecycle } from './words.ts'

/** The source under which a sheet speaks. */
export const sheetSource = 'sheet'

/** One row as it is written: a new item, or what a known one is told. Cells that are empty say nothing. */
export interface Step {
  item: CiRow | null
  shared: {
    code?: string
    name: string
    orgId?: string
    ownerId?: string
    groupId?: string
    location?: string
    description?: string
    lifecycle?: Lifecycle
  }
  attributes: Record<string, unknown>
}

type Row = ImportTable['rows'][number]
type Fault = (key: string, code: string, params?: Problem['params']) => void

/** Everything the rows name, found once. */
async function lookUp(db: Db, catalogue: Catalogue, classId: string, rows: readonly Row[]) {
  const texts = (...keys: string[]) => [
    ...new Set(rows.flatMap(({ values }) => keys.flatMap((key) => values[key]?.trim() || []))),
  ]
  const definitions = catalogue.definitions(classId)
  const ofPeople = definitions.filter((def) => def.kind === 'person').map(columnOf)
  const [people, orgs, groups, items] = await Promise.all([
    peopleByText(db, texts('owner', ...ofPeople)),
    orgsByText(db),
    groupsByName(db, texts('group')),
    itemsMeant(db, classId, texts('code'), texts('name')),
  ])
  const said = await saidOf(
    db,
    sheetSource,
    items.map((one) => one.id),
  )
  return { definitions, people, orgs, groups, items, said, classId }
}
type Known = Awaited<ReturnType<typeof lookUp>>

/** @returns the steps, in the order of the sheet, and every problem */
export async function planOf(
  db: Db,
  actor: Actor,
  catalogue: Catalogue,
  classId: string,
  table: ImportTable,
): Promise<ImportPlan<Step>> {
  const plan: ImportPlan<Step> = { steps: [], create: 0, update: 0, same: 0, problems: [] }
  const known = await lookUp(db, catalogue, classId, table.rows)
  const lines = new Map<string, number>()
  for (const row of table.rows) {
    if (table.badLines.has(row.line)) continue
    const before = plan.problems.length
    const fault: Fault = (key, code, params) =>
      plan.problems.push({
        ...{ row: row.line, key, value: row.values[key] ?? '', code },
        ...(params ? { params } : {}),
      })
    const step = stepOf(actor, known, row, fault)
    const meant = (step.item?.id ?? step.shared.code ?? step.shared.name).toLowerCase()
    const other = lines.get(meant)
    if (other !== undefined) fault(step.shared.code ? 'code' : 'name', 'ci:problem.twice', { other })
    lines.set(meant, row.line)
    if (plan.problems.length > before) continue
    if (step.item && !changes(step, known)) {
      plan.same++
      continue
    }
    plan.steps.push(step)
    if (step.item) plan.update++
    else plan.create++
  }
  return plan
}

function stepOf(actor: Actor, known: Known, { values }: Row, fault: Fault): Step {
  const cell = (key: string) => values[key]?.trim() || undefined
  const code = cell('code')
  const item = meantBy(actor, known, code, cell('name'), fault)
  const shared: Step['shared'] = { name: cell('name') ?? '' }
  if (code) shared.code = item ? item.code : code
  texts(cell, shared, fault)
  const take = (key: string, read: Read | undefined, use: (value: string) => void) => {
    if (!read) return
    if (read.ok) use(read.value as string)
    else fault(key, read.text, read.params)
  }
  const named = (key: string, what: string, found: Parameters<typeof oneOf>[1]) => {
    const text = cell(key)
    return text === undefined ? undefined : oneOf(what, found, text)
  }
  take('org', named('org', 'org', known.orgs.byText), (id) => {
    if (manages(actor, known.orgs.paths.get(id)!)) shared.orgId = id
    else fault('org', 'ledger:problem.unknown_org')
  })
  if (!item && !cell('org')) fault('org', 'missing')
  take('owner', named('owner', 'person', known.people), (id) => (shared.ownerId = id))
  take('group', named('group', 'ref', known.groups), (id) => (shared.groupId = id))
  return { item, shared, attributes: attributesOf(known, values, fault) }
}

/** The item that a row is about; null: a new one. A code is meant before a name. */
function meantBy(
  actor: Actor,
  { items, classId }: Known,
  code: string | undefined,
  name: string | undefined,
  fault: Fault,
): CiRow | null {
  if (code) {
    const item = items.find((one) => one.code.toLowerCase() === code.toLowerCase())
    if (!item) return null
    const usable = item.classId === classId && item.lifecycle !== 'retired' && manages(actor, item.orgPath)
    if (!usable) fault('code', 'ci:problem.code_elsewhere')
    return usable ? item : null
  }
  const alike = items.filter(
    (one) =>
      one.name === name &&
      one.classId === classId &&
      one.lifecycle !== 'retired' &&
      inScope(actor, 'ci.manage', one.orgPath),
  )
  if (alike.length > 1) fault('name', 'ci:problem.several', { count: alike.length })
  return alike[0] ?? null
}

/** What is text, by the rules of the contract. */
function texts(cell: (key: string) => string | undefined, to: Step['shared'], fault: Fault): void {
  const rules = createCi.body.shape
  if (to.name === '') fault('name', 'missing')
  else if (!rules.name.safeParse(to.name).success) fault('name', 'ci:problem.name')
  if (to.code !== undefined && !rules.code.safeParse(to.code).success) fault('code', 'ci:problem.code')
  for (const key of ['location', 'description'] as const) {
    const text = cell(key)
    if (text === undefined) continue
    if (rules[key].safeParse(text).success) to[key] = text
    else fault(key, 'ci:error.attribute_too_long')
  }
  const stage = cell('lifecycle')
  if (stage === undefined) return
  const found = lifecycles.find((one) =>
    [one, say('zh-CN', `ci:ui.stage.${one}`), say('en', `ci:ui.stage.${one}`)].some(
      (word) => word.toLowerCase() === stage.toLowerCase(),
    ),
  )
  if (found && found !== 'retired') to.lifecycle = found
  else fault('lifecycle', found ? 'ci:problem.retired' : 'ci:error.unknown_lifecycle')
}

function attributesOf(known: Known, values: Row['values'], fault: Fault): Record<string, unknown> {
  const said: Record<string, unknown> = {}
  for (const def of known.definitions) {
    const text = values[columnOf(def)]?.trim()
    if (!text) continue
    const read = readAttribute(def, text, { people: known.people, orgs: known.orgs.byText })
    if (read.ok) said[def.key] = read.value
    else fault(columnOf(def), read.text, read.params)
  }
  const checked = checkAttributes(known.definitions, said)
  for (const { key, problem } of checked.problems) fault(`attributes.${key}`, `ci:error.attribute_${problem}`)
  return checked.values
}

/** Whether a row tells anything new of a known item: of its fields, or for the first time under a stronger source. */
function changes({ item, shared, attributes }: Step, known: Known): boolean {
  const now: Record<keyof Step['shared'], unknown> = {
    ...{ code: item!.code, name: item!.name, location: item!.location, description: item!.description },
    ...{ lifecycle: item!.lifecycle, orgId: item!.org.id },
    ...{ ownerId: item!.owner?.id, groupId: item!.group?.id },
  }
  const said = known.said.get(item!.id)
  return (
    Object.entries(shared).some(([key, value]) => now[key as keyof typeof now] !== value) ||
    Object.entries(attributes).some(
      ([key, value]) =>
        !sameValue(item!.attributes[key], value) && !(said?.has(key) && sameValue(said.get(key), value)),
    )
  )
}
