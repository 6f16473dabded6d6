import { audit } from '../audit/record.ts'
import type { Db, Tx } from '../db/index.ts'
import { AppError, notFound } from '../errors/index.ts'
import type { Input, Output } from '../http/endpoint.ts'
import { decodeCursor, page } from '../http/cursor.ts'
import { inScope, type Actor } from '../permission/actor.ts'
import type { createGroup, editGroup, getGroup, listGroups, lookupGroups, setMembers } from './contract.ts'
import {
  findGroup,
  groupNameTaken,
  insertGroup,
  lockGroup,
  replaceMembers,
  selectGroupChoices,
  selectGroups,
  unfitMembers,
  updateGroup,
  type GroupRow,
} from './store/group.ts'
import { findOrg } from './store/org.ts'

export async function listGroupsVerb(
  db: Db,
  _actor: Actor,
  input: Input<typeof listGroups>,
): Promise<Output<typeof listGroups>> {
  const afterName = input.cursor === undefined ? undefined : String(decodeCursor(input.cursor, 1)[0])
  const rows = await selectGroups(db, { q: input.q, active: input.active, afterName, limit: input.limit })
  return page(rows, input.limit, (row) => [row.name])
}

/** One group with its members. @throws group.not_found (404) */
export async function getGroupVerb(
  db: Db,
  _actor: Actor,
  input: Input<typeof getGroup>,
): Promise<Output<typeof getGroup>> {
  const group = await findGroup(db, input.id)
  if (!group) throw notFound('org')
  return group
}

export async function lookupGroupsVerb(
  db: Db,
  _actor: Actor,
  input: Input<typeof lookupGroups>,
): Promise<Output<typeof lookupGroups>> {
  return { items: await selectGroupChoices(db, { q: input.q, limit: input.limit }) }
}

/** Makes a group of an org in the actor's scope. @throws org.not_found, org.group_name_taken */
export async function createGroupVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof createGroup>,
): Promise<Output<typeof createGroup>> {
  await demandOrg(tx, actor, input.orgId)
  await refuseTakenName(tx, input.name, null)
  const group = await findGroup(tx, await insertGroup(tx, input))
  await audit(tx, actor, {
    action: 'group.create',
    entity: 'group',
    entityId: group!.id,
    orgId: group!.orgId,
    after: { ...group },
  })
  return group!
}

/** Changes name, org, line, dispatch or state of a group. @throws org.not_found, org.version_conflict (412), org.group_name_taken */
export async function editGroupVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof editGroup>,
): Promise<Output<typeof editGroup>> {
  const before = await accessGroup(tx, actor, input.id, input.version)
  if (input.orgId !== undefined) await demandOrg(tx, actor, input.orgId)
  if (input.name !== undefined) await refuseTakenName(tx, input.name, before.id)
  await updateGroup(tx, before.id, {
    name: input.name ?? before.name,
    orgId: input.orgId ?? before.orgId,
    line: input.line ?? before.line,
    dispatch: input.dispatch ?? before.dispatch,
    active: input.active ?? before.active,
  })
  return audited(tx, actor, 'group.edit', before)
}

/**
 * Sets who belongs to a group. The three administrators work no tickets and belong to none.
 * @throws org.not_found, org.version_conflict (412), org.unfit_member (422)
 */
export async function setMembersVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof setMembers>,
): Promise<Output<typeof setMembers>> {
  const before = await accessGroup(tx, actor, input.id, input.version)
  const ids = input.members.map((m) => m.personId)
  if (new Set(ids).size !== ids.length)
    throw new AppError('org.member_twice', { status: 422, field: 'members' })
  const unfit = await unfitMembers(tx, ids)
  if (unfit.length > 0) {
    const field = `members.${ids.indexOf(unfit[0]!)}.personId`
    throw new AppError('org.unfit_member', { status: 422, field })
  }
  await replaceMembers(tx, before.id, input.members)
  return audited(tx, actor, 'group.set-members', before)
}

async function accessGroup(tx: Tx, actor: Actor, id: string, version: number): Promise<GroupRow> {
  await lockGroup(tx, id)
  const group = await findGroup(tx, id)
  if (!group || !inScope(actor, 'group.manage', group.orgPath)) throw notFound('org')
  if (group.version !== version) throw new AppError('org.version_conflict', { status: 412 })
  return group
}

async function demandOrg(tx: Tx, actor: Actor, orgId: string): Promise<void> {
  const org = await findOrg(tx, orgId)
  if (!org || !org.active || !inScope(actor, 'group.manage', org.path))
    throw new AppError('org.not_found', { status: 422, field: 'orgId' })
}

async function refuseTakenName(tx: Tx, name: string, exceptId: string | null): Promise<void> {
  if (await groupNameTaken(tx, name, exceptId))
    throw new AppError('org.group_name_taken', { field: 'name', params: { name } })
}

async function audited(tx: Tx, actor: Actor, action: string, before: GroupRow): Promise<GroupRow> {
  const after = (await findGroup(tx, before.id))!
  await audit(tx, actor, {
    action,
    entity: 'group',
    entityId: after.id,
    orgId: after.orgId,
    before: { ...before },
    after: { ...after },
  })
  return after
}
