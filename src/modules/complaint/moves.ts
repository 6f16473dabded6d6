import { audit } from '#kernel/audit/index.ts'
import { workingDaysAfter } from '#kernel/calendar/index.ts'
import { dbNow, type Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import { emit } from '#kernel/events/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { notify } from '#kernel/notify/index.ts'
import { holdersOf, type Actor } from '#kernel/permission/index.ts'
import type * as contract from './contract.ts'
import { demandHandler, hashOf, nobody } from './file.ts'
import { may, type Move, type Reply } from './lifecycle.ts'
import { complaintFor, demandVersion, present, presentMine } from './policy.ts'
import * as read from './store/read.ts'
import type { ComplaintRow } from './store/read.ts'
import * as write from './store/write.ts'
import { watch } from './supervise.ts'

/** Tells the complainant, if there is one with an account. */
async function tellComplainant(tx: Tx, row: ComplaintRow, what: 'accepted' | 'answered'): Promise<void> {
  if (row.personId === null) return
  await notify(tx, {
    to: [row.personId],
    textKey: `complaint:notify.${what}`,
    params: { number: row.number, title: row.title },
    entity: 'my-complaint',
    entityId: row.id,
    dedupeKey: `complaint.${what}:${row.id}:${row.version}`,
  })
}

async function tellHandler(
  tx: Tx,
  row: ComplaintRow,
  what: 'assigned' | 'reopened' | 'supervised',
): Promise<void> {
  await notify(tx, {
    to: row.handler ? [row.handler.id] : [],
    textKey: `complaint:notify.${what}`,
    params: { number: row.number, title: row.title },
    entity: 'complaint',
    entityId: row.id,
    dedupeKey: `complaint.${what}:${row.id}:${row.version}`,
  })
}

/** Entry, audit, event, the watch over the deadline; what it is like now. */
async function moved(
  tx: Tx,
  actor: Actor,
  before: ComplaintRow,
  done: { move: Move; note?: string; open: boolean; kind?: string; more?: Record<string, unknown> },
): Promise<ComplaintRow> {
  const kind = done.kind ?? done.move
  await write.insertEntry(tx, { id: before.id, kind, by: actor.id, note: done.note ?? '', open: done.open })
  const everything = { paths: ['/'], personId: null }
  const [after] = await read.selectComplaints(tx, everything, { id: before.id, limit: 1 })
  await watch(tx, after!)
  await emit(tx, { type: `complaint.${done.move}`, entity: 'complaint', entityId: before.id })
  await audit(tx, actor, {
    action: `complaint.${done.move}`,
    entity: 'complaint',
    entityId: before.id,
    orgId: before.org.id,
    before: { state: before.state },
    after: { state: after!.state, ...(done.note ? { note: done.note } : {}), ...done.more },
  })
  return after!
}

/** @throws as `complaintFor`; complaint.unknown_person (422), complaint.own_matter (403) */
export async function acceptVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.acceptComplaint>,
): Promise<Output<typeof contract.acceptComplaint>> {
  const row = await complaintFor(tx, actor, input, 'accept')
  const { aboutPersonId, note } = input
  if (aboutPersonId === actor.id) throw new AppError('complaint.own_matter', { status: 403 })
  if (aboutPersonId && !(await read.isThere(tx, 'person', aboutPersonId)))
    throw new AppError('complaint.unknown_person', { status: 422, field: 'aboutPersonId' })
  await write.markAccepted(tx, row.id, actor.id, aboutPersonId)
  const after = await moved(tx, actor, row, { move: 'accept', note, open: true })
  await tellComplainant(tx, after, 'accepted')
  return present(actor, after)
}

/** To somebody who is no party to it. @throws as `complaintFor` and `demandHandler` */
export async function assignVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.assignComplaint>,
): Promise<Output<typeof contract.assignComplaint>> {
  const row = await complaintFor(tx, actor, input, 'assign')
  await demandHandler(tx, row, input.handlerId)
  await write.markAssigned(tx, row.id, input.handlerId)
  const { handlerId, note } = input
  const after = await moved(tx, actor, row, { move: 'assign', note, open: false, more: { handlerId } })
  await tellHandler(tx, after, 'assigned')
  return present(actor, after)
}

