import { audit } from '#kernel/audit/index.ts'
import { dbNow, newId, type Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import { emit } from '#kernel/events/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { dayIn, nextNumber } from '#kernel/numbering/index.ts'
import { can, inScope, type Actor } from '#kernel/permission/index.ts'
import { unitZone } from '#kernel/settings/index.ts'
import { askerOf, itemForAsking, type Asker, type ItemRow } from '#modules/catalogue/index.ts'
import type { Answers } from '#modules/catalogue/form-contract.ts'
import { serviceForIntake } from '#modules/service/index.ts'
import { insertTicket } from '#modules/ticket/index.ts'
import { checkAnswers, takeFiles } from './answers.ts'
import { askApproval, decidingOrg } from './approvals.ts'
import type { askRequest } from './contract.ts'
import { present } from './present.ts'
import { indexRequest } from './search.ts'
import { settle } from './settle.ts'
import { readRequest } from './store/read.ts'
import { insertLine, insertRequest } from './store/write.ts'
import { tell } from './tell.ts'

type Given = Input<typeof askRequest>
interface Line {
  item: ItemRow
  answers: Answers
}

/**
 * Asks for one or several items: each is a line with its own approval and tasks, under one number.
 * @throws request.not_for_others (403); request.requester_unknown, request.item_unknown, request.answers (422) naming
 * the field; request.item_changed (409) when the form was another; approval.nobody_decides (422)
 */
export async function askRequestVerb(tx: Tx, actor: Actor, input: Given): Promise<Output<typeof askRequest>> {
  const asker = await findAsker(tx, actor, input)
  const now = await dbNow(tx)
  const lines: Line[] = []
  for (const [n, line] of input.lines.entries()) {
    const item = await itemForAsking(tx, asker, line.itemId)
    if (!item) throw new AppError('request.item_unknown', { status: 422, field: `lines.${n}.itemId` })
    if (item.no !== line.itemNo)
      throw new AppError('request.item_changed', {
        status: 409,
        field: `lines.${n}.itemNo`,
        params: { item: item.definition.name },
      })
    const at = `lines.${n}.answers`
    lines.push({ item, answers: await checkAnswers(tx, actor, item.definition.form, line.answers, at, now) })
  }
  const id = newId()
  const number = await nextNumber(tx, 'request', 'REQ', dayIn(now, unitZone()))
  await writeTicket(tx, actor, input, { id, number, asker, lines, now })
  for (const [n, line] of lines.entries()) await writeLine(tx, actor, { id, number, asker, line, no: n + 1 })
  const row = await settle(tx, actor, id, now)
  await indexRequest(tx, row)
  if (asker.id !== actor.id)
    await tell(tx, actor, { what: 'asked-for', request: row, to: [asker.id], once: 'asked' })
  await emit(tx, { type: 'request.asked', entity: 'request', entityId: id, data: { number } })
  await audit(tx, actor, {
    action: 'request.ask',
    entity: 'request',
    entityId: id,
    orgId: asker.orgId,
    after: {
      number,
      requesterId: asker.id,
      lines: row.lines.map(({ no, itemId, itemNo, answers }) => ({ no, itemId, itemNo, answers })),
    },
  })
  return present(tx, actor, (await readRequest(tx, id))!)
}

/** For whom it is. The desk asks for people in its scope, everybody else for himself. */
async function findAsker(tx: Tx, actor: Actor, input: Given): Promise<Asker> {
  const forOther = input.requesterId !== undefined && input.requesterId !== actor.id
  const mayAskForOthers = can(actor, 'request.ask-for-others')
  if (forOther && !mayAskForOthers)
    throw new AppError('request.not_for_others', { status: 403, field: 'requesterId' })
  if (!mayAskForOthers && input.channel !== 'portal' && input.channel !== 'api')
    throw new AppError('request.not_for_others', { status: 403, field: 'channel' })
  const asker = await askerOf(tx, forOther ? input.requesterId! : actor.id)
  if (!asker || (forOther && !inScope(actor, 'request.ask-for-others', asker.orgPath)))
    throw new AppError('request.requester_unknown', { status: 422, field: 'requesterId' })
  return asker
}

async function writeTicket(
  tx: Tx,
  actor: Actor,
  input: Given,
  made: { id: string; number: string; asker: Asker; lines: Line[]; now: Date },
): Promise<void> {
  const { id, number, asker, lines, now } = made
  const names = lines.map((line) => line.item.definition.name)
  await insertTicket(
    tx,
    {
      id,
      number,
      kind: 'request',
      title: input.title ?? shorten(names.join('、')),
      description: input.description,
      channel: input.channel,
      requester_id: asker.id,
      org_id: asker.orgId,
      service_id: lines[0]!.item.definition.serviceId,
      priority: 3,
      state: 'working',
      open: true,
      created_by: actor.id,
      occurred_at: now,
    },
    {
      actorId: actor.id,
      actorName: actor.name,
      affectedId: newId(),
      data: { move: 'submit', items: names, channel: input.channel },
    },
  )
  await insertRequest(tx, id, input.contactPhone || null)
}

const shorten = (title: string): string => (title.length > 200 ? `${title.slice(0, 199)}…` : title)

async function writeLine(
  tx: Tx,
  actor: Actor,
  made: { id: string; number: string; asker: Asker; line: Line; no: number },
): Promise<void> {
  const { asker, no, line } = made
  const { definition } = line.item
  const at = `lines.${no - 1}.answers`
  const answers = await takeFiles(tx, actor, {
    form: definition.form,
    answers: line.answers,
    requestId: made.id,
    at,
  })
  const service = definition.serviceId ? await serviceForIntake(tx, definition.serviceId) : undefined
  const needsApproval = definition.approval !== null
  const written = {
    id: newId(),
    ticketId: made.id,
    no,
    itemId: line.item.id,
    itemNo: line.item.no,
    name: definition.name,
    nameEn: definition.nameEn,
    answers,
    orgId: await decidingOrg(tx, definition, answers, asker.orgId),
    approval: needsApproval ? ('running' as const) : ('none' as const),
    tasks: definition.tasks.map((task) => ({ ...task, group: task.groupId ?? service?.groupId ?? null })),
  }
  await insertLine(tx, written)
  if (needsApproval)
    await askApproval(tx, actor, { number: made.number, requester: asker }, written, definition)
}
