import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import type { AppEvent } from '#kernel/manifest.ts'
import { systemActor, type Actor } from '#kernel/permission/index.ts'
import { accessIncident, findIdByNumber } from '#modules/incident/index.ts'
import type * as partsContract from './parts-contract.ts'
import type { ChangeRecord } from './contract.ts'
import { note } from './move.ts'
import { lockChange } from './policy.ts'
import { presentAgain } from './present.ts'
import { changesOf } from './store/plan.ts'
import { findChange } from './store/read.ts'
import { dropLink, moveLinks, putLink } from './store/write.ts'
import { visibleChanges } from './visible.ts'

/**
 * Links an incident that the caller may see: caused by the change, solved by it, or found by it.
 * @throws see `lockChange`; incident.not_found (404); change.linked_already (409)
 */
export async function linkIncidentVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof partsContract.linkIncident>,
): Promise<ChangeRecord> {
  const row = await lockChange(tx, actor, { id: input.id }, 'link')
  const id = await findIdByNumber(tx, input.incidentNumber)
  if (!id) throw notFound('incident')
  const incident = await accessIncident(tx, actor, id)
  const link = { changeId: row.id, incidentId: incident.id, relation: input.relation, by: actor.id }
  if (!(await putLink(tx, link)))
    throw new AppError('change.linked_already', { status: 409, field: 'incidentNumber' })
  await note(tx, actor, row, {
    action: 'link',
    kind: 'link',
    data: { incident: incident.number, incidentId: incident.id, relation: input.relation },
  })
  return presentAgain(tx, actor, row.id)
}

/** @throws see `lockChange`; incident.not_found, change.not_found (404) */
export async function unlinkIncidentVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof partsContract.unlinkIncident>,
): Promise<ChangeRecord> {
  const row = await lockChange(tx, actor, { id: input.id }, 'link')
  const incident = await accessIncident(tx, actor, input.incidentId)
  const { relation } = input
  if (!(await dropLink(tx, { changeId: row.id, incidentId: incident.id, relation }))) throw notFound('change')
  await note(tx, actor, row, {
    action: 'unlink',
    kind: 'link',
    data: { incident: incident.number, relation },
  })
  return presentAgain(tx, actor, row.id)
}

/** Visible changes of a visible incident. @throws incident.not_found (404) */
export async function changesOfIncidentVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof partsContract.changesOfIncident>,
): Promise<Output<typeof partsContract.changesOfIncident>> {
  const incident = await accessIncident(db, actor, input.id)
  return { items: await changesOf(db, visibleChanges(actor), incident.id) }
}

/** An incident was merged into another: what was linked to it is linked to where it goes on. */
export async function followMerge(tx: Tx, event: AppEvent): Promise<void> {
  const { intoId, number } = event.data as { intoId?: string; number?: string }
  if (!intoId) return
  const actor = systemActor('change', event.id)
  const changes = await moveLinks(tx, event.entityId, intoId)
  const into = await accessIncident(tx, actor, intoId)
  for (const id of changes)
    await note(tx, actor, (await findChange(tx, visibleChanges(actor), id))!, {
      action: 'follow-merge',
      kind: 'link',
      data: { incident: into.number, incidentId: into.id, merged: number ?? '' },
    })
}
