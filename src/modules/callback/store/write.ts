import { sql } from 'kysely'
import { newId, type Tx } from '#kernel/db/index.ts'
import type { CallbackState, StepKind, Verdict } from '../words.ts'

export interface NewCallback {
  ticketId: string
  reason: string
  contactName: string
  contactPhone: string
  contactId: string | null
  ownerId: string | null
  groupId: string | null
  dueAt: Date
  createdBy: string | null
}

export async function insertCallback(tx: Tx, c: NewCallback): Promise<string> {
  const id = newId()
  await tx
    .insertInto('callback')
    .values({
      id,
      ticket_id: c.ticketId,
      reason: c.reason,
      contact_name: c.contactName,
      contact_phone: c.contactPhone,
      contact_id: c.contactId,
      owner_id: c.ownerId,
      group_id: c.groupId,
      due_at: c.dueAt,
      created_by: c.createdBy,
    })
    .execute()
  return id
}

export interface CallbackPatch {
  due_at?: Date
  owner_id?: string | null
  group_id?: string | null
  state?: CallbackState
  verdict?: Verdict | null
  ended_at?: Date | null
}

/** Changes a call-back that is locked. */
export async function updateCallback(tx: Tx, id: string, patch: CallbackPatch): Promise<void> {
  await tx
    .updateTable('callback')
    .set({ ...patch, version: sql`version + 1` })
    .where('id', '=', id)
    .execute()
}

export interface NewStep {
  callbackId: string
  what: StepKind
  note: string
  calledAt: Date | null
  nextAt: Date | null
  personId: string | null
  personName: string
}

export async function insertStep(tx: Tx, s: NewStep): Promise<void> {
  await tx
    .insertInto('callback_step')
    .values({
      callback_id: s.callbackId,
      what: s.what,
      note: s.note,
      called_at: s.calledAt,
      next_at: s.nextAt,
      person_id: s.personId,
      person_name: s.personName,
    })
    .execute()
}

/** Hands the open call-backs of one ticket to another. @returns their ids */
export async function moveOpenCallbacks(tx: Tx, fromId: string, toId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update callback set ticket_id = ${toId}::uuid, version = version + 1
    where ticket_id = ${fromId}::uuid and state = 'open' returning id`.execute(tx)
  return rows.map((row) => row.id)
}
