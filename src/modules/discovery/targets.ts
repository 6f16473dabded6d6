import type { Kysely } from 'kysely'
import { audit } from '#kernel/audit/index.ts'
import { transaction, type DB, type Db, type Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { decodeIdCursor, page } from '#kernel/http/index.ts'
import { findOrg } from '#kernel/org/index.ts'
import { inScope, type Actor } from '#kernel/permission/index.ts'
import { defaultLimits } from '#kernel/snmp/index.ts'
import { addressesOf, credentialOf, sealSecrets, settleSecrets } from './access.ts'
import type * as contract from './contract.ts'
import { identify } from './identify/identify.ts'
import { lockTarget, visibleDiscovery } from './policy.ts'
import { readDevice } from './snmp/read-device.ts'
import * as store from './store/target.ts'

type View = Output<typeof contract.getTarget>

/** Targets of the caller's units, the newest first. @throws http.bad_cursor (422) */
export async function listTargetsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listTargets>,
): Promise<Output<typeof contract.listTargets>> {
  const window = { before: decodeIdCursor(input.cursor), limit: input.limit + 1 }
  const { items, nextCursor } = page(
    await store.selectTargets(db, visibleDiscovery(actor), window),
    input.limit,
    (row) => [row.id],
  )
  return { items: items.map((row) => present(actor, row)), nextCursor }
}

/** @throws discovery.not_found (404) */
export async function getTargetVerb(db: Db, actor: Actor, input: { id: string }): Promise<View> {
  const [row] = await store.selectTargets(db, visibleDiscovery(actor), { id: input.id, limit: 1 })
  if (!row) throw notFound('discovery')
  return present(actor, row)
}

function present(actor: Actor, row: store.TargetListRow): View {
  const { secrets: _secrets, orgPath, ...shown } = row
  return { ...shown, abilities: inScope(actor, 'discovery.manage', orgPath) ? ['manage'] : [] }
}

/** What the audit keeps: everything but the secrets. */
function trace(row: store.TargetRow): Record<string, unknown> {
  const { secrets: _secrets, orgPath: _path, nextAt: _next, ...kept } = row
  return kept
}

async function valuesOf(
  tx: Tx,
  actor: Actor,
  body: Input<typeof contract.createTarget>,
): Promise<store.TargetValues> {
  const org = await findOrg(tx, body.orgId)
  if (!org?.active || !inScope(actor, 'discovery.manage', org.path))
    throw new AppError('discovery.unknown_reference', { status: 422, field: 'orgId' })
  const { community: _community, authSecret: _auth, privSecret: _priv, ...values } = body
  const ranges = body.ranges.map((entry) => entry.replaceAll(/\s+/g, ' '))
  return { ...values, ranges, addresses: addressesOf(ranges).length }
}

/** @throws discovery.unknown_reference, the range errors of `addressesOf`, the secret errors of `settleSecrets` (422) */
export async function createTargetVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.createTarget>,
): Promise<View> {
  const values = await valuesOf(tx, actor, input)
  const secrets = settleSecrets(input, undefined)
  const id = await store.insertTarget(tx, values, actor.id, (of) => sealSecrets(secrets, of))
  const row = (await store.findTarget(tx, id))!
  await audit(tx, actor, {
    action: 'discovery.create-target',
    entity: 'discovery-target',
    entityId: id,
    orgId: row.org.id,
    after: trace(row),
  })
  return getTargetVerb(tx, actor, { id })
}

/**
 * A run under way goes on as it began. Other addresses, port, protocol or user need the secrets anew.
 * @throws discovery.not_found (404), discovery.version_stale (412), and as creation
 */
export async function editTargetVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.editTarget>,
): Promise<View> {
  const before = await lockTarget(tx, actor, input.id, input.version)
  const { id, version: _version, ...body } = input
  const values = await valuesOf(tx, actor, body)
  const secrets = settleSecrets({ ...body, ranges: values.ranges }, before)
  await store.updateTarget(tx, id, values, {
    secrets: sealSecrets(secrets, id),
    reschedule: before.everyHours !== values.everyHours || before.active !== values.active,
  })
  const after = (await store.findTarget(tx, id))!
  const given = body.community ?? body.authSecret ?? body.privSecret
  await audit(tx, actor, {
    action: 'discovery.edit-target',
    entity: 'discovery-target',
    entityId: id,
    orgId: after.org.id,
    before: trace(before),
    after: { ...trace(after), ...(given === undefined ? {} : { secretChanged: true }) },
  })
  return getTargetVerb(tx, actor, { id })
}

/** Its runs go with it; the devices it found stay. @throws discovery.not_found (404), discovery.version_stale (412) */
export async function deleteTargetVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.deleteTarget>,
): Promise<Output<typeof contract.deleteTarget>> {
  const before = await lockTarget(tx, actor, input.id, input.version)
  await store.removeTarget(tx, input.id)
  await audit(tx, actor, {
    action: 'discovery.delete-target',
    entity: 'discovery-target',
    entityId: input.id,
    orgId: before.org.id,
    before: trace(before),
  })
  return { id: input.id }
}

/** Asked of a device by hand: no more than this, so that the answer comes while somebody waits. */
const tryLimits = { ...defaultLimits, deviceMs: 15_000, maxVarbinds: 20_000, maxTableVarbinds: 5_000 }

/**
 * Asks one device as the form has it, kept or not.
 * @throws discovery.not_found (404); discovery.one_address, the range and secret errors (422)
 */
export async function tryTargetVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.tryTarget>,
): Promise<Output<typeof contract.tryTarget>> {
  const addresses = addressesOf([input.address], 'address')
  if (addresses.length !== 1) throw new AppError('discovery.one_address', { status: 422, field: 'address' })
  const kept = input.id === undefined ? undefined : await store.findTarget(db, input.id)
  if (input.id !== undefined && (!kept || !inScope(actor, 'discovery.manage', kept.orgPath)))
    throw notFound('discovery')
  const secrets = settleSecrets({ ...input, ranges: addresses }, kept)
  const limits = { ...tryLimits, timeoutMs: input.timeoutMs, retries: input.retries }
  const reading = await readDevice(addresses[0]!, input.port, credentialOf(input, secrets), limits)
  const { name, description, vendor } = identify(reading.tables)
  await transaction(db as Kysely<DB>, (tx) =>
    audit(tx, actor, {
      action: 'discovery.try',
      entity: 'discovery-target',
      entityId: input.id ?? 'new',
      ...(kept ? { orgId: kept.org.id } : {}),
      after: { address: addresses[0], port: input.port, protocol: input.protocol, outcome: reading.outcome },
    }),
  )
  return { outcome: reading.outcome, name, description, vendor, milliseconds: reading.figures.milliseconds }
}
