/** Verbs about templates of checks. */
import { audit } from '#kernel/audit/index.ts'
import { dbNow, type Db, type Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { decodeIdCursor, page } from '#kernel/http/index.ts'
import { inScope, scopeOf, systemActor, type Actor } from '#kernel/permission/index.ts'
import { sealSecret } from '#kernel/secrets/index.ts'
import { catalogueOf, ciFacts, ciFactsOfClasses } from '#modules/ci/index.ts'
import { kinds, type Secret } from '#modules/probe/kind-contract.ts'
import { deleteCheckVerb, specProblems } from './checks.ts'
import { accessCheck, manageableOrg, visibleCheck } from './policy.ts'
import { settle } from './settle.ts'
import { findCheck, orgPathOf, referencesThere } from './store/check.ts'
import * as store from './store/template.ts'
import type { CountedTemplate, TemplateRow } from './store/template.ts'
import { applyAt, applyNext, countsOf, planFor, templateSecrets } from './template-apply.ts'
import type * as contract from './template-contract.ts'
import type { Planned } from './template-plan.ts'
import { malformed, problemsOfPattern } from './variables-contract.ts'

type View = Output<typeof contract.getTemplate>
type Body = Input<typeof contract.createTemplate>

/** Items that a preview looks at. */
const looked = 500
/** Checks that go with their template in one go. */
const mostDeleted = 1000

/** @throws check.template_not_found (404) */
async function accessTemplate(
  db: Db,
  actor: Actor,
  id: string,
  options: { manage?: boolean; lock?: 'write' | 'read'; version?: number } = {},
): Promise<TemplateRow> {
  const row = await store.findTemplate(db, id, options.lock)
  if (!row || !inScope(actor, 'check.read', row.orgPath)) throw notFound('check')
  if (options.manage && !inScope(actor, 'check.manage', row.orgPath))
    throw new AppError('check.not_yours', { status: 403 })
  if (options.version !== undefined && options.version !== row.version)
    throw new AppError('check.version_stale', { status: 412, params: { version: row.version } })
  return row
}

function presentLine(actor: Actor, row: CountedTemplate) {
  const { id, name, description, org, classIds, kind, active, figures, version } = row
  const abilities: View['abilities'] = inScope(actor, 'check.manage', row.orgPath) ? ['manage'] : []
  const applied = row.appliedVersion !== null
  return { id, name, description, org, classIds, kind, active, applied, figures, version, abilities }
}

async function present(db: Db, actor: Actor, id: string): Promise<View> {
  const row = (await store.findCounted(db, id))!
  const names = await store.namesOfPattern(db, row.pattern)
  const secretsKept = Object.keys(templateSecrets(row))
  const { pattern, recordedAt } = row
  return { ...presentLine(actor, row), ...names, pattern, secretsKept, recordedAt }
}

/** Templates of the caller's units. @throws http.bad_cursor (422) */
export async function listTemplatesVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listTemplates>,
): Promise<Output<typeof contract.listTemplates>> {
  const window = { q: input.q, before: decodeIdCursor(input.cursor), limit: input.limit + 1 }
  const rows = await store.selectTemplates(db, visibleCheck(actor), window)
  const { items, nextCursor } = page(rows, input.limit, (row) => [row.id])
  return { items: items.map((row) => presentLine(actor, row)), nextCursor }
}

/** @throws check.not_found (404) */
export async function getTemplateVerb(db: Db, actor: Actor, input: { id: string }): Promise<View> {
  const { id } = await accessTemplate(db, actor, input.id)
  return present(db, actor, id)
}

/**
 * Looks through what a template says; places with variables are judged when they are filled.
 * @throws check.unknown_reference, check.bad_variable, check.bad_spec (422) naming the field
 */
async function examine(db: Db, actor: Actor, body: Body): Promise<void> {
  await manageableOrg(db, actor, body.orgId)
  const { classes } = await catalogueOf(db)
  const unknown = (field: string) => new AppError('check.unknown_reference', { status: 422, field })
  for (const [i, id] of body.classIds.entries()) if (!classes.has(id)) throw unknown(`classIds.${i}`)
  await examinePattern(db, actor, body.kind, body.pattern)
}

