import { audit } from '../audit/record.ts'
import type { Tx } from '../db/index.ts'
import { AppError, notFound } from '../errors/index.ts'
import type { Input, Output } from '../http/endpoint.ts'
import type { Actor } from '../permission/actor.ts'
import type { createOrg } from './contract.ts'
import { codeTaken, findOrg, insertOrg, lockTree, type OrgRow } from './store/org.ts'

/** Makes an org below an active one. @throws org.not_found, org.inactive_parent, org.code_taken */
export async function createOrgVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof createOrg>,
): Promise<Output<typeof createOrg>> {
  await lockTree(tx)
  const parent = await findOrg(tx, input.parentId)
  if (!parent) throw notFound('org')
  if (!parent.active) throw new AppError('org.inactive_parent', { field: 'parentId' })
  return insertAudited(tx, actor, { parent, kind: input.kind, name: input.name, code: input.code })
}

/** Makes the root of the tree: the centre's own unit. Only the set-up of an installation does this. */
export async function createRootOrg(
  tx: Tx,
  actor: Actor,
  unit: { name: string; code: string },
): Promise<OrgRow> {
  return insertAudited(tx, actor, { parent: null, kind: 'unit', ...unit })
}

async function insertAudited(tx: Tx, actor: Actor, org: Parameters<typeof insertOrg>[1]): Promise<OrgRow> {
  if (await codeTaken(tx, org.code, null))
    throw new AppError('org.code_taken', { field: 'code', params: { code: org.code } })
  const made = await insertOrg(tx, org)
  await audit(tx, actor, {
    action: 'org.create',
    entity: 'org',
    entityId: made.id,
    orgId: made.id,
    after: { ...made },
  })
  return made
}
