import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import { can, inScope, type Actor } from '#kernel/permission/index.ts'
import { recallable, replay } from './lifecycle.ts'
import type { Loaded } from './run.ts'
import { findApproval, readFacts, type ApprovalRow } from './store/approvals.ts'
import { standsInFor } from './store/delegations.ts'
import { knownKind } from './subjects.ts'
import type { Approval, Item } from './words.ts'

export type Ability =
  'approve' | 'reject' | 'return' | 'add-signer' | 'transfer' | 'recall' | 'withdraw' | 'remind' | 'resubmit'

/** An approval with what the actor has to do with it. */
export interface Access extends Loaded {
  /** items that the actor may decide now: the own one, and those of people stood in for */
  mine: Item[]
  /** the actor's own last approval, if it may be taken back */
  recall: Item | undefined
  abilities: Ability[]
}

/**
 * The only way to an approval: requester, whoever is or was asked or decided, who stands in now, holders of
 * `approval.read-all` for its org, and whoever may read the record itself.
 * @throws approval.not_found (404)
 */
export async function accessApproval(db: Db | Tx, actor: Actor, id: string, lock = false): Promise<Access> {
  const row = await findApproval(db, id, lock)
  if (!row || actor.id === null) throw notFound('approval')
  const facts = await readFacts(db, id)
  const approval = replay(facts)
  const stoodInFor = can(actor, 'approval.decide') ? await standsInFor(db, actor.id) : []
  if (!(await maySee(db, actor, row, approval, stoodInFor))) throw notFound('approval')
  const mine = can(actor, 'approval.decide') ? decidable(approval, actor.id, stoodInFor) : []
  const recall = can(actor, 'approval.decide') ? lastOwn(approval, actor.id) : undefined
  const access = { row, facts, approval, mine, recall }
  return { ...access, abilities: abilitiesOf(actor, access) }
}

async function maySee(
  db: Db,
  actor: Actor,
  row: ApprovalRow,
  approval: Approval,
  stoodInFor: readonly string[],
): Promise<boolean> {
  const me = actor.id!
  if (row.requester.id === me || inScope(actor, 'approval.read-all', row.orgPath)) return true
  if (approval.items.some((item) => item.personId === me || item.by === me)) return true
  if (approval.items.some((item) => item.state === 'waiting' && stoodInFor.includes(item.personId)))
    return true
  return (await knownKind(row.subject.entity)?.canRead(db, actor, row.subject.id)) ?? false
}

/** Waiting items of the step that the actor may sign: the own first. */
function decidable(approval: Approval, me: string, stoodInFor: readonly string[]): Item[] {
  if (approval.current === null) return []
  if (me === approval.requesterId && !approval.requesterMayDecide) return []
  const signed = approval.items.some(
    (item) => item.act === approval.current && item.state === 'approved' && item.by === me,
  )
  if (signed) return []
  return approval.items
    .filter((item) => item.state === 'waiting' && item.step > 0)
    .filter((item) => item.personId === me || stoodInFor.includes(item.personId))
    .toSorted((a, b) => Number(b.personId === me) - Number(a.personId === me))
}

/** The actor's latest approval, when nothing has been decided on top of it. */
function lastOwn(approval: Approval, me: string): Item | undefined {
  const last = approval.items.findLast((item) => item.state === 'approved' && item.by === me)
  if (!last || approval.state !== 'running') return undefined
  try {
    return recallable(approval, last.id, me)
  } catch (error) {
    if (error instanceof AppError) return undefined
    throw error
  }
}

function abilitiesOf(actor: Actor, { row, approval, mine, recall }: Omit<Access, 'abilities'>): Ability[] {
  if (approval.state !== 'running') return []
  const requester = row.requester.id === actor.id
  const atStep = approval.acts[approval.current!]!.step > 0
  const abilities: Ability[] = mine.length > 0 ? ['approve', 'reject', 'return', 'add-signer'] : []
  if (mine.length > 0 || (atStep && inScope(actor, 'approval.manage', row.orgPath)))
    abilities.push('transfer')
  if (recall) abilities.push('recall')
  if (requester) abilities.push('withdraw')
  if (requester && atStep) abilities.push('remind')
  if (requester && !atStep && knownKind(row.subject.entity)?.digest) abilities.push('resubmit')
  return abilities
}

/**
 * As `accessApproval`, locked, for a move of the actor.
 * @throws approval.not_found (404), approval.version_stale (412), approval.over (409), approval.not_allowed (403)
 */
export async function accessForMove(
  tx: Tx,
  actor: Actor,
  input: { id: string; version: number },
  ability: Ability,
): Promise<Access> {
  const access = await accessApproval(tx, actor, input.id, true)
  if (access.row.version !== input.version)
    throw new AppError('approval.version_stale', { status: 412, params: { version: access.row.version } })
  if (access.approval.state !== 'running')
    throw new AppError('approval.over', { status: 409, field: 'state' })
  if (!access.abilities.includes(ability)) throw new AppError('approval.not_allowed', { status: 403 })
  return access
}
