import { audit } from '../audit/record.ts'
import type { Tx } from '../db/index.ts'
import { AppError, notFound } from '../errors/index.ts'
import { emit } from '../events/index.ts'
import type { Input, Output } from '../http/endpoint.ts'
import type { Actor } from '../permission/actor.ts'
import type { editOrg } from './contract.ts'
import {
  canLead,
  codeTaken,
  countDependants,
  findOrg,
  lockTree,
  updateOrg,
  type OrgRow,
} from './store/org.ts'

/**
 * Renames, moves (with its subtree), deactivates or reactivates an org. A move is told as event `org.moved`
 * with both paths, for rooms that keep paths of their own.
 * @throws org.not_found, org.version_conflict (412), org.root_fixed, org.circle, org.in_use, org.code_taken, org.inactive_parent,
 * org.unfit_leader
 */
export async function editOrgVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof editOrg>,
): Promise<Output<typeof editOrg>> {
  await lockTree(tx)
  const before = await findOrg(tx, input.id, true)
  if (!before) throw notFound('org')
  if (before.version !== input.version) throw new AppError('org.version_conflict', { status: 412 })
  if (input.code !== undefined && (await codeTaken(tx, input.code, before.id)))
    throw new AppError('org.code_taken', { field: 'code', params: { code: input.code } })
  if (input.active === false && before.active) await refuseInUse(tx, before)
  if (input.leaderId && input.leaderId !== before.leaderId && !(await canLead(tx, input.leaderId)))
    throw new AppError('org.unfit_leader', { status: 422, field: 'leaderId' })
  const place = await newPlace(tx, before, input.parentId)
  if (input.active === true && !before.active) await refuseInactiveParent(tx, place.parentId)
  const after = await updateOrg(tx, before, {
    ...before,
    ...place,
    name: input.name ?? before.name,
    code: input.code ?? before.code,
    kind: input.kind ?? before.kind,
    active: input.active ?? before.active,
    leaderId: input.leaderId === undefined ? before.leaderId : input.leaderId,
  })
  await audit(tx, actor, {
    action: 'org.edit',
    entity: 'org',
    entityId: after.id,
    orgId: after.id,
    before: { ...before },
    after: { ...after },
  })
  if (after.path !== before.path)
    await emit(tx, {
      type: 'org.moved',
      entity: 'org',
      entityId: after.id,
      data: { from: before.path, to: after.path },
    })
  return after
}

async function refuseInUse(tx: Tx, org: OrgRow): Promise<void> {
  if (org.parentId === null) throw new AppError('org.root_fixed', { field: 'active' })
  const count = await countDependants(tx, org)
  if (count > 0) throw new AppError('org.in_use', { field: 'active', params: { count } })
}

async function refuseInactiveParent(tx: Tx, parentId: string | null): Promise<void> {
  const parent = parentId === null ? undefined : await findOrg(tx, parentId)
  if (parent && !parent.active) throw new AppError('org.inactive_parent', { field: 'parentId' })
}

async function newPlace(
  tx: Tx,
  org: OrgRow,
  parentId: string | undefined,
): Promise<{ parentId: string | null; path: string }> {
  if (parentId === undefined || parentId === org.parentId) return { parentId: org.parentId, path: org.path }
  if (org.parentId === null) throw new AppError('org.root_fixed', { field: 'parentId' })
  const parent = await findOrg(tx, parentId)
  if (!parent) throw new AppError('org.not_found', { status: 422, field: 'parentId' })
  if (parent.path.startsWith(org.path)) throw new AppError('org.circle', { field: 'parentId' })
  if (!parent.active) throw new AppError('org.inactive_parent', { field: 'parentId' })
  return { parentId: parent.id, path: `${parent.path}${org.no}/` }
}