/** @throws check.unknown_reference, check.bad_variable, check.bad_spec, check.timeout_too_long (422) */
export async function examinePattern(
  db: Db,
  actor: Actor,
  kind: Body['kind'],
  pattern: Body['pattern'],
): Promise<void> {
  for (const field of ['name', 'spec', 'labels', 'runbookUrl'] as const) {
    const [text] = malformed(pattern[field])
    if (text !== undefined)
      throw new AppError('check.bad_variable', { status: 422, field: `pattern.${field}`, params: { text } })
  }
  const issues = problemsOfPattern(kinds[kind], pattern.spec)
  if (issues.length > 0) {
    const errors = specProblems(issues, ['pattern', 'spec'])
    throw new AppError('check.bad_spec', { status: 422, errors })
  }
  if (pattern.timeoutMs > pattern.intervalSeconds * 1000)
    throw new AppError('check.timeout_too_long', { status: 422, field: 'pattern.timeoutMs' })
  const there = await referencesThere(db, { ...pattern, serviceId: null })
  for (const [field, ok] of Object.entries(there))
    if (!ok) throw new AppError('check.unknown_reference', { status: 422, field: `pattern.${field}` })
  if (pattern.probeId === null) return
  const path = await orgPathOf(db, 'monitor_probe', pattern.probeId)
  if (path === undefined || !inScope(actor, 'check.read', path))
    throw new AppError('check.unknown_reference', { status: 422, field: 'pattern.probeId' })
}

function seal(secrets: { [name in keyof Secret]?: string | undefined }, id: string): string | null {
  const given = Object.entries(secrets).filter(([, value]) => value !== undefined)
  return given.length === 0
    ? null
    : sealSecret(JSON.stringify(Object.fromEntries(given)), `monitor-template:${id}`)
}

/** What the audit keeps: everything but the secrets. */
function trace({ id: _id, secrets, orgPath: _path, recordedAt: _at, version: _v, ...rest }: TemplateRow) {
  return { ...rest, hasSecrets: secrets !== null }
}

/** It does nothing before it is applied. @throws as `examine` */
export async function createTemplateVerb(tx: Tx, actor: Actor, input: Body): Promise<View> {
  await examine(tx, actor, input)
  const id = await store.insertTemplate(tx, input, actor.id, (of) => seal(input.secrets, of))
  const row = (await store.findTemplate(tx, id))!
  await audit(tx, actor, {
    action: 'check.create-template',
    entity: 'check-template',
    entityId: id,
    orgId: row.org.id,
    after: trace(row),
  })
  return present(tx, actor, id)
}

/** What a person says of his secrets goes; what he leaves out stays. @throws as `accessTemplate` and `examine` */
export async function editTemplateVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.editTemplate>,
): Promise<View> {
  const { id, version, ...body } = input
  const before = await accessTemplate(tx, actor, id, { manage: true, lock: 'write', version })
  if (body.kind !== before.kind) throw new AppError('check.kind_stays', { status: 422, field: 'kind' })
  await examine(tx, actor, body)
  const secrets = { ...templateSecrets(before), ...body.secrets }
  await store.updateTemplate(tx, id, body, seal(secrets, id))
  const after = (await store.findTemplate(tx, id))!
  await audit(tx, actor, {
    action: 'check.edit-template',
    entity: 'check-template',
    entityId: id,
    orgId: after.org.id,
    before: trace(before),
    after: trace(after),
  })
  return present(tx, actor, id)
}

/** @throws as `accessTemplate`; check.template_too_large (409) when too many checks would go */
export async function deleteTemplateVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.deleteTemplate>,
): Promise<Output<typeof contract.deleteTemplate>> {
  const { id, version } = input
  const before = await accessTemplate(tx, actor, id, { manage: true, lock: 'write', version })
  const ids = input.checks === 'delete' ? await store.checksOfTemplate(tx, id, mostDeleted + 1) : []
  if (ids.length > mostDeleted)
    throw new AppError('check.template_too_large', { status: 409, params: { most: mostDeleted } })
  for (const checkId of ids) {
    const check = await findCheck(tx, checkId)
    if (check) await deleteCheckVerb(tx, systemActor('check'), { id: checkId, version: check.version })
  }
  await store.removeTemplate(tx, id)
  await audit(tx, actor, {
    action: 'check.delete-template',
    entity: 'check-template',
    entityId: id,
    orgId: before.org.id,
    before: trace(before),
    after: { checks: input.checks, deleted: ids.length },
  })
  return { id, deleted: ids.length }
}

