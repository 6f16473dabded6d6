import { audit } from '#kernel/audit/index.ts'
import { dbNow, type Db, type Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import { emit } from '#kernel/events/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { badCursor, decodeCursor, idOfCursor, page } from '#kernel/http/index.ts'
import { notify } from '#kernel/notify/index.ts'
import { spokenName, type Actor } from '#kernel/permission/index.ts'
import { momentOf, recordDecision } from '#modules/incident/index.ts'
import { setWatcher } from '#modules/ticket/index.ts'
import type * as contract from './contract.ts'
import { accessForWork, accessMajor } from './policy.ts'
import { present } from './present.ts'
import { insertLog, selectLog } from './store/log.ts'
import {
  beginRecord,
  bridgeOf,
  endOnBridge,
  findRecord,
  findWorker,
  insertOnBridge,
  updateRecord,
} from './store/record.ts'
import { arrangeReminder, statusTold } from './update-due.ts'

type MajorOut = Output<typeof contract.getMajor>

/** @throws incident.not_found, major.not_found (404) */
export async function getMajorVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.getMajor>,
): Promise<MajorOut> {
  return present(db, actor, await accessMajor(db, actor, input.id))
}

/** Begins the record with the first thing that is written; its writer leads until somebody else is named. */
export async function begin(tx: Tx, ticketId: string, personId: string): Promise<void> {
  const { begun } = await beginRecord(tx, ticketId, personId)
  if (begun) await arrangeReminder(tx, ticketId)
}

/** Leaves the trace of a change, tells pages, and answers with how things stand. */
export async function settle(
  tx: Tx,
  actor: Actor,
  ticketId: string,
  verb: string,
  after: Record<string, unknown>,
): Promise<MajorOut> {
  const access = await accessMajor(tx, actor, ticketId)
  await emit(tx, { type: `major.${verb}`, entity: 'incident', entityId: ticketId })
  await audit(tx, actor, {
    action: `major.${verb}`,
    entity: 'incident',
    entityId: ticketId,
    orgId: access.incident.org.id,
    after,
  })
  return present(tx, actor, access)
}

/** @throws major.unknown_person (422), major.version_stale (412) */
export async function leadMajorVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.leadMajor>,
): Promise<MajorOut> {
  const { record, incident, personId } = await accessForWork(tx, actor, input.id, 'lead')
  if ((record?.version ?? 0) !== input.version) throw stale(record?.version ?? 0)
  const leader = await findWorker(tx, input.leaderId)
  if (!leader) throw new AppError('major.unknown_person', { status: 422, field: 'leaderId' })
  await begin(tx, incident.id, personId)
  const locked = (await findRecord(tx, incident.id))!
  // a record that somebody began meanwhile is a change, too
  const version = record ? input.version : locked.version
  if (!(await updateRecord(tx, incident.id, version, input))) throw stale(locked.version)
  await arrangeReminder(tx, incident.id)
  if (leader.id !== actor.id && leader.id !== record?.leader.id) {
    await setWatcher(tx, incident.id, leader.id, true)
    await tellOne(tx, actor, incident, leader.id, 'leads', String(locked.version))
  }
  return settle(tx, actor, incident.id, 'lead', { leaderId: leader.id, updateMinutes: input.updateMinutes })
}

/** @throws http.bad_cursor (422) */
export async function listLogVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listLog>,
): Promise<Output<typeof contract.listLog>> {
  const { incident } = await accessMajor(db, actor, input.id)
  const rows = await selectLog(db, incident.id, {
    before: input.cursor === undefined ? null : cursorOf(input.cursor),
    limit: input.limit + 1,
  })
  return page(rows, input.limit, (row) => [row.occurredAt.toISOString(), row.id])
}

function cursorOf(cursor: string): { at: string; id: string } {
  const [at, id] = decodeCursor(cursor, 2)
  if (typeof at !== 'string' || Number.isNaN(Date.parse(at))) throw badCursor()
  return { at, id: idOfCursor(id) }
}

