/** Norms in force: for which org, from which day, and who answers for their clauses. */
import { audit } from '#kernel/audit/index.ts'
import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { notify } from '#kernel/notify/index.ts'
import { findOrg } from '#kernel/org/index.ts'
import { spokenName, type Actor } from '#kernel/permission/index.ts'
import { unitZone } from '#kernel/settings/index.ts'
import type * as contract from './contract.ts'
import { accessAdoption, demandManage, manages, presentAdoption, stale } from './policy.ts'
import * as store from './store/adoption.ts'
import { lockLibrary, selectClauses, selectEditions } from './store/library.ts'
import { everything } from './visible.ts'

/**
 * Puts an edition in force. Another edition of the norm that holds there ends on the day; its results stay what they were,
 * and who answers for a clause goes on where the clause has kept its code.
 * @throws norm.not_found (404); norm.in_force (409): exactly this edition holds there
 */
export async function adoptVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.adopt>,
): Promise<Output<typeof contract.adopt>> {
  const [edition] = await selectEditions(tx, { id: input.editionId })
  const org = await findOrg(tx, input.orgId)
  if (!edition || !org || !manages(actor, org.path)) throw notFound('norm')
  await lockLibrary(tx)
  const there = await store.selectAdoptions(tx, everything, {
    zone: unitZone(),
    orgId: org.id,
    normId: edition.normId,
  })
  const former = there.find((one) => one.toDay === null)
  if (former?.editionId === edition.id)
    throw new AppError('norm.in_force', { status: 409, field: 'editionId', params: { org: org.name } })
  if (former) await store.endAdoption(tx, former.id, input.fromDay)
  const id = await store.insertAdoption(tx, {
    normId: edition.normId,
    editionId: edition.id,
    orgId: org.id,
    fromDay: input.fromDay,
    adoptedBy: actor.id,
  })
  if (former) await passOn(tx, actor, former, { id, editionId: edition.id })
  await audit(tx, actor, {
    action: 'norm.adopt',
    entity: 'norm_adoption',
    entityId: id,
    orgId: org.id,
    ...(former ? { before: { id: former.id, edition: former.edition } } : {}),
    after: { norm: edition.code, edition: edition.name, org: org.name, fromDay: input.fromDay },
  })
  return presentAdoption(actor, await accessAdoption(tx, actor, id))
}

async function passOn(
  tx: Tx,
  actor: Actor,
  former: { id: string; editionId: string },
  now: { id: string; editionId: string },
): Promise<void> {
  const people = await store.selectResponsible(tx, former.id)
  if (people.size === 0) return
  const [old, fresh] = [await selectClauses(tx, former.editionId), await selectClauses(tx, now.editionId)]
  const byCode = new Map(fresh.map((one) => [one.code, one.id]))
  for (const clause of old) {
    const id = byCode.get(clause.code)
    const ids = people.get(clause.id)?.map((one) => one.id)
    if (id && ids) await store.replaceResponsible(tx, { adoptionId: now.id, clauseIds: [id] }, ids, actor.id)
  }
}

/** @throws norm.not_found (404), norm.not_allowed (403), norm.ended (409), norm.version_stale (412) */
export async function endAdoptionVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.endAdoption>,
): Promise<Output<typeof contract.endAdoption>> {
  const row = await accessAdoption(tx, actor, input.id, true)
  demandManage(actor, row.orgPath)
  if (row.version !== input.version) throw stale(row.version)
  if (row.toDay !== null) throw new AppError('norm.ended', { status: 409 })
  await store.endAdoption(tx, row.id, input.toDay, input.version)
  await audit(tx, actor, {
    action: 'norm.end-adoption',
    entity: 'norm_adoption',
    entityId: row.id,
    orgId: row.org.id,
    before: { toDay: null },
    after: { toDay: input.toDay, reason: input.reason },
  })
  return presentAdoption(actor, await accessAdoption(tx, actor, row.id))
}

/** Names who answers for clauses, in place of those who did; they are told. @throws norm.unknown_person (422) */
export async function setResponsibleVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.setResponsible>,
): Promise<Output<typeof contract.setResponsible>> {
  const row = await accessAdoption(tx, actor, input.id)
  demandManage(actor, row.orgPath)
  const clauses = await selectClauses(tx, row.editionId, input.clauseIds)
  if (clauses.length !== new Set(input.clauseIds).size) throw notFound('norm')
  const people = [...new Set(input.personIds)]
  if ((await store.activePeople(tx, people)).length !== people.length)
    throw new AppError('norm.unknown_person', { status: 422, field: 'personIds' })
  const ids = clauses.map((one) => one.id)
  await store.replaceResponsible(tx, { adoptionId: row.id, clauseIds: ids }, people, actor.id)
  await audit(tx, actor, {
    action: 'norm.set-responsible',
    entity: 'norm_adoption',
    entityId: row.id,
    orgId: row.org.id,
    after: { clauses: clauses.map((one) => one.code), personIds: people },
  })
  await notify(tx, {
    to: people.filter((id) => id !== actor.id),
    textKey: 'norm:notify.responsible',
    params: { norm: row.title, n: ids.length, actor: spokenName(actor) },
    entity: 'norm-adoption',
    entityId: row.id,
    dedupeKey: `norm.responsible:${row.id}:${ids.join().slice(0, 200)}:${people.join().slice(0, 200)}`,
  })
  return { clauses: ids.length }
}

export async function lookupAnswerersVerb(
  db: Db,
  _actor: Actor,
  input: Input<typeof contract.lookupAnswerers>,
): Promise<Output<typeof contract.lookupAnswerers>> {
  return { items: await store.selectAnswerers(db, input.q, 30) }
}
