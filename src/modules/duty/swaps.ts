import { audit } from '#kernel/audit/index.ts'
import { dbNow, type Db, type Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { notify } from '#kernel/notify/index.ts'
import { inScope, scopeOf, type Actor } from '#kernel/permission/index.ts'
import type * as contract from './contract.ts'
import { findShift } from './front.ts'
import { stateAfter, swapMoves, type SwapMove } from './lifecycle.ts'
import { accessTeam, visibleTeams } from './policy.ts'
import { revise } from './revise.ts'
import { findRoster, foreignShifts, setPlaces } from './store/rosters.ts'
import {
  both,
  ofPerson,
  publishedOf,
  selectLeaders,
  selectShifts,
  touches,
  type ShiftRow,
} from './store/shifts.ts'
import * as store from './store/swaps.ts'
import { selectMembers } from './store/teams.ts'

type Swap = Output<typeof contract.askSwap>

/** What concerns the caller: asked for by or of the caller, open to the caller's team, or waiting for the caller's approval. */
export async function listSwapsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listSwaps>,
): Promise<Output<typeof contract.listSwaps>> {
  const kept = scopeOf(actor, 'duty.manage')
  const rows = await store.selectSwaps(db, visibleTeams(actor), kept, input.which === 'open')
  return { items: rows.map((row) => present(actor, row)) }
}

/**
 * Asks that another stands a shift of one's own, in return for one of theirs or not.
 * @throws duty.not_found (404); duty.not_yours, duty.begun, duty.same_swap (409); duty.not_member, duty.bad_return (422)
 */
export async function askSwapVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.askSwap>,
): Promise<Swap> {
  const shift = await findShift(tx, input.shiftId)
  if (!shift?.published || !actor.id) throw notFound('duty')
  const team = await accessTeam(tx, actor, shift.teamId, undefined, true)
  if (!stands(shift, actor.id, input.role)) throw new AppError('duty.not_yours', { field: 'shiftId' })
  await demandAhead(tx, shift)
  if (await store.hasOpenSwap(tx, shift.shiftId, input.role, actor.id)) throw new AppError('duty.same_swap')
  if (input.otherId !== undefined) {
    const members = await selectMembers(tx, team.id)
    const fit = members.some((m) => m.person.id === input.otherId && m.active) && input.otherId !== actor.id
    if (!fit) throw new AppError('duty.not_member', { status: 422, field: 'otherId' })
  }
  if (input.otherShiftId !== undefined) {
    const back = await findShift(tx, input.otherShiftId)
    const fit =
      back?.published &&
      back.teamId === team.id &&
      back.shiftId !== shift.shiftId &&
      input.otherId !== undefined &&
      stands(back, input.otherId, input.role)
    if (!fit) throw new AppError('duty.bad_return', { status: 422, field: 'otherShiftId' })
    await demandAhead(tx, back)
  }
  const id = await store.insertSwap(tx, {
    teamId: team.id,
    shiftId: shift.shiftId,
    role: input.role,
    askedBy: actor.id,
    otherId: input.otherId ?? null,
    otherShiftId: input.otherShiftId ?? null,
    reason: input.reason,
  })
  const row = (await store.findSwap(tx, actor.id, id))!
  const others = input.otherId
    ? [input.otherId]
    : (await selectMembers(tx, team.id)).map((m) => m.person.id).filter((one) => one !== actor.id)
  await tell(tx, actor, row, 'swap_asked', others)
  await audit(tx, actor, { ...about('duty.ask-swap', row), after: facts(row) })
  return present(actor, row)
}

/**
 * The one who was asked agrees; of an open request whoever is first.
 * @throws duty.not_found (404), duty.version_stale (412), duty.illegal_move, duty.begun, duty.double_booked (409)
 */
export const acceptSwapVerb = (
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.acceptSwap>,
): Promise<Swap> =>
  move(tx, actor, 'accept', input, async (row) => {
    await demandFree(tx, row, actor.id!)
    await store.moveSwap(tx, row.id, {
      state: 'agreed',
      otherId: actor.id,
      agreed: true,
      remark: input.remark,
    })
    await tell(tx, actor, row, 'swap_agreed', [row.askedBy.id, ...(await selectLeaders(tx, row.team.id))])
  })

