import { audit } from '../audit/record.ts'
import type { Db, Tx } from '../db/index.ts'
import { AppError, notFound } from '../errors/index.ts'
import type { Input, Output } from '../http/endpoint.ts'
import type { Actor } from './actor.ts'
import type { createRole, deleteRole, editRole, listPermissions, listRoles } from './contract.ts'
import {
  deleteRoleRow,
  findRole,
  findRoleByKey,
  insertRole,
  lockRole,
  replacePermissions,
  selectPermissions,
  selectRoles,
  updateRole,
  type RoleRow,
} from './store/role.ts'

export async function listRolesVerb(
  db: Db,
  _actor: Actor,
  _input: Input<typeof listRoles>,
): Promise<Output<typeof listRoles>> {
  return { items: await selectRoles(db) }
}

export async function listPermissionsVerb(
  db: Db,
  _actor: Actor,
  _input: Input<typeof listPermissions>,
): Promise<Output<typeof listPermissions>> {
  return { items: await selectPermissions(db) }
}

/** Makes a role of the unit's own. @throws permission.key_taken (409), permission.not_assignable (422) */
export async function createRoleVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof createRole>,
): Promise<Output<typeof createRole>> {
  if (await findRoleByKey(tx, input.key))
    throw new AppError('permission.key_taken', { field: 'key', params: { key: input.key } })
  await demandAssignable(tx, input.permissions)
  const id = await insertRole(tx, input)
  await replacePermissions(tx, id, input.permissions)
  const role = (await findRole(tx, id))!
  await audit(tx, actor, { action: 'role.create', entity: 'role', entityId: id, after: { ...role } })
  return role
}

/**
 * Changes a role of the unit's own. Its holders have the new rights with their next request.
 * @throws permission.not_found, permission.version_conflict (412), permission.shipped_role (409),
 * permission.not_assignable (422)
 */
export async function editRoleVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof editRole>,
): Promise<Output<typeof editRole>> {
  const before = await accessOwnRole(tx, input.id)
  if (before.version !== input.version) throw new AppError('permission.version_conflict', { status: 412 })
  if (input.permissions) {
    await demandAssignable(tx, input.permissions)
    await replacePermissions(tx, before.id, input.permissions)
  }
  await updateRole(tx, before.id, { name: input.name ?? before.name, nameEn: input.nameEn ?? before.nameEn })
  const after = (await findRole(tx, before.id))!
  await audit(tx, actor, {
    action: 'role.edit',
    entity: 'role',
    entityId: after.id,
    before: { ...before },
    after: { ...after },
  })
  return after
}

/** Deletes a role of the unit's own that nobody holds. @throws permission.not_found, permission.shipped_role, permission.role_held */
export async function deleteRoleVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof deleteRole>,
): Promise<Output<typeof deleteRole>> {
  const before = await accessOwnRole(tx, input.id)
  if (before.holders > 0) throw new AppError('permission.role_held', { params: { count: before.holders } })
  await deleteRoleRow(tx, before.id)
  await audit(tx, actor, {
    action: 'role.delete',
    entity: 'role',
    entityId: before.id,
    before: { ...before },
  })
  return {}
}

async function accessOwnRole(tx: Tx, id: string): Promise<RoleRow> {
  await lockRole(tx, id)
  const role = await findRole(tx, id)
  if (!role) throw notFound('permission')
  if (role.shipped) throw new AppError('permission.shipped_role')
  return role
}

async function demandAssignable(tx: Tx, permissions: readonly string[]): Promise<void> {
  const assignable = new Set((await selectPermissions(tx)).filter((p) => p.assignable).map((p) => p.key))
  const wrong = permissions.findIndex((p) => !assignable.has(p))
  if (wrong >= 0)
    throw new AppError('permission.not_assignable', {
      status: 422,
      field: `permissions.${wrong}`,
      params: { permission: permissions[wrong]! },
    })
}