/** @throws as `complaintFor` */
export async function answerVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.answerComplaint>,
): Promise<Output<typeof contract.answerComplaint>> {
  const row = await complaintFor(tx, actor, input, 'answer')
  await write.markAnswered(tx, row.id, actor.id, input.answer)
  const after = await moved(tx, actor, row, { move: 'answer', note: input.answer, open: true })
  await tellComplainant(tx, after, 'answered')
  const takeIn = await holdersOf(tx, { permission: 'complaint.intake' }, row.orgPath)
  const not = new Set([actor.id, row.personId, row.aboutPerson?.id])
  await notify(tx, {
    to: row.channel === 'anonymous' ? [] : takeIn.filter((one) => !not.has(one)),
    textKey: 'complaint:notify.call',
    params: { number: row.number, title: row.title },
    entity: 'complaint',
    entityId: row.id,
    dedupeKey: `complaint.call:${row.id}:${row.version}`,
  })
  return present(actor, after)
}

/** Opens it again: there is a new period for the next answer. */
async function reopen(tx: Tx, row: ComplaintRow, calledBy: string | null): Promise<void> {
  const { answerDays } = await read.readSetting(tx)
  const answerDueAt = await workingDaysAfter(tx, await dbNow(tx), answerDays)
  await write.markReopened(tx, row.id, { answerDueAt, calledBy })
}

/** Somebody other than who has answered calls: content, not content (dealt with again), not reached. @throws as `complaintFor` */
export async function callBackVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.callBackComplaint>,
): Promise<Output<typeof contract.callBackComplaint>> {
  const row = await complaintFor(tx, actor, input, 'call-back')
  const { verdict, note } = input
  if (verdict === 'satisfied')
    await write.markEnded(tx, row.id, { state: 'confirmed', satisfied: true, calledBy: actor.id })
  else if (verdict === 'unsatisfied') await reopen(tx, row, actor.id)
  else await write.touch(tx, row.id)
  const done = { move: 'call-back', kind: `call-${verdict}`, note, open: false, more: { verdict } } as const
  const after = await moved(tx, actor, row, done)
  if (verdict === 'unsatisfied') await tellHandler(tx, after, 'reopened')
  return present(actor, after)
}

/** Who leads presses for it. @throws as `complaintFor` */
export async function superviseVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.superviseComplaint>,
): Promise<Output<typeof contract.superviseComplaint>> {
  const row = await complaintFor(tx, actor, input, 'supervise')
  await write.markSupervised(tx, row.id)
  const after = await moved(tx, actor, row, { move: 'supervise', note: input.note, open: false })
  await tellHandler(tx, after, 'supervised')
  return present(actor, after)
}

/** What the complainant says to it. @throws complaint.not_now (409), complaint.reason_needed (422) */
export async function reply(
  tx: Tx,
  actor: Actor,
  row: ComplaintRow,
  said: { move: Reply; note: string },
): Promise<ComplaintRow> {
  if (!may(said.move, row.state)) throw new AppError('complaint.not_now', { status: 409, field: 'state' })
  if (said.move === 'reopen' && said.note.length < 2)
    throw new AppError('complaint.reason_needed', { status: 422, field: 'note' })
  if (said.move === 'reopen') await reopen(tx, row, null)
  else {
    const end =
      said.move === 'confirm'
        ? { state: 'confirmed', satisfied: true }
        : { state: 'withdrawn', satisfied: row.satisfied }
    await write.markEnded(tx, row.id, {
      ...(end as { state: 'confirmed'; satisfied: boolean }),
      calledBy: null,
    })
  }
  const after = await moved(tx, actor, row, { move: said.move, note: said.note, open: true })
  if (said.move === 'reopen') await tellHandler(tx, after, 'reopened')
  return after
}

/** @throws complaint.not_found (404), complaint.version_stale (412), and as `reply` */
export async function replyMineVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.replyMine>,
): Promise<Output<typeof contract.replyMine>> {
  const [row] =
    actor.id === null ? [] : await read.selectOwn(tx, actor.id, { id: input.id, lock: true, limit: 1 })
  if (!row) throw notFound('complaint')
  demandVersion(row, input.version)
  return presentMine(await reply(tx, actor, row, input))
}

/** @throws complaint.unknown_code (404), and as `reply` */
export async function replyAnonymousVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.replyAnonymous>,
): Promise<Output<typeof contract.replyAnonymous>> {
  const row = await read.findByCode(tx, hashOf(input.code), true)
  if (!row) throw new AppError('complaint.unknown_code', { status: 404 })
  return presentMine(await reply(tx, nobody(actor), row, input))
}

/** @throws complaint.unknown_code (404) */
export async function findAnonymousVerb(
  tx: Tx,
  _actor: Actor,
  input: Input<typeof contract.findAnonymous>,
): Promise<Output<typeof contract.findAnonymous>> {
  const row = await read.findByCode(tx, hashOf(input.code))
  if (!row) throw new AppError('complaint.unknown_code', { status: 404 })
  return presentMine(row)
}
