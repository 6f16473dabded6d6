import { audit } from '../audit/record.ts'
import type { Db, Tx } from '../db/index.ts'
import { AppError } from '../errors/index.ts'
import type { Actor } from '../permission/actor.ts'
import { readRights } from '../permission/store/rights.ts'
import { hashPassword } from './password-hash.ts'
import { setPasswordHash } from './store/credential.ts'
import { readInstallation } from './store/installation.ts'
import { findPersonByLogin, updateState } from './store/person.ts'

/**
 * Sets a password without a link: for the program itself (the demo, tests), never on behalf of a person.
 * @param mustChange the holder must change it before anything else
 * @throws Error when a person calls it
 */
export async function setPassword(
  tx: Tx,
  actor: Actor,
  input: { personId: string; password: string; mustChange?: boolean },
): Promise<void> {
  if (actor.kind !== 'system') throw new Error('only the program itself sets passwords')
  await setPasswordHash(tx, input.personId, await hashPassword(input.password), input.mustChange ?? false)
  await audit(tx, actor, { action: 'identity.set-password', entity: 'person', entityId: input.personId })
}

/** Activates an administrator of a demo, who has no link to open. @throws Error when this is no demo */
export async function activateDemoAdministrator(tx: Tx, actor: Actor, personId: string): Promise<void> {
  if (!(await readInstallation(tx)).demo) throw new Error('administrators activate themselves by their links')
  await updateState(tx, personId, 'active', {})
  await audit(tx, actor, { action: 'people.activate', entity: 'person', entityId: personId })
}

/**
 * The actor that a person is, outside of a request: for seeding, imports and tests.
 * @throws identity.not_found (404) when there is no active person of this login
 */
export async function personActor(db: Db, login: string, traceId = `as ${login}`): Promise<Actor> {
  const person = await findPersonByLogin(db, login)
  if (person?.state !== 'active') throw new AppError('identity.not_found', { status: 404 })
  const { post, ...rights } = await readRights(db, person.id)
  const { id, no, kind, name, orgId, orgPath, locale } = person
  return {
    ...rights,
    ...(post && { post }),
    id,
    no,
    kind,
    login,
    name,
    orgId,
    orgPath,
    locale,
    ip: null,
    traceId,
  }
}
