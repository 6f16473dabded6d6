import { dbNow, newId, type Db, type Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { notify } from '#kernel/notify/index.ts'
import { holdersOf, spokenName, type Actor } from '#kernel/permission/index.ts'
import { setWatcher } from '#modules/ticket/index.ts'
import type * as contract from './contract.ts'
import { accessForWork } from './policy.ts'
import { insertLog, type Via } from './store/log.ts'
import { findGroup } from './store/record.ts'
import { insertCall, insertNotice, isPublicService, noticesOf, shownNotices } from './store/told.ts'
import { statusTold } from './update-due.ts'
import { begin, settle } from './work.ts'

type MajorOut = Output<typeof contract.getMajor>

/**
 * Tells everybody of a support group, or all who hold a role for the incident's unit, at once, with the text; who
 * was told when is kept, and they follow the incident from now on. It counts as a status update.
 * @throws major.call_whom (422) unless a group or a role is given, not both; major.unknown_group (422);
 * major.nobody (409) when there is nobody to tell
 */
export async function callPeopleVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.callPeople>,
): Promise<MajorOut> {
  const { incident, personId } = await accessForWork(tx, actor, input.id, 'call')
  if ((input.groupId === undefined) === (input.role === undefined))
    throw new AppError('major.call_whom', { status: 422, field: 'groupId' })
  const group = input.groupId === undefined ? undefined : await findGroup(tx, input.groupId)
  if (input.groupId !== undefined && !group)
    throw new AppError('major.unknown_group', { status: 422, field: 'groupId' })
  const to = group ? group.memberIds : await holdersOf(tx, { roles: [input.role!] }, incident.orgPath)
  if (to.length === 0) throw new AppError('major.nobody', { status: 409 })
  await begin(tx, incident.id, personId)
  const id = await insertCall(tx, {
    ticketId: incident.id,
    groupId: input.groupId ?? null,
    role: input.role ?? null,
    message: input.message,
    calledBy: personId,
    to,
  })
  await Promise.all(to.map((one) => setWatcher(tx, incident.id, one, true)))
  await notify(tx, {
    to,
    textKey: 'major:notify.called',
    params: { number: incident.number, actor: spokenName(actor), message: input.message },
    entity: 'incident',
    entityId: incident.id,
    dedupeKey: `major.called:${id}`,
  })
  // a role is kept by its key; pages say it in their language
  const whom = group?.name ?? `role:${input.role}`
  await keepTold(tx, incident.id, personId, 'call', input.message, whom)
  return settle(tx, actor, incident.id, 'call', { callId: id, to: whom, told: to.length })
}

/** What requesters read about the service until the incident is over. @throws major.no_service (409), major.service_hidden (409) */
export async function publishNoticeVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.publishNotice>,
): Promise<MajorOut> {
  const { incident, personId } = await accessForWork(tx, actor, input.id, 'publish')
  if (!incident.service) throw new AppError('major.no_service', { status: 409 })
  if (!(await isPublicService(tx, incident.service.id)))
    throw new AppError('major.service_hidden', { status: 409 })
  await begin(tx, incident.id, personId)
  const [last] = await noticesOf(tx, incident.id, 1)
  const noticeId = await insertNotice(tx, {
    ticketId: incident.id,
    serviceId: incident.service.id,
    threadId: last?.body != null ? last.threadId : newId(),
    body: input.body,
    personId,
  })
  await keepTold(tx, incident.id, personId, 'notice', input.body, '')
  return settle(tx, actor, incident.id, 'publish', { noticeId, body: input.body })
}

/** @throws major.no_notice (409) when none stands */
export async function withdrawNoticeVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.withdrawNotice>,
): Promise<MajorOut> {
  const { incident, personId } = await accessForWork(tx, actor, input.id, 'withdraw')
  // makes it wait for whoever publishes at this moment
  await begin(tx, incident.id, personId)
  const [last] = await noticesOf(tx, incident.id, 1)
  if (last?.body == null) throw new AppError('major.no_notice', { status: 409 })
  const noticeId = await insertNotice(tx, {
    ticketId: incident.id,
    serviceId: last.serviceId,
    threadId: last.threadId,
    body: null,
    personId,
  })
  await keepTold(tx, incident.id, personId, 'withdrawal', last.body, '')
  return settle(tx, actor, incident.id, 'withdraw', { noticeId })
}

/** What was told stands in the bridge log, and counts as a status update. */
async function keepTold(
  tx: Tx,
  ticketId: string,
  personId: string,
  via: Exclude<Via, 'hand'>,
  body: string,
  notified: string,
): Promise<void> {
  const occurredAt = await dbNow(tx)
  await insertLog(tx, {
    ticketId,
    kind: 'communication',
    body,
    via,
    notified,
    corrects: null,
    personId,
    occurredAt,
  })
  await statusTold(tx, ticketId)
}

/** Everybody reads the same texts; nothing in them leads to an incident. */
export async function listServiceNoticesVerb(db: Db): Promise<Output<typeof contract.listServiceNotices>> {
  return { items: await shownNotices(db) }
}
