import { audit } from '#kernel/audit/index.ts'
import { dbNow, type Db, type Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { decodeCursor, page } from '#kernel/http/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { inUnitZone } from '#kernel/settings/index.ts'
import { getIncident } from '#modules/incident/index.ts'
import type * as contract from './contract.ts'
import { render, unknownNames } from './render.ts'
import { demandEdit, presentSharing, readerOf, sharingOf } from '#kernel/sharing/index.ts'
import * as store from './store/answers.ts'
import { answerVariables } from './words.ts'

export async function listAnswers(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listAnswers>,
): Promise<Output<typeof contract.listAnswers>> {
  const after = input.cursor === undefined ? undefined : decodeCursor(input.cursor, 2)
  const rows = await store.selectAnswers(db, readerOf(actor, 'canned.share'), {
    q: input.q,
    after,
    limit: input.limit,
  })
  const { items, nextCursor } = page(rows, input.limit, (row) => [row.title, row.id])
  return { items: items.map(presentSharing), nextCursor }
}

/** @throws canned.unknown_variable, canned.unknown_reference (422) */
export async function createAnswer(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.createAnswer>,
): Promise<Output<typeof contract.createAnswer>> {
  if (!actor.id) throw new AppError('canned.no_person', { status: 403 })
  const facts = await factsOf(tx, actor, input)
  const id = await store.insertAnswer(tx, actor.id, facts)
  await audit(tx, actor, {
    action: 'canned.create-answer',
    entity: 'answer',
    entityId: id,
    after: { ...facts },
  })
  return read(tx, actor, id)
}

/** @throws as creation; canned.not_found (404), canned.not_allowed (403), canned.version_stale (412) */
export async function editAnswer(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.editAnswer>,
): Promise<Output<typeof contract.editAnswer>> {
  const before = await lock(tx, actor, input.id, input.version)
  const facts = await factsOf(tx, actor, input)
  await store.updateAnswer(tx, before.id, facts)
  await audit(tx, actor, {
    action: 'canned.edit-answer',
    entity: 'answer',
    entityId: before.id,
    before: { title: before.title, body: before.body, share: before.share },
    after: { ...facts },
  })
  return read(tx, actor, before.id)
}

/** @throws canned.not_found (404), canned.not_allowed (403), canned.version_stale (412) */
export async function deleteAnswer(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.deleteAnswer>,
): Promise<Output<typeof contract.deleteAnswer>> {
  const before = await lock(tx, actor, input.id, input.version)
  await store.removeAnswer(tx, before.id)
  await audit(tx, actor, {
    action: 'canned.delete-answer',
    entity: 'answer',
    entityId: before.id,
    before: { title: before.title, body: before.body, share: before.share },
  })
  return { id: before.id }
}

/**
 * The text of an answer for an incident: of what the actor sees of it, nothing more.
 * @throws canned.not_found, incident.not_found (404)
 */
export async function renderAnswer(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.renderAnswer>,
): Promise<Output<typeof contract.renderAnswer>> {
  const answer = await store.findAnswer(db, readerOf(actor, 'canned.share'), input.id)
  if (!answer) throw notFound('canned')
  const [incident, now] = await Promise.all([getIncident(db, actor, { id: input.incidentId }), dbNow(db)])
  const restore = incident.clocks.find((clock) => clock.metric === 'restore' && clock.stoppedAt === null)
  return render(answer.body, {
    'ticket.number': incident.number,
    'ticket.title': incident.title,
    'requester.name': incident.requester?.name ?? incident.callerName,
    'owner.name': incident.owner?.name,
    'group.name': incident.group?.name,
    'service.name': incident.service?.name,
    'org.name': incident.org?.name,
    due: restore && inUnitZone(new Date(restore.dueAt)),
    'me.name': actor.name,
    today: inUnitZone(now).slice(0, 10),
  })
}

async function lock(tx: Tx, actor: Actor, id: string, version: number): Promise<store.AnswerRow> {
  const row = await store.findAnswer(tx, readerOf(actor, 'canned.share'), id, true)
  if (!row) throw notFound('canned')
  demandEdit(row, version, 'canned')
  return row
}

async function read(db: Db, actor: Actor, id: string): Promise<Output<typeof contract.createAnswer>> {
  const row = await store.findAnswer(db, readerOf(actor, 'canned.share'), id)
  if (!row) throw notFound('canned')
  return presentSharing(row)
}

async function factsOf(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.createAnswer>,
): Promise<store.AnswerFacts> {
  refuseUnknown('body', input.body, answerVariables)
  return { title: input.title, body: input.body, ...(await sharingOf(db, actor, 'canned', input)) }
}

/** @throws canned.unknown_variable (422), naming them */
export function refuseUnknown(field: string, text: string, known: readonly string[]): void {
  const names = unknownNames(text, known)
  if (names.length > 0)
    throw new AppError('canned.unknown_variable', {
      status: 422,
      field,
      params: { names: names.map((name) => `{{${name.slice(0, 40)}}}`).join(' ') },
    })
}
