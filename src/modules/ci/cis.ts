/** Verbs of people on items: create, edit, retire, confirm, live state, services. */
import { audit } from '#kernel/audit/index.ts'
import type { Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import { emit } from '#kernel/events/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { scopeOf, type Actor } from '#kernel/permission/index.ts'
import { serviceForIntake } from '#modules/service/index.ts'
import { catalogueOf } from './catalogue.ts'
import type * as contract from './contract.ts'
import { lockCi, manageableOrg } from './policy.ts'
import { present } from './present.ts'
import { record } from './record.ts'
import { endRelations } from './relations.ts'
import * as store from './store/ci.ts'
import { manualSource } from './words.ts'
import { createRow, writeRow } from './write-ci.ts'

type Full = Output<typeof contract.getCi>

/** @throws as `createRow`; ci.unknown_reference (422) for an org in which the caller keeps none */
export async function createCiVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.createCi>,
): Promise<Full> {
  await manageableOrg(tx, actor, input.orgId)
  const catalogue = await catalogueOf(tx)
  const row = await createRow(tx, actor, catalogue, input, manualSource)
  return present(tx, actor, row)
}

/** @throws see `lockCi` and `createRow` */
export async function editCiVerb(tx: Tx, actor: Actor, input: Input<typeof contract.editCi>): Promise<Full> {
  const { id, version, ...patch } = input
  const before = await lockCi(tx, actor, id, { version })
  if (patch.orgId && patch.orgId !== before.org.id) await manageableOrg(tx, actor, patch.orgId)
  const { attributes, ...rest } = patch
  const catalogue = await catalogueOf(tx)
  const given = { ...rest, ...(attributes ? { attributes } : {}) } as Parameters<typeof writeRow>[4]
  return present(
    tx,
    actor,
    await writeRow(tx, actor, catalogue, before, given, { source: manualSource, action: 'edit' }),
  )
}

/** Relations and redundancy of the item end with it. @throws see `lockCi` */
export async function retireCiVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.retireCi>,
): Promise<Full> {
  const before = await lockCi(tx, actor, input.id, { version: input.version })
  await endRelations(tx, actor, before)
  const row = await writeRow(
    tx,
    actor,
    await catalogueOf(tx),
    before,
    { lifecycle: 'retired' },
    { source: manualSource, action: 'retire' },
  )
  await audit(tx, actor, {
    action: 'ci.retire-reason',
    entity: 'ci',
    entityId: row.id,
    orgId: row.org.id,
    after: { reason: input.reason },
  })
  return present(tx, actor, row)
}

/** Those outside of the caller's keeping are left out. */
export async function confirmCisVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.confirmCis>,
): Promise<Output<typeof contract.confirmCis>> {
  const rows = await store.confirmRows(tx, scopeOf(actor, 'ci.manage'), [...new Set(input.ids)])
  await audit(tx, actor, {
    action: 'ci.confirm',
    entity: 'ci',
    entityId: rows.length === 1 ? rows[0]!.id : 'many',
    after: { ids: rows.map((row) => row.id) },
  })
  return { confirmed: rows.length }
}

/** What monitoring says; no new version, for nobody edits it. @throws see `lockCi` */
export async function setLiveStateVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.setLiveState>,
): Promise<Output<typeof contract.setLiveState>> {
  const row = await lockCi(tx, actor, input.id)
  const changed = await store.writeLiveState(tx, row.id, input.state)
  await audit(tx, actor, {
    action: 'ci.set-live-state',
    entity: 'ci',
    entityId: row.id,
    orgId: row.org.id,
    before: { liveState: row.liveState },
    after: { liveState: input.state },
  })
  if (changed) await emit(tx, { type: 'ci.changed', entity: 'ci', entityId: row.id })
  return { id: row.id, liveState: input.state, changed }
}

/** @throws see `lockCi`; ci.unknown_reference (422) */
export async function setServicesVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.setServices>,
): Promise<Full> {
  const row = await lockCi(tx, actor, input.id, { version: input.version })
  const before = await store.servicesOf(tx, row.id)
  for (const [i, { serviceId }] of input.services.entries()) {
    const service = await serviceForIntake(tx, serviceId)
    if (!service?.active && !before.some((one) => one.id === serviceId))
      throw new AppError('ci.unknown_reference', { status: 422, field: `services.${i}.serviceId` })
  }
  await store.replaceServices(tx, row.id, input.services)
  await store.bumpVersion(tx, row.id)
  await record(tx, actor, {
    entity: 'service',
    entityId: row.id,
    ciId: row.id,
    action: 'set-services',
    orgId: row.org.id,
    before: { services: before.map(({ id, essential }) => ({ serviceId: id, essential })) },
    after: { services: input.services },
  })
  await emit(tx, { type: 'ci.changed', entity: 'ci', entityId: row.id })
  return present(tx, actor, (await store.readCi(tx, row.id))!)
}
