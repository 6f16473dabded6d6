import { audit } from '#kernel/audit/index.ts'
import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { findOrg } from '#kernel/org/index.ts'
import { inScope, scopeOf, type Actor } from '#kernel/permission/index.ts'
import type * as contract from './contract.ts'
import type { Step } from './lifecycle.ts'
import * as store from './store/policy.ts'

type View = Output<typeof contract.getPolicy>

const refuse = (code: string, field: string) => new AppError(`escalation.${code}`, { status: 422, field })

async function present(db: Db, actor: Actor, rows: readonly store.PolicyRow[]): Promise<View[]> {
  const ids = rows.flatMap(({ steps }) => steps.flatMap(referredIds))
  const names = await store.namesOf(db, ids)
  return rows.map(({ orgPath, serviceId: _id, ...row }) => {
    const own = new Set(row.steps.flatMap(referredIds))
    return {
      ...row,
      names: names.filter((one) => own.has(one.id)),
      abilities: inScope(actor, 'escalation.manage', orgPath) ? ['edit' as const] : [],
    }
  })
}

const referredIds = (step: Step): string[] => [...step.personIds, ...step.groupIds, ...step.channelIds]

/** Policies of the caller's orgs in their order. */
export async function listPoliciesVerb(db: Db, actor: Actor): Promise<Output<typeof contract.listPolicies>> {
  const rows = await store.selectPolicies(db, scopeOf(actor, 'escalation.read'))
  return { items: await present(db, actor, rows) }
}

/** @throws escalation.not_found (404) */
export async function getPolicyVerb(db: Db, actor: Actor, { id }: { id: string }): Promise<View> {
  const rows = await store.selectPolicies(db, scopeOf(actor, 'escalation.read'), { id })
  const [view] = await present(db, actor, rows)
  if (!view) throw notFound('escalation')
  return view
}

/** @throws escalation.unknown_reference, escalation.steps_in_order, escalation.no_way, escalation.whom (422) */
async function check(tx: Tx, actor: Actor, body: contract.PolicyBody): Promise<void> {
  const org = await findOrg(tx, body.orgId)
  if (!org?.active || !inScope(actor, 'escalation.manage', org.path))
    throw refuse('unknown_reference', 'orgId')
  const there = await store.referred(tx, body)
  if (body.serviceId && !there.service) throw refuse('unknown_reference', 'serviceId')
  if (body.calendarId && !there.calendar) throw refuse('unknown_reference', 'calendarId')
  const all = (key: 'personIds' | 'groupIds' | 'channelIds') => body.steps.flatMap((one) => one[key])
  const ids = { personIds: all('personIds'), groupIds: all('groupIds'), channelIds: all('channelIds') }
  const usable = await store.usable(tx, ids, scopeOf(actor, 'escalation.manage'))
  for (const [i, step] of body.steps.entries()) {
    const at = `steps.${i}`
    if (i > 0 && step.after < body.steps[i - 1]!.after) throw refuse('steps_in_order', `${at}.after`)
    if (!step.notice && step.channelIds.length === 0) throw refuse('no_way', `${at}.notice`)
    if (step.to.includes('person') && step.personIds.length === 0) throw refuse('whom', `${at}.personIds`)
    if (step.to.includes('group') && step.groupIds.length === 0) throw refuse('whom', `${at}.groupIds`)
    for (const key of ['personIds', 'groupIds', 'channelIds'] as const)
      if (step[key].some((id) => !usable.has(id))) throw refuse('unknown_reference', `${at}.${key}`)
  }
}

async function leave(
  tx: Tx,
  actor: Actor,
  what: 'create' | 'edit',
  id: string,
  body: contract.PolicyBody,
  before?: Record<string, unknown>,
): Promise<void> {
  await audit(tx, actor, {
    action: `escalation.${what}-policy`,
    entity: 'escalation-policy',
    entityId: id,
    orgId: body.orgId,
    ...(before ? { before } : {}),
    after: { ...body },
  })
}

/** @throws as `check` */
export async function createPolicyVerb(
  tx: Tx,
  actor: Actor,
  body: Input<typeof contract.createPolicy>,
): Promise<View> {
  await check(tx, actor, body)
  const id = await store.insertPolicy(tx, actor.id!, body)
  await leave(tx, actor, 'create', id, body)
  return getPolicyVerb(tx, actor, { id })
}

/** Runs that go on keep the policy as it was. @throws escalation.not_found (404), escalation.version_stale (412), as `check` */
export async function editPolicyVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.editPolicy>,
): Promise<View> {
  const { id, version, ...body } = input
  const [before] = await store.selectPolicies(tx, scopeOf(actor, 'escalation.manage'), { id, lock: true })
  if (!before) throw notFound('escalation')
  demandVersion(before, version)
  await check(tx, actor, body)
  await store.updatePolicy(tx, id, body)
  const { orgPath: _path, ...kept } = before
  await leave(tx, actor, 'edit', id, body, kept)
  return getPolicyVerb(tx, actor, { id })
}

/** @throws escalation.version_stale (412) */
export function demandVersion(row: { version: number }, version: number): void {
  if (row.version !== version)
    throw new AppError('escalation.version_stale', { status: 412, params: { version: row.version } })
}
