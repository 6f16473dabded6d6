import { audit } from '../audit/record.ts'
import type { Db, Tx } from '../db/index.ts'
import { AppError } from '../errors/index.ts'
import type { Input, Output } from '../http/endpoint.ts'
import type { Actor } from '../permission/actor.ts'
import type { editMe, getMe, listSessions, revokeSession, signOut } from './contract.ts'
import { selectMe } from './store/me.ts'
import { findPerson, lockPerson, updatePerson } from './store/person.ts'
import { revokeSessions, selectSessions } from './store/session.ts'

/** Who is signed in, with every right. */
export async function getMeVerb(
  db: Db,
  actor: Actor,
  _input: Input<typeof getMe>,
): Promise<Output<typeof getMe>> {
  return describe(db, { ...actor, id: actor.id! })
}

/** The answer about a person with these rights. */
export async function describe(
  db: Db,
  who: {
    id: string
    permissions: ReadonlySet<string>
    post?: Actor['post'] | undefined
    restricted?: Actor['restricted'] | undefined
  },
): Promise<Output<typeof getMe>> {
  return {
    ...(await selectMe(db, who.id)),
    permissions: [...who.permissions].sort(),
    post: who.post ?? null,
    restricted: who.restricted ?? null,
  }
}

/** Changes what belongs to oneself: language, telephone, mail. */
export async function editMeVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof editMe>,
): Promise<Output<typeof editMe>> {
  await lockPerson(tx, actor.id!)
  const before = (await findPerson(tx, actor.id!))!
  const { locale = before.locale, phone = before.phone, email = before.email } = input
  await updatePerson(tx, before.id, { ...before, locale, phone, email })
  await audit(tx, actor, {
    action: 'identity.edit-me',
    entity: 'person',
    entityId: before.id,
    orgId: before.orgId,
    before: { locale: before.locale, phone: before.phone, email: before.email },
    after: { locale, phone, email },
  })
  return describe(tx, { ...actor, id: before.id })
}

/** Ends the session of the request. Without one there is nothing to do. */
export async function signOutVerb(
  tx: Tx,
  actor: Actor,
  _input: Input<typeof signOut>,
): Promise<Output<typeof signOut>> {
  if (!actor.id || !actor.sessionId) return {}
  if ((await revokeSessions(tx, actor.id, { id: actor.sessionId })) > 0)
    await audit(tx, actor, {
      action: 'identity.sign-out',
      entity: 'session',
      entityId: actor.sessionId,
      orgId: actor.orgId,
    })
  return {}
}

export async function listSessionsVerb(
  db: Db,
  actor: Actor,
  _input: Input<typeof listSessions>,
): Promise<Output<typeof listSessions>> {
  const sessions = await selectSessions(db, actor.id!)
  return { items: sessions.map((s) => ({ ...s, current: s.id === actor.sessionId })) }
}

/** Ends one of the own sessions. @throws identity.not_found (404) */
export async function revokeSessionVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof revokeSession>,
): Promise<Output<typeof revokeSession>> {
  const ended = await revokeSessions(tx, actor.id!, { id: input.id })
  if (ended === 0) throw new AppError('identity.not_found', { status: 404 })
  await audit(tx, actor, {
    action: 'identity.revoke-session',
    entity: 'session',
    entityId: input.id,
    orgId: actor.orgId,
  })
  return {}
}
