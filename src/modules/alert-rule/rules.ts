import { audit } from '#kernel/audit/index.ts'
import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import { emit } from '#kernel/events/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { ConfigCache, forgetConfig } from '#modules/service/index.ts'
import type * as contract from './contract.ts'
import type { RuleBody, RuleRecord } from './contract.ts'
import { RuleSet, type RuleRow } from './evaluate.ts'
import { badPattern } from './matchers.ts'
import * as store from './store/rules.ts'

/** More would make every alert slow. */
const mostRules = 500
const mostVersions = 200

const cache = new ConfigCache('alert-rule', async (db) => new RuleSet(await store.selectRules(db)))

/** The rules in force, from memory as long as nobody changes them. */
export function rulesNow(db: Db): Promise<RuleSet> {
  return cache.get(db)
}

/** The rules in force with a draft in its place: behind those of its kind, or instead of the rule `id`. */
export async function rulesWith(
  db: Db,
  draft: Omit<RuleRow, 'id' | 'version'>,
  id?: string,
): Promise<RuleSet> {
  const rows: RuleRow[] = await store.selectRules(db)
  const known = rows.find((row) => row.id === id)
  const drafted = { ...draft, id: id ?? 'draft', version: (known?.version ?? 0) + 1 }
  return new RuleSet(known ? rows.map((row) => (row === known ? drafted : row)) : [...rows, drafted])
}

/** @throws alert-rule.bad_pattern (422) naming the field */
export function checkBody(body: RuleBody): void {
  const lists = body.kind === 'inhibit' ? { match: body.match, source: body.source } : { match: body.match }
  for (const [field, matchers] of Object.entries(lists)) {
    const at = badPattern(matchers)
    if (at !== undefined)
      throw new AppError('alert-rule.bad_pattern', {
        status: 422,
        field: `body.${field}`,
        params: { pattern: matchers[at]!.value },
      })
  }
  const sets = body.kind === 'enrich' && [body.severity, body.serviceId, body.ciId, body.groupId]
  if (sets && !sets.some(Boolean) && Object.keys(body.kind === 'enrich' ? body.labels : {}).length === 0)
    throw new AppError('alert-rule.sets_nothing', { status: 422, field: 'body.labels' })
}

/** What a body refers to by id. */
function refsOf(body: RuleBody): [field: string, id: string][] {
  const from: Record<string, string | undefined> =
    body.kind === 'enrich'
      ? { 'body.serviceId': body.serviceId, 'body.ciId': body.ciId, 'body.groupId': body.groupId }
      : body.kind === 'decide' && body.then.do === 'open'
        ? { 'body.then.serviceId': body.then.serviceId, 'body.then.groupId': body.then.groupId }
        : {}
  return Object.entries(from).flatMap(([field, id]) => (id ? [[field, id] as [string, string]] : []))
}

async function checked(tx: Tx, body: RuleBody): Promise<void> {
  checkBody(body)
  const refs = refsOf(body)
  const names = await store.namesOf(
    tx,
    refs.map(([, id]) => id),
  )
  for (const [field, id] of refs)
    if (!names.has(id)) throw new AppError('alert-rule.unknown_reference', { status: 422, field })
}

async function presented(db: Db, rows: readonly store.StoredRule[]): Promise<RuleRecord[]> {
  const names = await store.namesOf(
    db,
    rows.flatMap((row) => refsOf(row.body).map(([, id]) => id)),
  )
  return rows.map((row) => ({
    ...row,
    updatedAt: row.updatedAt.toISOString(),
    names: Object.fromEntries(
      refsOf(row.body).flatMap(([, id]) => (names.has(id) ? [[id, names.get(id)!]] : [])),
    ),
  }))
}

export async function listRulesVerb(db: Db): Promise<Output<typeof contract.listRules>> {
  return { items: await presented(db, await store.selectRules(db)) }
}

/** The change works from the next batch of alerts on; the event lets the room of alerts prepare for it. */
async function changed(tx: Tx, actor: Actor, action: string, id: string, news: object): Promise<void> {
  forgetConfig(tx)
  await audit(tx, actor, { action, entity: 'alert-rule', entityId: id, ...news })
  await emit(tx, { type: 'alert-rule.changed', entity: 'alert-rule', entityId: id })
}

/** @throws alert-rule.bad_pattern, alert-rule.sets_nothing, alert-rule.unknown_reference (422); alert-rule.too_many_rules (409) */
export async function createRuleVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.createRule>,
): Promise<RuleRecord> {
  await checked(tx, input.body)
  if ((await store.selectRules(tx)).length >= mostRules)
    throw new AppError('alert-rule.too_many_rules', { status: 409, params: { most: mostRules } })
  const id = await store.insertRule(tx, input, actor.id)
  await changed(tx, actor, 'alert-rule.create', id, { after: input })
  return present(tx, id)
}

async function present(tx: Tx, id: string): Promise<RuleRecord> {
  const row = await store.selectRule(tx, id)
  return (await presented(tx, [row!]))[0]!
}

/** @throws alert-rule.not_found (404); alert-rule.other_kind (422); alert-rule.version_stale (412); as creating */
export async function updateRuleVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.updateRule>,
): Promise<RuleRecord> {
  const before = await store.selectRule(tx, input.id)
  if (!before) throw notFound('alert-rule')
  if (before.body.kind !== input.body.kind)
    throw new AppError('alert-rule.other_kind', { status: 422, field: 'body.kind' })
  await checked(tx, input.body)
  if (!(await store.writeRule(tx, input.id, input.version, input, actor.id))) throw stale(before.version)
  const { name, enabled, body } = before
  await changed(tx, actor, 'alert-rule.update', input.id, {
    before: { name, enabled, body },
    after: { name: input.name, enabled: input.enabled, body: input.body },
  })
  return present(tx, input.id)
}

const stale = (version: number): AppError =>
  new AppError('alert-rule.version_stale', { status: 412, params: { version } })

/** @throws alert-rule.not_found (404); alert-rule.version_stale (412) */
export async function removeRuleVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.removeRule>,
): Promise<Output<typeof contract.removeRule>> {
  const before = await store.selectRule(tx, input.id)
  if (!before) throw notFound('alert-rule')
  if (!(await store.deleteRule(tx, input.id, input.version, actor.id))) throw stale(before.version)
  await changed(tx, actor, 'alert-rule.remove', input.id, {
    before: { name: before.name, body: before.body },
  })
  return { id: input.id }
}

/** @throws alert-rule.other_rules (409) when the ids are not those of the kind as it is now */
export async function orderRulesVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.orderRules>,
): Promise<Output<typeof contract.orderRules>> {
  const before = (await store.selectRules(tx, true)).filter((row) => row.body.kind === input.kind)
  const ids = before.map((row) => row.id)
  if (new Set([...ids, ...input.ids]).size !== ids.length || input.ids.length !== ids.length)
    throw new AppError('alert-rule.other_rules', { status: 409 })
  await store.writeOrder(tx, input.kind, input.ids)
  await changed(tx, actor, 'alert-rule.order', input.kind, { before: { ids }, after: { ids: input.ids } })
  return listRulesVerb(tx)
}

/** @throws alert-rule.not_found (404) */
export async function ruleVersionsVerb(
  db: Db,
  _actor: Actor,
  input: Input<typeof contract.ruleVersions>,
): Promise<Output<typeof contract.ruleVersions>> {
  const items = await store.selectVersions(db, input.id, mostVersions)
  if (items.length === 0) throw notFound('alert-rule')
  return { items: items.map((row) => ({ ...row, savedAt: row.savedAt.toISOString() })) }
}
