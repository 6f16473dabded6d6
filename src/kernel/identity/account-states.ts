import type { Tx } from '../db/index.ts'
import { AppError } from '../errors/index.ts'
import type { Input, Output } from '../http/endpoint.ts'
import type { Actor } from '../permission/actor.ts'
import { demandSecondPerson, refuseLastHolder, refuseSelf } from '../permission/separation.ts'
import type {
  activatePerson,
  disablePerson,
  requirePasswordChange,
  resetPassword,
  resetSecondFactor,
} from './contract.ts'
import { makeLink } from './links.ts'
import { accessPerson, auditedPerson } from './people.ts'
import { clearTotp, demandPasswordChange, setPasswordHash } from './store/credential.ts'
import { updateState, type PersonRow } from './store/person.ts'
import { revokeAll, revokeSessions } from './store/session.ts'

/**
 * Releases an account that somebody else has made or reset.
 * @throws permission.self, permission.two_people (403), identity.illegal_move (409), identity.version_conflict (412)
 */
export async function activatePersonVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof activatePerson>,
): Promise<Output<typeof activatePerson>> {
  refuseSelf(actor, input.id)
  const person = await accessPerson(tx, input.id, input.version)
  demandState(person, ['inactive'])
  demandSecondPerson(actor, [person.createdById, person.proposedById])
  await updateState(tx, person.id, 'active', { activatedBy: actor.id })
  return auditedPerson(tx, actor, 'people.activate', person)
}

/**
 * Ends an account: sessions, tokens and links with it. It comes back by a password reset and an activation.
 * @throws permission.self (403), permission.last_holder (409), identity.illegal_move (409)
 */
export async function disablePersonVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof disablePerson>,
): Promise<Output<typeof disablePerson>> {
  refuseSelf(actor, input.id)
  const person = await accessPerson(tx, input.id, input.version)
  demandState(person, ['inactive', 'active'])
  if (person.state === 'active') await refuseLastHolder(tx, person.id)
  await updateState(tx, person.id, 'disabled', {})
  await revokeAll(tx, person.id)
  return auditedPerson(tx, actor, 'people.disable', person)
}

/**
 * Takes the password away and gives a new one-time link. The account then waits for activation by somebody else,
 * so that no single administrator can take an account over.
 * A machine account has no password: it loses its tokens and waits like any other.
 * @throws permission.self (403), permission.last_holder (409)
 */
export async function resetPasswordVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof resetPassword>,
): Promise<Output<typeof resetPassword>> {
  refuseSelf(actor, input.id)
  const person = await accessPerson(tx, input.id, input.version)
  if (person.state === 'active') await refuseLastHolder(tx, person.id)
  await revokeAll(tx, person.id)
  await setPasswordHash(tx, person.id, null, true)
  await updateState(tx, person.id, 'inactive', { proposedBy: actor.id, activatedBy: null })
  const link = person.kind === 'machine' ? null : await makeLink(tx, person.id, 'reset')
  return { ...(await auditedPerson(tx, actor, 'people.reset-password', person)), link }
}

/** Takes a lost second factor away; the holder signs in with the password and enrols anew. @throws permission.self, identity.no_second_factor */
export async function resetSecondFactorVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof resetSecondFactor>,
): Promise<Output<typeof resetSecondFactor>> {
  refuseSelf(actor, input.id)
  const person = await accessPerson(tx, input.id, input.version)
  if (!person.secondFactor) throw new AppError('identity.no_second_factor')
  await clearTotp(tx, person.id)
  await revokeSessions(tx, person.id)
  await updateState(tx, person.id, person.state, {})
  return auditedPerson(tx, actor, 'people.reset-second-factor', person)
}

/** Lets the holder do nothing but change the password. @throws permission.self, identity.illegal_move */
export async function requirePasswordChangeVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof requirePasswordChange>,
): Promise<Output<typeof requirePasswordChange>> {
  refuseSelf(actor, input.id)
  const person = await accessPerson(tx, input.id, input.version)
  demandState(person, ['active'])
  if (person.kind === 'machine') throw new AppError('identity.machine_has_no_password')
  await demandPasswordChange(tx, person.id)
  await updateState(tx, person.id, person.state, {})
  return auditedPerson(tx, actor, 'people.require-password-change', person)
}

function demandState(person: PersonRow, states: readonly PersonRow['state'][]): void {
  if (!states.includes(person.state))
    throw new AppError('identity.illegal_move', { field: 'state', params: { state: person.state } })
}