/** @throws as `acceptSwapVerb` */
export const declineSwapVerb = (
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.declineSwap>,
): Promise<Swap> =>
  move(tx, actor, 'decline', input, (row) => end(tx, actor, row, 'decline', input.remark, [row.askedBy.id]))

/** @throws as `acceptSwapVerb` */
export const withdrawSwapVerb = (
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.withdrawSwap>,
): Promise<Swap> =>
  move(tx, actor, 'withdraw', input, (row) =>
    end(tx, actor, row, 'withdraw', input.remark, row.other ? [row.other.id] : []),
  )

/** @throws as `acceptSwapVerb` */
export const refuseSwapVerb = (
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.refuseSwap>,
): Promise<Swap> =>
  move(tx, actor, 'refuse', input, (row) =>
    end(tx, actor, row, 'refuse', input.remark, [row.askedBy.id, ...(row.other ? [row.other.id] : [])]),
  )

/**
 * Carries the swap out: the roster gets a revision, both are told.
 * @throws duty.not_yours (409) when one of the two no longer stands the shift; as `acceptSwapVerb`
 */
export const approveSwapVerb = (
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.approveSwap>,
): Promise<Swap> =>
  move(tx, actor, 'approve', input, async (row) => {
    const other = row.other!.id
    await demandFree(tx, row, other)
    if (row.otherShift) await demandFree(tx, row, row.askedBy.id, row.otherShift.id)
    // approved before it is carried out: what is still open and no longer possible is made void by that
    await store.moveSwap(tx, row.id, { state: 'approved', decidedBy: actor.id, remark: input.remark })
    await carryOut(tx, actor, row, row.shift.id, row.rosterId, row.askedBy.id, other)
    if (row.otherShift)
      await carryOut(tx, actor, row, row.otherShift.id, row.otherRosterId!, other, row.askedBy.id)
  })

/** Locks team and swap, checks that the move is the caller's to make now, makes it, and keeps it. */
async function move(
  tx: Tx,
  actor: Actor,
  what: SwapMove,
  input: { id: string; version: number },
  work: (row: store.SwapRow) => Promise<void>,
): Promise<Swap> {
  const found = await store.findSwap(tx, actor.id, input.id)
  if (!found) throw notFound('duty')
  // Whatever changes rosters of a team waits for the team: two who agree, or agree and edit, come one after the other.
  await accessTeam(tx, actor, found.team.id, undefined, true)
  const before = (await store.findSwap(tx, actor.id, input.id, true))!
  if (!concerns(actor, before)) throw notFound('duty')
  if (before.version !== input.version)
    throw new AppError('duty.version_stale', { status: 412, params: { version: before.version } })
  if (!abilities(actor, before).includes(what)) throw new AppError('duty.illegal_move')
  if (what === 'accept' || what === 'approve') {
    const shift = await findShift(tx, before.shift.id)
    if (!shift) throw new AppError('duty.begun')
    await demandAhead(tx, shift)
  }
  await work(before)
  const after = (await store.findSwap(tx, actor.id, input.id))!
  await audit(tx, actor, { ...about(`duty.${what}-swap`, after), before: facts(before), after: facts(after) })
  return present(actor, after)
}

async function end(
  tx: Tx,
  actor: Actor,
  row: store.SwapRow,
  what: SwapMove,
  remark: string,
  to: readonly string[],
): Promise<void> {
  const decidedBy = what === 'refuse' ? { decidedBy: actor.id } : {}
  await store.moveSwap(tx, row.id, { state: stateAfter(what), remark, ...decidedBy })
  await tell(tx, actor, row, `swap_${stateAfter(what)}`, to)
}

async function carryOut(
  tx: Tx,
  actor: Actor,
  row: store.SwapRow,
  shiftId: string,
  rosterId: string,
  from: string,
  to: string,
): Promise<void> {
  const shift = await findShift(tx, shiftId)
  if (!shift || !stands(shift, from, row.role)) throw new AppError('duty.not_yours')
  const roster = (await findRoster(tx, rosterId, true))!
  const people = shift.people
    .filter((p) => p.role === row.role)
    .map((p) => (p.personId === from ? to : p.personId))
  await revise(tx, actor, roster, { why: 'swap', reason: row.reason }, () =>
    setPlaces(tx, [{ shiftId, role: row.role, people }], 'swap'),
  )
}

