import { sql } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import { nameOf, type Ref } from './record.ts'

export interface ActionRow {
  id: string
  what: string
  owner: Ref
  dueAt: Date
  doneAt: Date | null
  result: string
}

export interface ReviewRow {
  wentWell: string
  toImprove: string
  state: 'draft' | 'submitted' | 'confirmed'
  draftedBy: string[]
  submittedBy: Ref | null
  submittedAt: Date | null
  confirmedBy: Ref | null
  confirmedAt: Date | null
  note: string
  version: number
}

/** What stands before anybody has written: version 0. */
const nothing: ReviewRow = {
  wentWell: '',
  toImprove: '',
  state: 'draft',
  draftedBy: [],
  submittedBy: null,
  submittedAt: null,
  confirmedBy: null,
  confirmedAt: null,
  note: '',
  version: 0,
}

export async function readReview(db: Db, ticketId: string): Promise<ReviewRow> {
  const { rows } = await sql<ReviewRow>`
    select r.went_well as "wentWell", r.to_improve as "toImprove", r.state, r.drafted_by as "draftedBy",
      ${nameOf('r.submitted_by')} as "submittedBy", r.submitted_at as "submittedAt",
      ${nameOf('r.confirmed_by')} as "confirmedBy", r.confirmed_at as "confirmedAt", r.note, r.version
    from major_review r where r.ticket_id = ${ticketId}`.execute(db)
  return rows[0] ?? nothing
}

/** @returns false when it was changed since `version` (0: there was none) */
export async function saveReview(
  tx: Tx,
  ticketId: string,
  version: number,
  to: { wentWell: string; toImprove: string; writer: string },
): Promise<boolean> {
  const { rows } = await (
    version === 0
      ? sql`insert into major_review (ticket_id, went_well, to_improve, drafted_by)
        values (${ticketId}, ${to.wentWell}, ${to.toImprove}, array[${to.writer}::uuid])
        on conflict (ticket_id) do nothing returning ticket_id`
      : sql`update major_review set went_well = ${to.wentWell}, to_improve = ${to.toImprove}, version = version + 1,
        drafted_by = case when ${to.writer}::uuid = any(drafted_by) then drafted_by
          else drafted_by || ${to.writer}::uuid end
      where ticket_id = ${ticketId} and version = ${version} returning ticket_id`
  ).execute(tx)
  return rows.length > 0
}

export type Step =
  | { to: 'submitted'; by: string }
  | { to: 'confirmed'; by: string; note: string }
  | { to: 'draft'; note: string }

/** @returns false when it was changed since `version` */
export async function moveReview(tx: Tx, ticketId: string, version: number, step: Step): Promise<boolean> {
  const set =
    step.to === 'submitted'
      ? sql`state = 'submitted', submitted_by = ${step.by}, submitted_at = now()`
      : step.to === 'confirmed'
        ? sql`state = 'confirmed', confirmed_by = ${step.by}, confirmed_at = now(), note = ${step.note}`
        : sql`state = 'draft', note = ${step.note}`
  const { rows } = await sql`
    update major_review set ${set}, version = version + 1
    where ticket_id = ${ticketId} and version = ${version} returning ticket_id`.execute(tx)
  return rows.length > 0
}

export async function actionsOf(db: Db, ticketId: string): Promise<ActionRow[]> {
  const { rows } = await sql<ActionRow>`
    select a.id, a.what, ${nameOf('a.owner_id')} as owner, a.due_at as "dueAt", a.done_at as "doneAt", a.result
    from major_action a where a.ticket_id = ${ticketId} order by a.position`.execute(db)
  return rows
}

/** The actions as they are written now, while nothing is confirmed. */
export async function replaceActions(
  tx: Tx,
  ticketId: string,
  list: readonly { what: string; ownerId: string; dueAt: Date }[],
): Promise<void> {
  await tx.deleteFrom('major_action').where('ticket_id', '=', ticketId).execute()
  if (list.length === 0) return
  await tx
    .insertInto('major_action')
    .values(
      list.map((one, position) => ({
        id: newId(),
        ticket_id: ticketId,
        position,
        what: one.what,
        owner_id: one.ownerId,
        due_at: one.dueAt,
      })),
    )
    .execute()
}

/** @returns false when it was done already */
export async function endAction(tx: Tx, id: string, result: string): Promise<boolean> {
  const { rows } = await sql`
    update major_action set done_at = now(), result = ${result} where id = ${id} and done_at is null returning id`.execute(
    tx,
  )
  return rows.length > 0
}

/** An action that is not done, for the reminder of its owner. */
export async function openAction(
  db: Db,
  id: string,
): Promise<{ ticketId: string; number: string; what: string; ownerId: string } | undefined> {
  const { rows } = await sql<{ ticketId: string; number: string; what: string; ownerId: string }>`
    select a.ticket_id as "ticketId", t.number, a.what, a.owner_id as "ownerId"
    from major_action a join ticket t on t.id = a.ticket_id where a.id = ${id} and a.done_at is null`.execute(
    db,
  )
  return rows[0]
}
