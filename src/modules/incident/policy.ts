import { AppError } from '#kernel/errors/index.ts'
import { can, inScope, type Actor } from '#kernel/permission/index.ts'
import { abilityKeys, type Ability } from './contract.ts'
import { isLegal, isOpen } from './lifecycle.ts'
import { moves, type Move } from './words.ts'
import type { IncidentRow } from './store/read.ts'

type Rule = (actor: Actor, row: IncidentRow) => boolean

const isRequester: Rule = (actor, row) => actor.id !== null && row.requester?.id === actor.id
const isAffected: Rule = (actor, row) => isRequester(actor, row) || row.iAmAffected
/** Someone who works on it: its owner, or a member of its group. */
const isWorker: Rule = (actor, row) =>
  can(actor, 'incident.work') &&
  (actor.kind === 'system' ||
    row.owner?.id === actor.id ||
    (row.group !== null && actor.groupIds.includes(row.group.id)))
/** Someone who leads the flow of work where this incident belongs: desk, duty leader, manager. */
const isDispatcher: Rule = (actor, row) =>
  actor.kind === 'system' || inScope(actor, 'incident.dispatch', row.orgPath)
const isStaff: Rule = (actor, row) => isWorker(actor, row) || isDispatcher(actor, row)
const beforeWork: Rule = (_actor, row) => row.state === 'new' || row.state === 'assigned'

/** Who may, whatever the state. One sentence each. */
const rights: Record<Ability, Rule> = {
  assign: isStaff,
  take: isStaff,
  start: (actor, row) => isWorker(actor, row) || (row.owner === null && isDispatcher(actor, row)),
  hold: isStaff,
  resume: isStaff,
  'request-onsite': (actor, row) => isStaff(actor, row) || isRequester(actor, row),
  // the requester or the desk confirms that somebody came, never who came
  arrive: (actor, row) => (isAffected(actor, row) || isDispatcher(actor, row)) && row.owner?.id !== actor.id,
  resolve: isStaff,
  reopen: (actor, row) => isAffected(actor, row) || isStaff(actor, row),
  close: (actor, row) => isRequester(actor, row) || isDispatcher(actor, row),
  cancel: (actor, row) => isDispatcher(actor, row) || (isRequester(actor, row) && beforeWork(actor, row)),
  escalate: isStaff,
  return: isStaff,
  edit: (actor, row) => isOpen(row.state) && isStaff(actor, row),
  grade: (actor, row) => row.state !== 'cancelled' && isDispatcher(actor, row),
  comment: () => true,
  'comment-internal': isStaff,
  'work-log': isStaff,
  attach: () => true,
  watch: (actor) => actor.id !== null,
  join: (actor, row) => isOpen(row.state) && actor.id !== null && !row.iAmAffected,
  duplicate: (actor, row) => isOpen(row.state) && row.duplicateOf === null && isStaff(actor, row),
  merge: (actor, row) => isOpen(row.state) && isStaff(actor, row),
  supervise: (actor, row) => isOpen(row.state) && inScope(actor, 'incident.supervise', row.orgPath),
  decide: (actor, row) => row.grade === 'major' && isStaff(actor, row),
}

/** The permission that each ability's endpoint asks for. */
const permissionOf: Record<Ability, string> = {
  assign: 'incident.assign',
  take: 'incident.work',
  start: 'incident.work',
  hold: 'incident.work',
  resume: 'incident.work',
  'request-onsite': 'incident.onsite',
  arrive: 'incident.arrive',
  resolve: 'incident.work',
  reopen: 'incident.reopen',
  close: 'incident.close',
  cancel: 'incident.cancel',
  escalate: 'incident.work',
  return: 'incident.work',
  edit: 'incident.edit',
  grade: 'incident.grade',
  comment: 'incident.comment',
  'comment-internal': 'incident.comment',
  'work-log': 'incident.work',
  attach: 'incident.comment',
  watch: 'incident.read',
  join: 'incident.create',
  duplicate: 'incident.edit',
  merge: 'incident.edit',
  supervise: 'incident.supervise',
  decide: 'incident.work',
}

const isMove = (ability: Ability): ability is Ability & Move => (moves as readonly string[]).includes(ability)

/** Whether the actor has the right, leaving the state aside. */
export function may(actor: Actor, row: IncidentRow, ability: Ability): boolean {
  return can(actor, permissionOf[ability]) && rights[ability](actor, row)
}

/** @throws incident.not_allowed (403): the actor sees the incident but has not this right on it */
export function demandAbility(actor: Actor, row: IncidentRow, ability: Ability): void {
  if (!may(actor, row, ability))
    throw new AppError('incident.not_allowed', { status: 403, params: { ability } })
}

/** What the actor can do to this incident now; buttons are shown by it. */
export function abilitiesOf(actor: Actor, row: IncidentRow): Ability[] {
  return abilityKeys.filter((a) => may(actor, row, a) && (!isMove(a) || isPossible(row, a)))
}

/** A move that is legal in this state and not pointless. */
function isPossible(row: IncidentRow, move: Move): boolean {
  if (!isLegal(row.state, move)) return false
  if (move === 'request-onsite') return row.onsiteRequestedAt === null
  if (move === 'arrive') return row.onsiteRequestedAt !== null && row.onsiteArrivedAt === null
  return true
}

/**
 * Somebody who only suffers from it too (joined, or watches): told how it goes, not who reported it and with which
 * words and files.
 */
export function isBystander(actor: Actor, row: IncidentRow): boolean {
  if (actor.kind === 'system' || isRequester(actor, row) || isStaff(actor, row)) return false
  return !inScope(actor, 'incident.read-scope', row.orgPath)
}

/** Internal comments and the people behind the scenes are for those who work on it or lead the work. */
export function seesInternal(actor: Actor, row: IncidentRow): boolean {
  return isStaff(actor, row) || can(actor, 'incident.read-internal')
}