const stands = (shift: ShiftRow, personId: string, role: string): boolean =>
  shift.people.some((p) => p.personId === personId && p.role === role)

async function demandAhead(tx: Tx, shift: ShiftRow): Promise<void> {
  if (shift.from <= (await dbNow(tx))) throw new AppError('duty.begun')
}

/** The person stands nothing else at that time, in whatever team; what is given in return does not count. @throws duty.double_booked (409) */
async function demandFree(
  tx: Tx,
  row: store.SwapRow,
  personId: string,
  shiftId = row.shift.id,
): Promise<void> {
  const shift = await findShift(tx, shiftId)
  if (!shift) throw new AppError('duty.begun')
  const given = shiftId === row.shift.id ? row.otherShift?.id : row.shift.id
  const [own, foreign] = await Promise.all([
    selectShifts(
      tx,
      both(both(publishedOf(row.team.id), touches(shift.from, shift.to)), ofPerson(personId)),
      {
        limit: 50,
      },
    ),
    foreignShifts(tx, [personId], row.team.id, shift.from, shift.to),
  ])
  const clash = own.find((one) => one.shiftId !== given)
  if (clash || foreign.length > 0)
    throw new AppError('duty.double_booked', {
      params: clash
        ? { team: clash.teamName, shift: clash.name }
        : { team: foreign[0]!.team, shift: foreign[0]!.name },
    })
}

const openToAll = (row: store.SwapRow): boolean => row.other === null

function abilities(actor: Actor, row: store.SwapRow): SwapMove[] {
  const keeps = inScope(actor, 'duty.manage', row.teamOrgPath)
  return swapMoves(row.state, openToAll(row), {
    asker: row.askedBy.id === actor.id,
    other: row.other ? row.other.id === actor.id : row.member,
    approver: row.leads || keeps,
  })
}

function concerns(actor: Actor, row: store.SwapRow): boolean {
  return (
    [row.askedBy.id, row.other?.id].includes(actor.id ?? '') ||
    row.leads ||
    (openToAll(row) && row.member) ||
    // who was quicker took it: the other is told so, and not that it never was
    row.member ||
    inScope(actor, 'duty.manage', row.teamOrgPath)
  )
}

async function tell(
  tx: Tx,
  actor: Actor,
  row: store.SwapRow,
  what: string,
  to: readonly string[],
): Promise<void> {
  await notify(tx, {
    to: to.filter((id) => id !== actor.id),
    textKey: `duty:notify.${what}`,
    params: { by: actor.name, team: row.team.name, day: row.shift.day, shift: row.shift.name },
    entity: 'duty-swap',
    entityId: row.id,
    dedupeKey: `duty:${row.id}:${what}`,
  })
}

const about = (action: string, row: store.SwapRow) => ({
  action,
  entity: 'duty-swap',
  entityId: row.id,
  orgId: row.teamOrgId,
})

const facts = (row: store.SwapRow) => ({
  state: row.state,
  shift: `${row.shift.day} ${row.shift.name}`,
  askedBy: row.askedBy.name,
  other: row.other?.name ?? null,
  inReturn: row.otherShift ? `${row.otherShift.day} ${row.otherShift.name}` : null,
  reason: row.reason,
})

function present(actor: Actor, row: store.SwapRow): Swap {
  const {
    teamOrgId: _,
    teamOrgPath: __,
    leads: ___,
    member: ____,
    rosterId: _____,
    otherRosterId: ______,
    ...rest
  } = row
  const times = (shift: { id: string; day: string; name: string; from: string; to: string }) => ({
    ...shift,
    from: new Date(shift.from),
    to: new Date(shift.to),
  })
  return {
    ...rest,
    shift: times(row.shift),
    otherShift: row.otherShift && times(row.otherShift),
    abilities: abilities(actor, row),
  }
}
