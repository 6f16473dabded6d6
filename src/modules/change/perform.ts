/** From the first touch to the review: what the implementer, the second person, the manager and the reviewer do. */
import { voidApprovals } from '#kernel/approval/index.ts'
import { dbNow, type Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Input } from '#kernel/http/endpoint.ts'
import { cancelTimer, setTimer } from '#kernel/jobs/index.ts'
import { holdersOf, type Actor } from '#kernel/permission/index.ts'
import type * as contract from './contract.ts'
import type { ChangeRecord } from './contract.ts'
import { conflictsFor, demandGate, surroundingsOf, windowsText } from './facts.ts'
import { subjectOf } from './hand-in.ts'
import { nextState } from './lifecycle.ts'
import { carryOut, type Deed } from './move.ts'
import { lockChange } from './policy.ts'
import { presentAgain } from './present.ts'
import { releaseAlerts, windowEnd } from './silence.ts'
import type { ChangeRow } from './store/read.ts'
import { putAck, putException } from './store/write.ts'
import type { Move } from './words.ts'

type Made = Omit<Deed, 'action'>

/** One move of the life cycle, with what is peculiar to it. */
async function move(
  tx: Tx,
  actor: Actor,
  input: { id: string; version: number },
  what: Move,
  gate: 'start' | 'finish' | 'back-out' | 'close' | null,
  make: (row: ChangeRow, now: Date) => Made | Promise<Made>,
): Promise<ChangeRow> {
  const row = await lockChange(tx, actor, input, what)
  if (gate) demandGate(actor, (await surroundingsOf(tx, actor, row)).facts, gate)
  const made = await make(row, await dbNow(tx))
  const to = nextState(row.state, what, { kind: row.kind, signed: true })
  await carryOut(tx, actor, row, { action: what, to, ...made })
  return row
}

const people = (row: ChangeRow) => [row.requester?.id, row.implementer?.id, row.second?.id]

/**
 * Begins, inside the window (or with the manager's leave), with backup and state before recorded, files copied,
 * conflicts acknowledged, no freeze, two people, and approved by somebody else. Its services' alerts are kept quiet
 * until the window ends.
 * @throws see `lockChange`; change.incomplete (409), naming what is missing
 */
export async function startChangeVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.startChange>,
): Promise<ChangeRecord> {
  const row = await move(tx, actor, input, 'start', 'start', (r, now) => ({
    body: input.note,
    change: { begun_by: actor.id, begun_at: now },
    news: 'started',
    tell: people(r),
  }))
  await setTimer(tx, { kind: windowEnd, key: row.id, dueAt: row.endsAt! })
  return presentAgain(tx, actor, row.id)
}

/** @throws see `lockChange`; change.incomplete (409): tasks, the state after, the second person's confirmation */
export async function implementChangeVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.implementChange>,
): Promise<ChangeRecord> {
  const row = await move(tx, actor, input, 'implement', 'finish', async (r, now) => ({
    body: input.note,
    change: { implemented_at: now },
    news: 'implemented',
    tell: [r.requester?.id, ...(await holdersOf(tx, { permission: 'change.assess' }, r.orgPath))],
  }))
  await quietNoMore(tx, row)
  return presentAgain(tx, actor, row.id)
}

/** It failed; backing out goes on under the same window and the same silence. @throws see `lockChange` */
export async function failChangeVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.failChange>,
): Promise<ChangeRecord> {
  const row = await move(tx, actor, input, 'fail', null, async (r, now) => ({
    body: input.reason,
    // what was confirmed is taken back now
    change: { failure: input.reason, failed_at: now, confirmed_by: null, confirmed_at: null },
    news: 'failed',
    tell: [...people(r), ...(await holdersOf(tx, { permission: 'change.assess' }, r.orgPath))],
  }))
  return presentAgain(tx, actor, row.id)
}

/** @throws see `lockChange`; change.incomplete (409): the state after, the second person's confirmation */
export async function backOutVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.backOutChange>,
): Promise<ChangeRecord> {
  const row = await move(tx, actor, input, 'back-out', 'back-out', (r, now) => ({
    body: input.note,
    change: { implemented_at: now },
    news: 'backed-out',
    tell: people(r),
  }))
  await quietNoMore(tx, row)
  return presentAgain(tx, actor, row.id)
}