/**
 * An entry of the bridge log, for good. A decision is kept with the decisions of the incident and told as such; a
 * communication counts as a status update. An entry that corrects another one leaves it as it was.
 * @throws major.unknown_entry (422), incident.in_future, incident.before_begin (422), incident.not_allowed (403)
 */
export async function addLogVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.addLog>,
): Promise<Output<typeof contract.addLog>> {
  const { incident, personId } = await accessForWork(tx, actor, input.id, 'log')
  if (input.corrects) {
    const [wrong] = await selectLog(tx, incident.id, { id: input.corrects, limit: 1 })
    if (!wrong) throw new AppError('major.unknown_entry', { status: 422, field: 'corrects' })
  }
  await begin(tx, incident.id, personId)
  const id =
    input.kind === 'decision' && !input.corrects
      ? (
          await recordDecision(tx, actor, {
            id: incident.id,
            decision: input.body,
            notified: input.notified,
            ...(input.occurredAt === undefined ? {} : { occurredAt: input.occurredAt }),
          })
        ).id
      : await insertLog(tx, {
          ticketId: incident.id,
          kind: input.kind,
          body: input.body,
          via: 'hand',
          notified: input.notified,
          corrects: input.corrects ?? null,
          personId,
          occurredAt: momentOf(actor, input.occurredAt, await dbNow(tx), incident.occurredAt).occurredAt,
        })
  if (input.kind === 'communication' && !input.corrects) await statusTold(tx, incident.id)
  await settle(tx, actor, incident.id, 'add-log', { entryId: id, kind: input.kind })
  return (await selectLog(tx, incident.id, { id, limit: 1 }))[0]!
}

/** Oneself, or somebody else who is told of it. Who is there already stays. @throws major.unknown_person (422) */
export async function joinBridgeVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.joinBridge>,
): Promise<MajorOut> {
  const other = input.personId !== undefined && input.personId !== actor.id
  const { incident, personId } = await accessForWork(tx, actor, input.id, other ? 'bring' : 'join')
  const who = await findWorker(tx, input.personId ?? personId)
  if (!who) throw new AppError('major.unknown_person', { status: 422, field: 'personId' })
  await begin(tx, incident.id, personId)
  const came = await insertOnBridge(tx, {
    ticketId: incident.id,
    personId: who.id,
    broughtBy: other ? personId : null,
  })
  if (came) {
    // whoever works along must see the incident, whatever group it is with
    await setWatcher(tx, incident.id, who.id, true)
    if (other) await tellOne(tx, actor, incident, who.id, 'brought', (await dbNow(tx)).toISOString())
  }
  return settle(tx, actor, incident.id, 'join', { personId: who.id, came })
}

/** Oneself; who leads or works on it may also take others off who have gone. @throws major.not_found (404) */
export async function leaveBridgeVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.leaveBridge>,
): Promise<MajorOut> {
  const { incident } = await accessMajor(tx, actor, input.id)
  const row = (await bridgeOf(tx, incident.id)).find((one) => one.id === input.bridgeId)
  if (!row) throw notFound('major')
  await accessForWork(tx, actor, input.id, row.person.id === actor.id ? 'leave' : 'bring')
  const left = await endOnBridge(tx, row.id)
  return settle(tx, actor, incident.id, 'leave', { personId: row.person.id, left })
}

async function tellOne(
  tx: Tx,
  actor: Actor,
  incident: { id: string; number: string; title: string },
  to: string,
  what: 'leads' | 'brought',
  once: string,
): Promise<void> {
  await notify(tx, {
    to: [to],
    textKey: `major:notify.${what}`,
    params: { number: incident.number, title: incident.title, actor: spokenName(actor) },
    entity: 'incident',
    entityId: incident.id,
    dedupeKey: `major.${what}:${incident.id}:${to}:${once}`,
  })
}

export function stale(version: number): AppError {
  return new AppError('major.version_stale', { status: 412, params: { version } })
}
