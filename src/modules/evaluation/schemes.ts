import { audit } from '#kernel/audit/index.ts'
import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { can, type Actor } from '#kernel/permission/index.ts'
import { demandVersion } from './access.ts'
import { round2 } from './points.ts'
import { isWeighted, type Grade } from './rule-contract.ts'
import { checkRule, demandByVendor } from './rules.ts'
import { citing, type Cite } from './cited.ts'
import type * as contract from './scheme-contract.ts'
import { selectIndicators } from './store/indicator.ts'
import * as store from './store/scheme.ts'
import type { SubjectKind } from './words.ts'

type Scheme = Output<typeof contract.getScheme>

function present(actor: Actor, row: store.SchemeRow, cite: Cite): Scheme {
  const { hasDraft, ...rest } = row
  const keeps = can(actor, 'evaluation.manage')
  const abilities: Scheme['abilities'] = []
  if (keeps && row.state === 'draft') abilities.push('edit', 'publish', 'withdraw')
  if (keeps && row.state === 'current') abilities.push('withdraw')
  if (keeps && row.state !== 'draft' && !hasDraft) abilities.push('new-edition')
  const items = row.items.map((one) => ({ ...one, cited: cite(one.source) }))
  return { ...rest, items, cited: cite(row.source), abilities }
}

export async function listSchemesVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listSchemes>,
): Promise<Output<typeof contract.listSchemes>> {
  const cite = await citing(db, actor)
  return { items: (await store.selectSchemes(db, input)).map((row) => present(actor, row, cite)) }
}

async function find(db: Db, id: string, lock = false): Promise<store.SchemeRow> {
  const [row] = await store.selectSchemes(db, { id, lock })
  if (!row) throw notFound('evaluation')
  return row
}

async function shown(db: Db, actor: Actor, id: string): Promise<Scheme> {
  return present(actor, await find(db, id), await citing(db, actor))
}

/** @throws evaluation.not_found (404) */
export async function getSchemeVerb(db: Db, actor: Actor, input: { id: string }): Promise<Scheme> {
  return shown(db, actor, input.id)
}

const wrong = (what: string, field: string, params = {}) =>
  new AppError(`evaluation.${what}`, { status: 422, field, params })

/** Grades go down, each to the next, and the last begins at 0. @throws evaluation.grades (422) */
function checkGrades(grades: readonly Grade[]): void {
  const falling = grades.every((one, i) => i === 0 || one.from < grades[i - 1]!.from)
  if (!falling || grades.at(-1)!.from !== 0) throw wrong('grades', 'grades')
}

type Given = Pick<Input<typeof contract.editScheme>, 'grades' | 'items'>

/**
 * @throws evaluation.grades, evaluation.item_twice, evaluation.unknown_reference, evaluation.weight_wanted,
 * evaluation.weight_not, evaluation.weights_sum, evaluation.not_by_vendor (422); of drafts all but the sum
 */
async function check(tx: Tx, kind: SubjectKind, given: Given, whole: boolean): Promise<void> {
  checkGrades(given.grades)
  const ids = given.items.map((one) => one.indicatorId)
  if (new Set(ids).size !== ids.length) throw wrong('item_twice', 'items')
  const known = new Map((await selectIndicators(tx, { ids })).map((one) => [one.id, one]))
  for (const [i, item] of given.items.entries()) {
    const indicator = known.get(item.indicatorId)
    if (!indicator?.active) throw wrong('unknown_reference', `items.${i}.indicatorId`)
    const { rule, name } = indicator
    if (isWeighted(rule) !== (item.weight !== null))
      throw wrong(item.weight === null ? 'weight_wanted' : 'weight_not', `items.${i}.weight`, { name })
    checkRule(rule)
    if (kind === 'vendor') demandByVendor(rule, name)
  }
  const sum = round2(given.items.reduce((all, one) => all + (one.weight ?? 0), 0))
  if (whole && sum !== 100) throw wrong('weights_sum', 'items', { sum })
}

const valuesOf = (input: Input<typeof contract.editScheme> | Input<typeof contract.createScheme>) => ({
  name: input.name,
  nameEn: input.nameEn || null,
  grades: input.grades,
  objectionDays: input.objectionDays,
  source: input.source || null,
})

const leave = (tx: Tx, actor: Actor, id: string, action: string, after: Record<string, unknown>) =>
  audit(tx, actor, { action: `evaluation.${action}`, entity: 'evaluation-scheme', entityId: id, after })

/** @throws as `check` */
export async function createSchemeVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.createScheme>,
): Promise<Scheme> {
  await check(tx, input.subjectKind, input, false)
  const values = valuesOf(input)
  const id = await store.insertScheme(tx, { ...values, subjectKind: input.subjectKind, by: actor.id })
  await store.replaceItems(tx, id, input.items)
  await leave(tx, actor, id, 'create-scheme', {
    ...values,
    subjectKind: input.subjectKind,
    items: input.items,
  })
  return shown(tx, actor, id)
}

async function lockDraft(tx: Tx, input: { id: string; version: number }): Promise<store.SchemeRow> {
  const row = await find(tx, input.id, true)
  demandVersion(row, input.version)
  if (row.state !== 'draft') throw new AppError('evaluation.not_draft', { status: 409 })
  return row
}

/** @throws evaluation.not_found (404), version_stale (412), not_draft (409); as `check` */
export async function editSchemeVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.editScheme>,
): Promise<Scheme> {
  const row = await lockDraft(tx, input)
  await check(tx, row.subjectKind, input, false)
  await store.updateScheme(tx, row.id, valuesOf(input))
  await store.replaceItems(tx, row.id, input.items)
  await leave(tx, actor, row.id, 'edit-scheme', { ...valuesOf(input), items: input.items })
  return shown(tx, actor, row.id)
}

/** The next edition, as a draft with what this one has. @throws evaluation.not_found (404), draft_exists (409) */
export async function newEditionVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.newEdition>,
): Promise<Scheme> {
  const row = await find(tx, input.id, true)
  if (row.state === 'draft' || row.hasDraft) throw new AppError('evaluation.draft_exists', { status: 409 })
  const family = { id: row.familyId, edition: await store.nextEdition(tx, row.familyId) }
  const id = await store.insertScheme(tx, { ...row, family, shipped: false, by: actor.id })
  await store.replaceItems(tx, id, row.items)
  await leave(tx, actor, id, 'new-edition', { of: row.id, edition: family.edition })
  return shown(tx, actor, id)
}

/**
 * Puts a draft in use; the former edition stays for the evaluations that began by it.
 * @throws evaluation.not_found (404), version_stale (412), not_draft (409); as `check`, the sum of weights included
 */
export async function publishSchemeVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.publishScheme>,
): Promise<Scheme> {
  const row = await lockDraft(tx, input)
  await check(tx, row.subjectKind, row, true)
  await store.publish(tx, row, actor.id)
  await leave(tx, actor, row.id, 'publish-scheme', { edition: row.edition })
  return shown(tx, actor, row.id)
}

/** @throws evaluation.not_found (404), version_stale (412), not_now (409) */
export async function withdrawSchemeVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.withdrawScheme>,
): Promise<Scheme> {
  const row = await find(tx, input.id, true)
  demandVersion(row, input.version)
  if (row.state !== 'draft' && row.state !== 'current')
    throw new AppError('evaluation.not_now', { status: 409, field: 'state' })
  await store.withdraw(tx, row.id)
  await leave(tx, actor, row.id, 'withdraw-scheme', { edition: row.edition })
  return shown(tx, actor, row.id)
}