async function quietNoMore(tx: Tx, row: ChangeRow): Promise<void> {
  await cancelTimer(tx, windowEnd, row.id)
  await releaseAlerts(tx, row.id)
}

/** Looks back: how it went. Never by those who did it. @throws see `lockChange`; change.incomplete, change.result_of_failure (409) */
export async function closeChangeVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.closeChange>,
): Promise<ChangeRecord> {
  const row = await move(tx, actor, input, 'close', 'close', (r, now) => {
    if (r.state === 'backed-out' && input.result !== 'failed')
      throw new AppError('change.result_of_failure', { status: 422, field: 'result' })
    return {
      body: input.review,
      data: { result: input.result },
      ticket: { closed_at: now },
      change: { result: input.result, review: input.review, reviewed_by: actor.id },
      news: 'closed',
      tell: people(r),
    }
  })
  return presentAgain(tx, actor, row.id)
}

/** Gives it up before work begins; whoever was asked to sign is asked no more. @throws see `lockChange` */
export async function cancelChangeVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.cancelChange>,
): Promise<ChangeRecord> {
  const row = await move(tx, actor, input, 'cancel', null, (r) => ({
    body: input.reason,
    change: { approved_digest: null, ratified: null },
    news: 'cancelled',
    tell: people(r),
  }))
  await voidApprovals(tx, actor, subjectOf(row), input.reason)
  return presentAgain(tx, actor, row.id)
}

/** The manager's leave to begin outside the window, with the reason; never for the own work. @throws see `lockChange` */
export async function allowOutsideVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.allowOutside>,
): Promise<ChangeRecord> {
  const row = await lockChange(tx, actor, input, 'allow-outside')
  await carryOut(tx, actor, row, {
    action: 'allow-outside',
    body: input.reason,
    change: { outside_reason: input.reason, outside_by: actor.id },
    news: 'changed',
  })
  return presentAgain(tx, actor, row.id)
}

/** The manager's leave to use a window in a freeze; it holds for this window. @throws see `lockChange` */
export async function exceptFreezeVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.exceptFreeze>,
): Promise<ChangeRecord> {
  const row = await lockChange(tx, actor, input, 'except-freeze')
  const { startsAt, endsAt } = row
  await putException(tx, {
    changeId: row.id,
    startsAt: startsAt!,
    endsAt: endsAt!,
    reason: input.reason,
    by: actor.id!,
  })
  await carryOut(tx, actor, row, { action: 'except-freeze', body: input.reason, news: 'changed' })
  return presentAgain(tx, actor, row.id)
}

/** Somebody has looked at a conflict and says why both can go on. @throws see `lockChange`; change.no_conflict (409) */
export async function acknowledgeVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.acknowledgeConflict>,
): Promise<ChangeRecord> {
  const row = await lockChange(tx, actor, input, 'acknowledge')
  const other = (await conflictsFor(tx, actor, row)).find((one) => one.id === input.otherId)
  if (!other) throw new AppError('change.no_conflict', { status: 409, field: 'otherId' })
  await putAck(tx, {
    changeId: row.id,
    otherId: other.id,
    windows: windowsText(row, other),
    note: input.note,
    by: actor.id!,
  })
  await carryOut(tx, actor, row, {
    action: 'acknowledge',
    body: input.note,
    data: { other: other.number },
    news: 'changed',
  })
  return presentAgain(tx, actor, row.id)
}

/**
 * The second person of the two-person rule confirms what was done, after the state after it was recorded.
 * @throws see `lockChange`; change.incomplete (409) naming the state after
 */
export async function confirmVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.confirmChange>,
): Promise<ChangeRecord> {
  const row = await lockChange(tx, actor, input, 'confirm')
  const { facts } = await surroundingsOf(tx, actor, row)
  demandGate(actor, { ...facts, confirmed: true, openTasks: 0 }, 'finish')
  await carryOut(tx, actor, row, {
    action: 'confirm',
    body: input.note,
    change: { confirmed_by: actor.id, confirmed_at: await dbNow(tx) },
    news: 'confirm',
    tell: [row.implementer?.id],
  })
  return presentAgain(tx, actor, row.id)
}
