import { audit } from '#kernel/audit/index.ts'
import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { decodeIdCursor, page } from '#kernel/http/index.ts'
import type { AppEvent, Reaction } from '#kernel/manifest.ts'
import { inScope, type Actor } from '#kernel/permission/index.ts'
import { acceptProposalVerb, openProposal, rejectProposalVerb } from '#modules/ci/index.ts'
import type * as contract from './contract.ts'
import { accessDevice, lockDevice, visibleDiscovery } from './policy.ts'
import { neighboursOf, proposeFound } from './propose.ts'
import * as store from './store/device.ts'

type View = Output<typeof contract.getDevice>

/** Found devices of the caller's units, the newest first. @throws http.bad_cursor (422) */
export async function listDevicesVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listDevices>,
): Promise<Output<typeof contract.listDevices>> {
  const { cursor, limit, ...filter } = input
  const rows = await store.selectDevices(db, visibleDiscovery(actor), {
    ...filter,
    before: decodeIdCursor(cursor),
    limit: limit + 1,
  })
  const { items, nextCursor } = page(rows, limit, (row) => [row.id])
  return { items: items.map(({ orgPath: _path, ...shown }) => shown), nextCursor }
}

/** @throws discovery.not_found (404) */
export async function getDeviceVerb(db: Db, actor: Actor, input: { id: string }): Promise<View> {
  const row = await accessDevice(db, actor, input.id)
  const { orgPath, key: _key, ...shown } = row
  const links = (await neighboursOf(db, row)).map(({ port, remotePort, device }) => ({
    port,
    remotePort,
    device: { id: device.id, name: device.name },
  }))
  const abilities: View['abilities'] = []
  if (inScope(actor, 'discovery.decide', orgPath)) {
    if (row.state === 'new' || row.state === 'changed') abilities.push('accept', 'reject')
    if (row.state === 'failed' || row.state === 'rejected') abilities.push('propose')
  }
  return { ...shown, links, abilities }
}

/** The proposal that a decision is about. @throws discovery.nothing_to_decide (409) */
async function openOf(tx: Tx, device: store.DeviceRow): Promise<{ id: string; version: number }> {
  const proposal = device.proposalId === null ? undefined : await openProposal(tx, device.proposalId)
  if (!proposal) throw new AppError('discovery.nothing_to_decide', { status: 409 })
  return proposal
}

/**
 * Makes a configuration item of the device, or writes what is new into the known one; links whose other end is known,
 * too, become relations.
 * @throws discovery.not_found (404), discovery.version_stale (412), discovery.nothing_to_decide (409), and what the room
 *   of configuration items refuses
 */
export async function acceptDeviceVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.acceptDevice>,
): Promise<View> {
  const device = await lockDevice(tx, actor, input.id, input.version)
  const proposal = await openOf(tx, device)
  const item = await acceptProposalVerb(tx, actor, {
    ...proposal,
    ...(input.name === undefined ? {} : { name: input.name }),
  })
  await store.setStanding(tx, device.id, {
    state: 'accepted',
    proposalId: null,
    ciId: item.id,
    failure: null,
  })
  return decided(tx, actor, device, 'discovery.accept-device', { ciId: item.id })
}

/** @throws discovery.not_found (404), discovery.version_stale (412), discovery.nothing_to_decide (409) */
export async function rejectDeviceVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.rejectDevice>,
): Promise<View> {
  const device = await lockDevice(tx, actor, input.id, input.version)
  const proposal = await openOf(tx, device)
  await rejectProposalVerb(tx, actor, { ...proposal, reason: input.reason })
  await store.setStanding(tx, device.id, { ...device, state: 'rejected', failure: null })
  return decided(tx, actor, device, 'discovery.reject-device', { reason: input.reason })
}

/**
 * Proposes once more what could not be proposed, or was refused and may have changed.
 * @throws discovery.not_found (404), discovery.version_stale (412)
 */
export async function proposeDeviceVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.proposeDevice>,
): Promise<View> {
  const device = await lockDevice(tx, actor, input.id, input.version)
  await proposeFound(tx, device.id, actor)
  return decided(tx, actor, device, 'discovery.propose-device', {})
}

async function decided(
  tx: Tx,
  actor: Actor,
  device: store.DeviceRow,
  action: string,
  more: Record<string, unknown>,
): Promise<View> {
  const after = (await store.findDevice(tx, device.id))!
  await audit(tx, actor, {
    action,
    entity: 'discovery-device',
    entityId: device.id,
    orgId: device.org.id,
    before: { state: device.state },
    after: { state: after.state, name: device.name, ...more },
  })
  return getDeviceVerb(tx, actor, { id: device.id })
}

/** A decision on the page of proposals is one about the device, too. */
export const followDecision: Reaction = {
  name: 'discovery.follow-decision',
  on: 'ci.proposal-decided',
  run: async (tx: Tx, event: AppEvent) => {
    if (event.data['source'] !== 'discovery') return
    const device = await store.deviceOfProposal(tx, event.entityId)
    if (!device || (device.state !== 'new' && device.state !== 'changed')) return
    const accepted = event.data['state'] === 'accepted'
    await store.setStanding(tx, device.id, {
      state: accepted ? 'accepted' : 'rejected',
      proposalId: accepted ? null : device.proposalId,
      ciId: accepted ? String(event.data['ciId']) : device.ciId,
      failure: null,
    })
  },
}