/** Org paths in which the caller sees items, as far as the template reaches. */
function reach(actor: Actor, orgPath: string): string[] {
  const seen = scopeOf(actor, 'ci.read')
  return seen.some((path) => orgPath.startsWith(path))
    ? [orgPath]
    : seen.filter((path) => path.startsWith(orgPath))
}

/** Those that something happens to first. */
const order: readonly Planned['step'][] = ['problem', 'create', 'update', 'retire', 'declined', 'kept']

export function presentPlan(
  plans: readonly Planned[],
  seen: number,
  more: boolean,
  names: Map<string, string>,
) {
  const lines = plans.map((one) => {
    const { ci, step, checkId, overridden, problem, name, target } = one
    const { id, code, classId } = ci
    const check = checkId === null ? null : { id: checkId, name: names.get(checkId) ?? name }
    return { ci: { id, name: ci.name, code, classId }, step, check, name, target, overridden, problem }
  })
  lines.sort((a, b) => order.indexOf(a.step) - order.indexOf(b.step))
  return { counts: countsOf(plans), seen, more, lines }
}

/** What applying would do to the first items. @throws as `accessTemplate` */
export async function previewTemplateVerb(
  db: Db,
  actor: Actor,
  input: { id: string },
): Promise<Output<typeof contract.previewTemplate>> {
  const template = await accessTemplate(db, actor, input.id, { manage: true })
  const paths = reach(actor, template.orgPath)
  const items = await ciFactsOfClasses(db, paths, template.classIds, { limit: looked + 1 })
  const links = await store.selectLinks(db, template.id, { limit: looked })
  const others = links.map((one) => one.ci.id).filter((id) => !items.some((ci) => ci.id === id))
  const left = await ciFacts(db, scopeOf(actor, 'ci.read'), others)
  const plans = await planFor(db, template, [...items.slice(0, looked), ...left])
  return presentPlan(plans, plans.length, items.length > looked, new Map())
}

/** The first items at once, the others by a timer. @throws as `accessTemplate`; check.template_off (409) */
export async function applyTemplateVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.applyTemplate>,
): Promise<Output<typeof contract.applyTemplate>> {
  const template = await accessTemplate(tx, actor, input.id, {
    manage: true,
    lock: 'write',
    version: input.version,
  })
  const now = await dbNow(tx)
  await store.markApplied(tx, template.id, template.version)
  const { counts, more } = await applyNext(tx, template, {}, now)
  await audit(tx, actor, {
    action: 'check.apply-template',
    entity: 'check-template',
    entityId: template.id,
    orgId: template.org.id,
    after: { version: template.version, ...counts, more },
  })
  return { counts, more }
}

/** @throws check.not_found (404), http.bad_cursor (422) */
export async function listTemplateChecksVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listTemplateChecks>,
): Promise<Output<typeof contract.listTemplateChecks>> {
  const template = await accessTemplate(db, actor, input.id)
  const window = { only: input.only, after: decodeIdCursor(input.cursor), limit: input.limit + 1 }
  const rows = await store.selectLinks(db, template.id, window)
  const { items, nextCursor } = page(rows, input.limit, (row) => [row.ci.id])
  return {
    items: items.map(({ applied, current, ...line }) => ({
      ...line,
      overridden: applied && current ? settle(applied, applied, current).overridden : [],
    })),
    nextCursor,
  }
}

/** @throws as `accessTemplate` */
export async function resetToTemplateVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.resetToTemplate>,
): Promise<Output<typeof contract.resetToTemplate>> {
  const template = await accessTemplate(tx, actor, input.id, { manage: true, lock: 'read' })
  const items = await ciFacts(tx, reach(actor, template.orgPath), [...new Set(input.ciIds)])
  const done = await applyAt(tx, template, items, true)
  const reset = done.filter((one) => one.step === 'update' || one.step === 'create').length
  await audit(tx, actor, {
    action: 'check.reset-to-template',
    entity: 'check-template',
    entityId: template.id,
    orgId: template.org.id,
    after: { items: items.map((one) => one.code), reset },
  })
  return { reset }
}

/** @throws check.not_found (404) */
export async function templateOfCheckVerb(
  db: Db,
  actor: Actor,
  input: { id: string },
): Promise<Output<typeof contract.templateOfCheck>> {
  await accessCheck(db, actor, input.id)
  const found = await store.templateOf(db, input.id)
  if (!found) return { template: null, ciId: null, overridden: [] }
  const { template, ciId, applied, current } = found
  return { template, ciId, overridden: settle(applied, applied, current).overridden }
}
