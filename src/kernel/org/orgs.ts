import type { Db } from '../db/index.ts'
import { notFound } from '../errors/index.ts'
import type { Input, Output } from '../http/endpoint.ts'
import { decodeCursor, page } from '../http/cursor.ts'
import type { Actor } from '../permission/actor.ts'
import type { getOrg, listOrgs, lookupOrgs } from './contract.ts'
import { OrgNames } from './names.ts'
import { findOrg, selectAllOrgs, selectOrgChoices, selectOrgs } from './store/org.ts'

/** The tree as a flat list in the order of paths. @throws org.not_found (404) for an unknown `under` */
export async function listOrgsVerb(
  db: Db,
  _actor: Actor,
  input: Input<typeof listOrgs>,
): Promise<Output<typeof listOrgs>> {
  const under = input.under === undefined ? undefined : await findOrg(db, input.under)
  if (input.under !== undefined && !under) throw notFound('org')
  const after = input.cursor === undefined ? undefined : String(decodeCursor(input.cursor, 1)[0])
  const filter = {
    q: input.q,
    underPath: under?.path,
    active: input.active,
    afterPath: after,
    limit: input.limit,
  }
  return page(await selectOrgs(db, filter), input.limit, (row) => [row.path])
}

/** One org. @throws org.not_found (404) */
export async function getOrgVerb(
  db: Db,
  _actor: Actor,
  input: Input<typeof getOrg>,
): Promise<Output<typeof getOrg>> {
  const org = await findOrg(db, input.id)
  if (!org) throw notFound('org')
  return org
}

/** Active orgs for a picker, with their full names. */
export async function lookupOrgsVerb(
  db: Db,
  _actor: Actor,
  input: Input<typeof lookupOrgs>,
): Promise<Output<typeof lookupOrgs>> {
  return { items: await selectOrgChoices(db, { q: input.q, kind: input.kind, limit: input.limit }) }
}

/** The tree as it is now, to be searched by what people write: codes and names. */
export async function readOrgNames(db: Db): Promise<OrgNames> {
  return new OrgNames(await selectAllOrgs(db))
}
