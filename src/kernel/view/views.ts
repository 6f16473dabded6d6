import { audit } from '../audit/index.ts'
import type { Db, Tx } from '../db/index.ts'
import { AppError, notFound } from '../errors/index.ts'
import type { Input, Output } from '../http/endpoint.ts'
import type { Actor } from '../permission/index.ts'
import { demandEdit, presentSharing, readerOf, sharingOf } from '../sharing/index.ts'
import type * as contract from './contract.ts'
import { listOf } from './lists.ts'
import * as store from './store.ts'

type ViewRecord = Output<typeof contract.getView>
const reader = (actor: Actor) => readerOf(actor, 'view.share')
/** So many views of one person are a mistake, not a need. */
const most = 200

export async function listViews(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listViews>,
): Promise<Output<typeof contract.listViews>> {
  listOf(actor, input.list)
  return { items: (await store.selectViews(db, reader(actor), input.list)).map(presentSharing) }
}

/** @throws view.not_found (404) */
export async function getView(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.getView>,
): Promise<ViewRecord> {
  return presentSharing(await access(db, actor, input.id))
}

/** @throws view.not_found (404) for an unknown list; http.invalid_input, view.unknown_reference, view.too_many (422) */
export async function createView(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.createView>,
): Promise<ViewRecord> {
  if (!actor.id) throw new AppError('view.no_person', { status: 403 })
  listOf(actor, input.list).check(input.query, actor.locale)
  if ((await store.countOwn(tx, actor.id)) >= most)
    throw new AppError('view.too_many', { status: 422, params: { n: most } })
  const facts = { name: input.name, query: input.query, ...(await sharingOf(tx, actor, 'view', input)) }
  const id = await store.insertView(tx, input.list, actor.id, facts)
  await audit(tx, actor, {
    action: 'view.create',
    entity: 'view',
    entityId: id,
    after: { list: input.list, ...facts },
  })
  return getView(tx, actor, { id })
}

/** @throws as creation; view.not_allowed (403), view.version_stale (412) */
export async function editView(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.editView>,
): Promise<ViewRecord> {
  const before = await lock(tx, actor, input.id, input.version)
  listOf(actor, before.list).check(input.query, actor.locale)
  const facts = { name: input.name, query: input.query, ...(await sharingOf(tx, actor, 'view', input)) }
  await store.updateView(tx, before.id, facts)
  await audit(tx, actor, {
    action: 'view.edit',
    entity: 'view',
    entityId: before.id,
    before: { name: before.name, query: before.query, share: before.share },
    after: { ...facts },
  })
  return getView(tx, actor, { id: before.id })
}

/** @throws view.not_found (404), view.not_allowed (403), view.version_stale (412) */
export async function deleteView(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.deleteView>,
): Promise<Output<typeof contract.deleteView>> {
  const before = await lock(tx, actor, input.id, input.version)
  await store.removeView(tx, before.id)
  await audit(tx, actor, {
    action: 'view.delete',
    entity: 'view',
    entityId: before.id,
    before: { list: before.list, name: before.name, query: before.query, share: before.share },
  })
  return { id: before.id }
}

/** @throws view.not_found (404) */
export async function subscribeView(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.subscribeView>,
): Promise<ViewRecord> {
  if (!actor.id) throw new AppError('view.no_person', { status: 403 })
  const row = await access(tx, actor, input.id)
  await store.setSubscription(tx, row.id, actor.id, input.every)
  await audit(tx, actor, {
    action: 'view.subscribe',
    entity: 'view',
    entityId: row.id,
    before: { every: row.subscribed },
    after: { every: input.every },
  })
  return getView(tx, actor, { id: row.id })
}

/** The only way to a view: one that the actor may use, of a list that he may see. @throws view.not_found (404) */
export async function access(db: Db, actor: Actor, id: string): Promise<store.ViewRow> {
  const row = await store.findView(db, reader(actor), id)
  if (!row) throw notFound('view')
  listOf(actor, row.list)
  return row
}

async function lock(tx: Tx, actor: Actor, id: string, version: number): Promise<store.ViewRow> {
  const row = await store.findView(tx, reader(actor), id, true)
  if (!row) throw notFound('view')
  demandEdit(row, version, 'view')
  return row
}
