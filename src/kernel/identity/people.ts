import { audit } from '../audit/record.ts'
import type { Db, Tx } from '../db/index.ts'
import { AppError, notFound } from '../errors/index.ts'
import { decodeCursor, page } from '../http/cursor.ts'
import type { Input, Output } from '../http/endpoint.ts'
import { findOrg } from '../org/index.ts'
import { can, type Actor } from '../permission/actor.ts'
import { refuseSelf } from '../permission/separation.ts'
import type { createPerson, editPerson, getPerson, listPeople, lookupPeople } from './contract.ts'
import { makeLink } from './links.ts'
import {
  findPerson,
  insertPerson,
  lockPerson,
  selectPeople,
  selectPersonChoices,
  updatePerson,
  type PersonRow,
} from './store/person.ts'

export async function listPeopleVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof listPeople>,
): Promise<Output<typeof listPeople>> {
  const org = input.orgId === undefined ? undefined : await findOrg(db, input.orgId)
  if (input.orgId !== undefined && !org) throw notFound('identity')
  const afterLogin = input.cursor === undefined ? undefined : String(decodeCursor(input.cursor, 1)[0])
  const rows = await selectPeople(db, {
    q: input.q,
    orgPath: org?.path,
    state: input.state,
    afterLogin,
    limit: input.limit,
  })
  const found = page(rows, input.limit, (row) => [row.login])
  return { ...found, items: found.items.map((row) => withAbilities(row, actor)) }
}

/** One account. @throws identity.not_found (404) */
export async function getPersonVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof getPerson>,
): Promise<Output<typeof getPerson>> {
  const person = await findPerson(db, input.id)
  if (!person) throw notFound('identity')
  return withAbilities(person, actor)
}

/** Active people for a picker; telephone numbers only for those who call people. */
export async function lookupPeopleVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof lookupPeople>,
): Promise<Output<typeof lookupPeople>> {
  const items = await selectPersonChoices(db, input.q, input.limit)
  return { items: can(actor, 'people.phone') ? items : items.map((item) => ({ ...item, phone: null })) }
}

/**
 * Makes an inactive account. Somebody else, the security administrator, activates it and gives it roles.
 * @returns the account, and for a person the link with which the holder sets the password
 * @throws identity.login_taken (409), identity.org_not_found (422)
 */
export async function createPersonVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof createPerson>,
): Promise<Output<typeof createPerson>> {
  const person = await insertAccount(tx, actor, input)
  const link = person.kind === 'person' ? await makeLink(tx, person.id, 'activation') : null
  return { ...withAbilities(person, actor), link }
}

/** The common part of making an account, by a person or by the set-up. */
export async function insertAccount(
  tx: Tx,
  actor: Actor,
  input: Input<typeof createPerson>,
): Promise<PersonRow> {
  await demandOrg(tx, input.orgId)
  const { phone = null, email = null, title = null } = input
  const id = await insertPerson(tx, { ...input, phone, email, title, createdBy: actor.id })
  if (!id) throw new AppError('identity.login_taken', { field: 'login', params: { login: input.login } })
  const person = (await findPerson(tx, id))!
  await audit(tx, actor, {
    action: 'people.create',
    entity: 'person',
    entityId: id,
    orgId: person.orgId,
    after: facts(person),
  })
  return person
}

/** Changes an account's data; one's own are changed on the account page. @throws identity.not_found, identity.version_conflict (412), permission.self */
export async function editPersonVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof editPerson>,
): Promise<Output<typeof editPerson>> {
  refuseSelf(actor, input.id)
  const before = await accessPerson(tx, input.id, input.version)
  if (input.orgId !== undefined && input.orgId !== before.orgId) await demandOrg(tx, input.orgId)
  const { phone = before.phone, email = before.email, title = before.title } = input
  await updatePerson(tx, before.id, {
    name: input.name ?? before.name,
    orgId: input.orgId ?? before.orgId,
    phone,
    email,
    title,
    locale: before.locale,
  })
  return auditedPerson(tx, actor, 'people.edit', before)
}

/** The account, locked, in the version that the caller has seen. @throws identity.not_found (404), identity.version_conflict (412) */
export async function accessPerson(tx: Tx, id: string, version: number): Promise<PersonRow> {
  await lockPerson(tx, id)
  const person = await findPerson(tx, id)
  if (!person) throw notFound('identity')
  if (person.version !== version) throw new AppError('identity.version_conflict', { status: 412 })
  return person
}

/** Writes the audit entry of a change and returns the account as it is now. */
export async function auditedPerson(
  tx: Tx,
  actor: Actor,
  action: string,
  before: PersonRow,
): Promise<Output<typeof getPerson>> {
  const after = (await findPerson(tx, before.id))!
  await audit(tx, actor, {
    action,
    entity: 'person',
    entityId: after.id,
    orgId: after.orgId,
    before: facts(before),
    after: facts(after),
  })
  return withAbilities(after, actor)
}

async function demandOrg(tx: Tx, orgId: string): Promise<void> {
  const org = await findOrg(tx, orgId)
  if (!org?.active) throw new AppError('identity.org_not_found', { status: 422, field: 'orgId' })
}

function facts(p: PersonRow): Record<string, unknown> {
  const { login, name, kind, orgName, phone, email, title, state, secondFactor, passwordSet } = p
  return { login, name, kind, orgName, phone, email, title, state, secondFactor, passwordSet }
}

function withAbilities(person: PersonRow, actor: Actor): Output<typeof getPerson> {
  return { ...person, abilities: abilitiesOf(person, actor) }
}

/** What the actor may do with the account now. Nobody does anything to the own one. */
export function abilitiesOf(
  person: Pick<PersonRow, 'id' | 'kind' | 'state' | 'secondFactor' | 'createdById' | 'proposedById'>,
  actor: Actor,
): string[] {
  if (person.id === actor.id) return []
  const isPerson = person.kind === 'person'
  const other = actor.id === null || ![person.createdById, person.proposedById].includes(actor.id)
  const able: [string, boolean][] = [
    ['edit', can(actor, 'people.manage')],
    ['reset-password', can(actor, 'people.manage')],
    ['activate', can(actor, 'people.activate') && person.state === 'inactive' && other],
    ['disable', can(actor, 'people.activate') && person.state !== 'disabled'],
    ['require-password-change', can(actor, 'people.activate') && person.state === 'active' && isPerson],
    ['reset-second-factor', can(actor, 'people.reset-second-factor') && person.secondFactor],
    ['grant', can(actor, 'role.grant')],
  ]
  return able.filter(([, yes]) => yes).map(([name]) => name)
}
