import { audit } from '#kernel/audit/index.ts'
import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { decodeIdCursor, page } from '#kernel/http/index.ts'
import { inScope, scopeOf, type Actor } from '#kernel/permission/index.ts'
import { hashOf, newToken } from './moves.ts'
import { manageableOrg, visibleCheck } from './policy.ts'
import type * as contract from './remote-contract.ts'
import { lockDefinitions } from './store/dependency.ts'
import * as store from './store/probe.ts'

type View = Output<typeof contract.editProbe>

function present(actor: Actor, { orgPath, ...row }: store.ProbeRow): View {
  return { ...row, abilities: inScope(actor, 'check.manage', orgPath) ? ['manage'] : [] }
}

/** Remote probes of the caller's units, the newest first. @throws http.bad_cursor (422) */
export async function listProbesVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listProbes>,
): Promise<Output<typeof contract.listProbes>> {
  const window = { before: decodeIdCursor(input.cursor), limit: input.limit + 1 }
  const rows = await store.selectProbes(db, visibleCheck(actor), window)
  const { items, nextCursor } = page(rows, input.limit, (row) => [row.id])
  return { items: items.map((row) => present(actor, row)), nextCursor }
}

/** The only way to a probe. @throws check.not_found (404) */
async function accessProbe(db: Db, actor: Actor, id: string): Promise<store.ProbeRow> {
  const [row] = await store.selectProbes(db, scopeOf(actor, 'check.manage'), { id, limit: 1 })
  if (!row) throw notFound('check')
  return row
}

const stale = (version: number): AppError =>
  new AppError('check.version_stale', { status: 412, params: { version } })

async function written(
  tx: Tx,
  actor: Actor,
  action: string,
  before: store.ProbeRow | null,
  id: string,
): Promise<View> {
  const [row] = await store.selectProbes(tx, ['/'], { id, limit: 1 })
  await audit(tx, actor, {
    action,
    entity: 'check-probe',
    entityId: id,
    orgId: row!.org.id,
    ...(before ? { before: { name: before.name, org: before.org, active: before.active } } : {}),
    after: { name: row!.name, org: row!.org, active: row!.active },
  })
  return present(actor, row!)
}

/** @throws check.unknown_reference (422) */
export async function createProbeVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.createProbe>,
): Promise<Output<typeof contract.createProbe>> {
  await manageableOrg(tx, actor, input.orgId)
  const token = newToken()
  const id = await store.insertProbe(tx, { ...input, hash: hashOf(token), by: actor.id })
  return { ...(await written(tx, actor, 'check.create-probe', null, id)), token }
}

/** @throws check.not_found (404), check.version_stale (412), check.unknown_reference (422) */
export async function editProbeVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.editProbe>,
): Promise<View> {
  const before = await accessProbe(tx, actor, input.id)
  await manageableOrg(tx, actor, input.orgId)
  const { id, version, ...set } = input
  if (!(await store.updateProbe(tx, id, version, set))) throw stale(before.version)
  return written(tx, actor, 'check.edit-probe', before, id)
}

/** @throws check.not_found (404), check.probe_in_use (409), check.version_stale (412) */
export async function deleteProbeVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.deleteProbe>,
): Promise<Output<typeof contract.deleteProbe>> {
  const before = await accessProbe(tx, actor, input.id)
  if (before.version !== input.version) throw stale(before.version)
  if (before.checks > 0) throw new AppError('check.probe_in_use', { status: 409 })
  await lockDefinitions(tx)
  if (!(await store.removeProbe(tx, input.id, input.version))) throw stale(before.version)
  await audit(tx, actor, {
    action: 'check.delete-probe',
    entity: 'check-probe',
    entityId: input.id,
    orgId: before.org.id,
    before: { name: before.name, org: before.org },
  })
  return { id: input.id }
}

/** The old token is worth nothing from now on. @throws check.not_found (404), check.version_stale (412) */
export async function renewProbeTokenVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.renewProbeToken>,
): Promise<Output<typeof contract.renewProbeToken>> {
  const before = await accessProbe(tx, actor, input.id)
  const token = newToken()
  if (!(await store.updateProbe(tx, input.id, input.version, { hash: hashOf(token) })))
    throw stale(before.version)
  return { ...(await written(tx, actor, 'check.renew-probe-token', before, input.id)), token }
}
