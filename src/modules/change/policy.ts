import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import { can, inScope, type Actor } from '#kernel/permission/index.ts'
import { abilityKeys, type Ability } from './contract.ts'
import { isLegal, isUnderWay } from './lifecycle.ts'
import { findChange, type ChangeRow } from './store/read.ts'
import { visibleChanges } from './visible.ts'
import { moves, type Move } from './words.ts'

type Rule = (actor: Actor, row: ChangeRow) => boolean

const isRequester: Rule = (actor, row) => actor.id !== null && row.requester?.id === actor.id
const isImplementer: Rule = (actor, row) => actor.id !== null && row.implementer?.id === actor.id
const isSecond: Rule = (actor, row) => actor.id !== null && row.second?.id === actor.id
/** Who does the work: the implementer, the second person, and while nobody is named the group. */
const isWorker: Rule = (actor, row) =>
  isImplementer(actor, row) ||
  isSecond(actor, row) ||
  (actor.id !== null && row.taskOwnerIds.includes(actor.id)) ||
  (row.group !== null && actor.groupIds.includes(row.group.id))
const assesses: Rule = (actor, row) => inScope(actor, 'change.assess', row.orgPath)
const manages: Rule = (actor, row) => inScope(actor, 'change.manage', row.orgPath)
const plans: Rule = (actor, row) =>
  isRequester(actor, row) || isImplementer(actor, row) || manages(actor, row)
/** Nobody decides about what is the own work. */
const ofOthers: Rule = (actor, row) => !isImplementer(actor, row) && !isSecond(actor, row)

/** Who may, whatever the state. */
const rights: Record<Ability, Rule> = {
  edit: plans,
  submit: (actor, row) => isRequester(actor, row) || manages(actor, row),
  assess: (actor, row) => assesses(actor, row) && !isRequester(actor, row) && !isImplementer(actor, row),
  'send-back': assesses,
  start: isImplementer,
  implement: isImplementer,
  fail: (actor, row) => isImplementer(actor, row) || isSecond(actor, row),
  'back-out': isImplementer,
  close: (actor, row) => assesses(actor, row) && ofOthers(actor, row),
  cancel: (actor, row) => isRequester(actor, row) || manages(actor, row),
  'allow-outside': (actor, row) => manages(actor, row) && ofOthers(actor, row),
  'except-freeze': (actor, row) => manages(actor, row) && ofOthers(actor, row),
  acknowledge: plans,
  prepare: (actor, row) => plans(actor, row) || isWorker(actor, row),
  record: isWorker,
  // the second person looks at what the first has done
  confirm: isSecond,
  task: isWorker,
  ratify: (actor, row) => isRequester(actor, row) || manages(actor, row),
  link: (actor, row) => plans(actor, row) || isWorker(actor, row) || assesses(actor, row),
  comment: () => true,
}

const permissionOf: Record<Ability, string> = {
  edit: 'change.request',
  submit: 'change.request',
  assess: 'change.assess',
  'send-back': 'change.assess',
  start: 'change.implement',
  implement: 'change.implement',
  fail: 'change.implement',
  'back-out': 'change.implement',
  close: 'change.assess',
  cancel: 'change.request',
  'allow-outside': 'change.manage',
  'except-freeze': 'change.manage',
  acknowledge: 'change.request',
  prepare: 'change.implement',
  record: 'change.implement',
  confirm: 'change.implement',
  task: 'change.implement',
  ratify: 'change.request',
  link: 'change.request',
  comment: 'change.read',
}

const isMove = (ability: Ability): ability is Ability & Move => (moves as readonly string[]).includes(ability)
const beforeWork = (row: ChangeRow): boolean => isLegal(row.state, 'edit')

/** Whether it makes sense in this state. */
function isPossible(row: ChangeRow, ability: Ability): boolean {
  if (ability === 'edit' || isMove(ability)) return isLegal(row.state, ability)
  switch (ability) {
    case 'allow-outside':
      return row.state === 'scheduled'
    case 'except-freeze':
      return beforeWork(row) && row.startsAt !== null
    case 'acknowledge':
      return beforeWork(row)
    case 'prepare':
      return beforeWork(row) || isUnderWay(row.state)
    case 'record':
      return row.state === 'scheduled' || isUnderWay(row.state)
    case 'task':
      return isUnderWay(row.state)
    case 'confirm':
      return isUnderWay(row.state) && row.confirmedAt === null
    case 'ratify':
      return row.kind === 'emergency' && row.letBeginAt !== null && row.ratified === 'waiting'
    case 'link':
      return true
    default:
      return true
  }
}

export function may(actor: Actor, row: ChangeRow, ability: Ability): boolean {
  return can(actor, permissionOf[ability]) && rights[ability](actor, row)
}

/** What the actor can do with the change now; buttons are shown by it. */
export function abilitiesOf(actor: Actor, row: ChangeRow): Ability[] {
  return abilityKeys.filter((ability) => may(actor, row, ability) && isPossible(row, ability))
}

/** The only way to obtain a change. @throws change.not_found (404): missing or invisible */
export async function accessChange(db: Db | Tx, actor: Actor, id: string): Promise<ChangeRow> {
  const row = await findChange(db, visibleChanges(actor), id)
  if (!row) throw notFound('change')
  return row
}

/**
 * As `accessChange`, with the right checked and the row locked until the transaction ends: whoever changes any part of a
 * change holds it, so that a gate never looks at a part that is about to change.
 * @param version null for parts that have no version of their own
 * @throws change.not_found (404), change.not_allowed (403), change.version_stale (412), change.not_now (409),
 * change.illegal_move (409)
 */
export async function lockChange(
  tx: Tx,
  actor: Actor,
  at: { id: string; version?: number },
  ability: Ability,
): Promise<ChangeRow> {
  const row = await findChange(tx, visibleChanges(actor), at.id, true)
  if (!row) throw notFound('change')
  if (!may(actor, row, ability))
    throw new AppError('change.not_allowed', { status: 403, params: { ability } })
  if (at.version !== undefined && row.version !== at.version)
    throw new AppError('change.version_stale', { status: 412, params: { version: row.version } })
  if (isMove(ability) && !isLegal(row.state, ability))
    throw new AppError('change.illegal_move', {
      status: 409,
      params: { move: ability, state: row.state },
      field: 'state',
    })
  if (!isPossible(row, ability)) throw new AppError('change.not_now', { status: 409, field: 'state' })
  return row
}
