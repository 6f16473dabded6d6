import { audit } from '../audit/record.ts'
import type { Db, Tx } from '../db/index.ts'
import { AppError, notFound } from '../errors/index.ts'
import type { Input, Output } from '../http/endpoint.ts'
import { inScope, type Actor } from './actor.ts'
import type { grantRole, listGrants, revokeRole } from './contract.ts'
import { demandSecondPerson, refuseLastHolder, refuseSelf } from './separation.ts'
import {
  deleteGrant,
  findScope,
  insertGrant,
  lockGrantee,
  personExists,
  selectGrants,
  type Grantee,
  type GrantRow,
} from './store/grant.ts'
import { findRole, lockRole, type RoleRow } from './store/role.ts'

/** Roles of a person. @throws permission.not_found (404) */
export async function listGrantsVerb(
  db: Db,
  _actor: Actor,
  input: Input<typeof listGrants>,
): Promise<Output<typeof listGrants>> {
  if (!(await personExists(db, input.id))) throw notFound('permission')
  return { items: await selectGrants(db, input.id) }
}

/**
 * Gives a role to somebody else. A post of the three administrators is held alone and for the whole installation;
 * granting what is held already changes nothing.
 * @throws permission.self, permission.two_people (403), permission.not_found (404), permission.exclusive (409),
 * permission.out_of_scope (422)
 */
export async function grantRoleVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof grantRole>,
): Promise<Output<typeof grantRole>> {
  refuseSelf(actor, input.id)
  const person = await lockGrantee(tx, input.id)
  const role = await findRole(tx, input.roleId)
  if (!person) throw notFound('permission')
  if (!role) throw new AppError('permission.not_found', { status: 422, field: 'roleId' })
  demandSecondPerson(actor, [person.createdBy])
  await lockRole(tx, role.id)
  const org = await findScope(tx, role.post ? null : input.orgId)
  if (!org || !inScope(actor, 'role.grant', org.path))
    throw new AppError('permission.out_of_scope', { status: 422, field: 'orgId' })
  const held = await selectGrants(tx, person.id)
  refuseMixture(person, role, held)
  await insertGrant(tx, { personId: person.id, roleId: role.id, orgId: org.id, grantedBy: actor.id })
  return audited(tx, actor, 'role.grant', person, held)
}

/**
 * Takes a role from somebody else.
 * @throws permission.self (403), permission.not_found (404), permission.last_holder (409)
 */
export async function revokeRoleVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof revokeRole>,
): Promise<Output<typeof revokeRole>> {
  refuseSelf(actor, input.id)
  const person = await lockGrantee(tx, input.id)
  if (!person) throw notFound('permission')
  const held = await selectGrants(tx, person.id)
  const grant = held.find((g) => g.roleId === input.roleId && g.orgId === input.orgId)
  if (!grant) throw notFound('permission')
  if (grant.post) await refuseLastHolder(tx, person.id)
  await deleteGrant(tx, { personId: person.id, roleId: grant.roleId, orgId: grant.orgId })
  return audited(tx, actor, 'role.revoke', person, held)
}

/** Nobody holds two posts, nor a post beside business roles or group work; a machine holds no post. */
export function refuseMixture(
  person: Pick<Grantee, 'kind' | 'inGroup'>,
  role: Pick<RoleRow, 'id' | 'post'>,
  held: readonly Pick<GrantRow, 'roleId' | 'post'>[],
): void {
  const exclusive = new AppError('permission.exclusive', { field: 'roleId' })
  const others = held.filter((g) => g.roleId !== role.id)
  if (others.some((g) => g.post)) throw exclusive
  if (role.post && (others.length > 0 || person.inGroup || person.kind === 'machine')) throw exclusive
}

async function audited(
  tx: Tx,
  actor: Actor,
  action: string,
  person: Grantee,
  before: GrantRow[],
): Promise<{ items: GrantRow[] }> {
  const after = await selectGrants(tx, person.id)
  const brief = (rows: GrantRow[]) => ({
    login: person.login,
    roles: rows.map((r) => `${r.key} @ ${r.orgName}`),
  })
  await audit(tx, actor, {
    action,
    entity: 'person',
    entityId: person.id,
    orgId: person.orgId,
    before: brief(before),
    after: brief(after),
  })
  return { items: after }
}
