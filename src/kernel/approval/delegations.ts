import { audit } from '#kernel/audit/index.ts'
import { dbNow, type Db, type Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import { emit } from '#kernel/events/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { notify } from '#kernel/notify/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import type * as contract from './contract.ts'
import {
  endDelegation,
  findDelegation,
  insertDelegation,
  lockDelegations,
  moveDelegationEnd,
  overlapping,
  selectDelegations,
  type DelegationRow,
  type Span,
} from './store/delegations.ts'
import { whoMayDecide } from './store/people.ts'

/** Longest time that a delegation may last, in days: who is away longer hands the post over. */
const longest = 366

/** What I gave and what was given to me; ended ones of the last three months, too. */
export async function listDelegationsVerb(
  db: Db,
  actor: Actor,
): Promise<Output<typeof contract.listDelegations>> {
  return { items: actor.id === null ? [] : await selectDelegations(db, actor.id) }
}

/**
 * Names a stand-in for oneself. The stand-in is not away in that time, and who stands in for somebody names nobody:
 * there are no chains, so what is delegated is decided by the one who was named.
 * @throws approval.unfit, approval.bad_span (422); approval.absence_overlaps, approval.stand_in_away,
 * approval.stands_in (409)
 */
export async function createDelegationVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.createDelegation>,
): Promise<Output<typeof contract.createDelegation>> {
  await lockDelegations(tx)
  const now = await dbNow(tx)
  const startsAt = input.startsAt === undefined ? now : new Date(input.startsAt)
  const span = { startsAt: startsAt < now ? now : startsAt, endsAt: new Date(input.endsAt) }
  demandSpan(span, now)
  const fromId = actor.id!
  if (input.toId === fromId || (await whoMayDecide(tx, [input.toId])).length === 0)
    throw new AppError('approval.unfit', { status: 422, field: 'toId' })
  await refuseChains(tx, fromId, input.toId, span, null)
  const id = await insertDelegation(tx, {
    ...span,
    fromId,
    toId: input.toId,
    reason: input.reason,
    by: actor.id,
  })
  const made = (await findDelegation(tx, id))!
  await audit(tx, actor, { action: 'approval.delegate', ...about(id), after: { ...made } })
  await tellStandIn(tx, made, 'standIn')
  return made
}

/** Brings the end forward or puts it off. Only who gave it. @throws as createDelegationVerb; approval.delegation_over (409) */
export async function editDelegationVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.editDelegation>,
): Promise<Output<typeof contract.editDelegation>> {
  await lockDelegations(tx)
  const now = await dbNow(tx)
  const before = await ownDelegation(tx, actor, input, now)
  if (before.from.id !== actor.id) throw new AppError('approval.not_allowed', { status: 403 })
  const span = { startsAt: before.startsAt, endsAt: new Date(input.endsAt) }
  demandSpan(span, now)
  await refuseChains(tx, before.from.id, before.to.id, span, before.id)
  await moveDelegationEnd(tx, before.id, span.endsAt)
  const after = (await findDelegation(tx, before.id))!
  await audit(tx, actor, {
    action: 'approval.edit-delegation',
    ...about(before.id),
    before: { ...before },
    after: { ...after },
  })
  await tellStandIn(tx, after, 'standIn')
  return after
}

/** Ends a delegation at once. Either of the two may. @throws approval.not_found (404), approval.delegation_over (409) */
export async function endDelegationVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.endDelegation>,
): Promise<Output<typeof contract.endDelegation>> {
  const before = await ownDelegation(tx, actor, input, await dbNow(tx))
  await endDelegation(tx, before.id)
  await audit(tx, actor, { action: 'approval.end-delegation', ...about(before.id), before: { ...before } })
  await tellStandIn(tx, before, 'standInEnded')
  return { items: await selectDelegations(tx, actor.id!) }
}

async function ownDelegation(
  tx: Tx,
  actor: Actor,
  input: { id: string; version: number },
  now: Date,
): Promise<DelegationRow> {
  const row = await findDelegation(tx, input.id, true)
  if (!row || (row.from.id !== actor.id && row.to.id !== actor.id)) throw notFound('approval')
  if (row.version !== input.version)
    throw new AppError('approval.version_stale', { status: 412, params: { version: row.version } })
  if (row.endsAt <= now) throw new AppError('approval.delegation_over', { status: 409 })
  return row
}

function demandSpan({ startsAt, endsAt }: Span, now: Date): void {
  const tooLong = endsAt.getTime() - startsAt.getTime() > longest * 86_400_000
  if (endsAt <= startsAt || endsAt <= now || tooLong)
    throw new AppError('approval.bad_span', { status: 422, field: 'endsAt', params: { days: longest } })
}

async function refuseChains(
  tx: Tx,
  fromId: string,
  toId: string,
  span: Span,
  exceptId: string | null,
): Promise<void> {
  const others = (await overlapping(tx, [fromId, toId], span)).filter((one) => one.id !== exceptId)
  if (others.some((one) => one.fromId === fromId)) throw new AppError('approval.absence_overlaps')
  if (others.some((one) => one.fromId === toId))
    throw new AppError('approval.stand_in_away', { field: 'toId' })
  if (others.some((one) => one.toId === fromId)) throw new AppError('approval.stands_in')
}

const about = (id: string) => ({ entity: 'approval_delegation', entityId: id })

async function tellStandIn(tx: Tx, row: DelegationRow, text: 'standIn' | 'standInEnded'): Promise<void> {
  await notify(tx, {
    to: [row.to.id],
    textKey: text === 'standIn' ? 'approval:notify.standIn' : 'approval:notify.standInEnded',
    params: { actor: row.from.name },
    entity: 'approval',
    entityId: 'delegations',
    dedupeKey: `approval.${text}:${row.id}:${row.version}`,
  })
  await emit(tx, {
    type: 'approval.delegated',
    entity: 'approval',
    entityId: row.id,
    data: { notify: [row.from.id, row.to.id] },
  })
}
