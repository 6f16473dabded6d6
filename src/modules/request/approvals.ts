import {
  approvalOf,
  digestOf,
  registerSubject,
  startApproval,
  type SubjectView,
} from '#kernel/approval/index.ts'
import { audit } from '#kernel/audit/index.ts'
import { dbNow, type Db, type Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import { say } from '#kernel/http/index.ts'
import type { AppEvent } from '#kernel/manifest.ts'
import { can, systemActor, type Actor } from '#kernel/permission/index.ts'
import { answerText, fieldLabel, inWords } from '#modules/catalogue/format-contract.ts'
import type { ItemDefinition } from '#modules/catalogue/item-contract.ts'
import type { Answers } from '#modules/catalogue/form-contract.ts'
import { itemVersion } from '#modules/catalogue/index.ts'
import { serviceForIntake } from '#modules/service/index.ts'
import { addTimeline } from '#modules/ticket/index.ts'
import { accessRequest, subjectOf } from './access.ts'
import { namesFor } from './present.ts'
import { settle } from './settle.ts'
import { findTicketOf, readRequest, type FullRequest, type LineRow } from './store/read.ts'
import { updateLine, type LinePatch } from './store/write.ts'
import { tell } from './tell.ts'

const entity = 'request-line'

/** What is approved of a line: which item in which version, and every answer. */
export function digestOfLine(line: Pick<LineRow, 'itemId' | 'itemNo' | 'answers'>): string {
  return digestOf({ itemId: line.itemId, itemNo: line.itemNo, answers: line.answers })
}

/**
 * The unit whose people decide: of the org or the owner of the system that the item's field names, else the requester's.
 * @throws request.item_unknown (422) for a system that is gone
 */
export async function decidingOrg(
  db: Db,
  item: ItemDefinition,
  answers: Answers,
  requesterOrgId: string,
): Promise<string> {
  const field = item.form.find((one) => one.key === item.approvalField)
  const answer = field && answers[field.key]
  if (!field || typeof answer !== 'string') return requesterOrgId
  if (field.type === 'org') return answer
  const service = await serviceForIntake(db, answer)
  if (!service) throw new AppError('request.item_unknown', { status: 422, field: field.key })
  return service.ownerOrgId
}

/** Asks for the approval of a line. @throws approval.nobody_decides (422) */
export async function askApproval(
  tx: Tx,
  actor: Actor,
  row: Pick<FullRequest, 'number' | 'requester'>,
  line: Pick<LineRow, 'id' | 'itemId' | 'itemNo' | 'answers' | 'orgId' | 'name'>,
  item: ItemDefinition,
): Promise<void> {
  const { id } = await startApproval(tx, actor, {
    subject: subjectOf(line),
    orgId: line.orgId,
    title: `${line.name} · ${row.requester.name} · ${row.number}`,
    digest: digestOfLine(line),
    definition: item.approval!,
    requesterId: row.requester.id,
  })
  await updateLine(tx, line.id, { approval: 'running', approvalId: id })
}

async function lineOf(db: Db, id: string): Promise<{ row: FullRequest; line: LineRow } | undefined> {
  const ticketId = await findTicketOf(db, 'line', id)
  const row = ticketId ? await readRequest(db, ticketId) : undefined
  const line = row?.lines.find((one) => one.id === id)
  return row && line ? { row, line } : undefined
}

/** What those who decide read: who asks for what, every answer, the quality standard, the cost. */
async function show(db: Db, actor: Actor, id: string): Promise<SubjectView | undefined> {
  const found = await lineOf(db, id)
  if (!found) return undefined
  const { row, line } = found
  const item = (await itemVersion(db, line.itemId, line.itemNo))!.definition
  const names = await namesFor(db, row.id, line)
  const label = (key: string): string => say(actor.locale, `request:fact.${key}`)
  const facts = item.form.flatMap((field) => {
    const answer = line.answers[field.key]
    if (answer === undefined) return []
    return [{ label: fieldLabel(actor.locale, field), value: answerText(actor.locale, field, answer, names) }]
  })
  const staff = can(actor, 'request.fulfil')
  return {
    number: row.number,
    title: inWords(actor.locale, line.name, line.nameEn),
    path: staff ? `/requests/${row.id}` : `/portal/requests/${row.id}`,
    facts: [
      { label: label('requester'), value: `${row.requester.name} · ${row.org.name}` },
      ...(row.description ? [{ label: label('description'), value: row.description }] : []),
      ...facts,
      ...(item.cost ? [{ label: label('cost'), value: inWords(actor.locale, item.cost, item.costEn) }] : []),
    ],
  }
}

/** Makes lines of requests known to the room of approvals; once per process. */
export function registerLines(): void {
  registerSubject({
    entity,
    label: 'request:entity.request-line',
    show,
    canRead: async (db, actor, id) => {
      const ticketId = await findTicketOf(db, 'line', id)
      if (!ticketId || !can(actor, 'request.read')) return false
      try {
        await accessRequest(db, actor, ticketId)
        return true
      } catch (error) {
        if (error instanceof AppError && error.status === 404) return false
        throw error
      }
    },
    digest: async (db, id) => {
      const found = await lineOf(db, id)
      return found && digestOfLine(found.line)
    },
  })
}

interface Outcome {
  subject: { entity: string; id: string }
  approvalId: string
  digest: string
  reason: string
}

/**
 * Where an approval stands now becomes a fact of its line. Events may come late or twice: what counts is the approval's
 * present state, and only of the line's present approval.
 */
export async function followApproval(tx: Tx, event: AppEvent): Promise<void> {
  const outcome = event.data as unknown as Outcome
  if (outcome.subject.entity !== entity) return
  const ticketId = await findTicketOf(tx, 'line', outcome.subject.id)
  const row = ticketId ? await readRequest(tx, ticketId, true) : undefined
  const line = row?.lines.find((one) => one.id === outcome.subject.id)
  if (!row || !line || line.approvalId !== outcome.approvalId || line.ended) return
  const now = await approvalOf(tx, outcome.subject)
  if (now?.id !== outcome.approvalId) return
  const patch = factOf(event.type, line, now, outcome.reason)
  if (!patch) return
  const at = await dbNow(tx)
  const actor = systemActor('request', event.id)
  await updateLine(tx, line.id, patch)
  await keepOutcome(tx, actor, row, line, patch, at)
  await settle(tx, actor, row.id, at)
}

/** The event says what to look for, and brings the reason; the approval says whether it is still so. */
function factOf(
  type: string,
  line: LineRow,
  now: { state: string; digest: string; currentStep: number | null },
  reason: string,
): LinePatch | undefined {
  const running = now.state === 'running'
  switch (type) {
    case 'approval.approved':
      return now.state === 'approved' && line.approval !== 'approved' && now.digest === digestOfLine(line)
        ? { approval: 'approved', question: null }
        : undefined
    case 'approval.rejected':
      return now.state === 'rejected' && line.approval !== 'rejected'
        ? { approval: 'rejected', endReason: reason }
        : undefined
    case 'approval.withdrawn':
      return now.state === 'withdrawn' ? { ended: 'withdrawn', endReason: reason } : undefined
    case 'approval.returned':
      return running && now.currentStep === 0 && line.approval !== 'returned'
        ? { approval: 'returned', question: reason }
        : undefined
    default:
      // handed in again from the page of approvals
      return running && now.currentStep !== 0 && line.approval === 'returned'
        ? { approval: 'running', question: null }
        : undefined
  }
}

async function keepOutcome(
  tx: Tx,
  actor: Actor,
  row: FullRequest,
  line: LineRow,
  patch: LinePatch,
  at: Date,
): Promise<void> {
  const what = patch.ended ?? patch.approval!
  await addTimeline(tx, {
    ticketId: row.id,
    kind: 'move',
    public: true,
    actorId: null,
    actorName: actor.name,
    body: patch.endReason ?? patch.question ?? '',
    data: { move: `approval-${what}`, line: line.no, item: line.name, itemEn: line.nameEn },
    occurredAt: at,
  })
  await audit(tx, actor, {
    action: 'request.follow-approval',
    entity: 'request',
    entityId: row.id,
    orgId: row.org.id,
    before: { line: line.no, approval: line.approval },
    after: { line: line.no, ...patch },
  })
  // the room of approvals tells the requester; of a rejection he must also know what has become of the request
  if (patch.approval === 'rejected')
    await tell(tx, actor, {
      what: 'rejected',
      request: row,
      to: [row.requester.id],
      params: { item: line.name },
      once: line.id,
    })
}
