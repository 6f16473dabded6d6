import { sql } from 'kysely'
import { newId, type Tx } from '#kernel/db/index.ts'
import type { About, channels, Kind, State } from '../lifecycle.ts'
import type { SettingRow } from './read.ts'

export interface NewComplaint {
  number: string
  kind: Kind
  channel: (typeof channels)[number]
  orgId: string
  personId: string | null
  contactName: string | null
  contactPhone: string | null
  codeHash: Buffer | null
  about: About
  aboutId: string | null
  aboutText: string
  title: string
  body: string
  ackDueAt: Date
  answerDueAt: Date
  createdBy: string | null
}

export async function insertComplaint(tx: Tx, n: NewComplaint): Promise<string> {
  const id = newId()
  const at = (...kinds: About[]) => (kinds.includes(n.about) ? n.aboutId : null)
  await tx
    .insertInto('complaint')
    .values({
      ...{ id, number: n.number, kind: n.kind, channel: n.channel, org_id: n.orgId, person_id: n.personId },
      ...{
        contact_name: n.contactName,
        contact_phone: n.contactPhone,
        code_hash: n.codeHash,
        about: n.about,
      },
      ...{ service_id: at('service'), ticket_id: at('ticket'), about_org_id: at('vendor', 'org') },
      ...{ about_person_id: at('person'), about_text: n.aboutText, title: n.title, body: n.body },
      ...{ ack_due_at: n.ackDueAt, answer_due_at: n.answerDueAt, first_answer_due_at: n.answerDueAt },
      created_by: n.createdBy,
    })
    .execute()
  return id
}

export async function insertEntry(
  tx: Tx,
  e: { id: string; kind: string; by: string | null; note?: string; open: boolean },
): Promise<void> {
  await sql`insert into complaint_entry (complaint_id, kind, actor_id, note, open)
    values (${e.id}, ${e.kind}, ${e.by}, ${e.note ?? ''}, ${e.open})`.execute(tx)
}

export async function markAccepted(
  tx: Tx,
  id: string,
  by: string | null,
  aboutPersonId: string | null,
): Promise<void> {
  await sql`update complaint set state = 'accepted', acknowledged_at = now(), acknowledged_by = ${by},
    about_person_id = coalesce(${aboutPersonId}, about_person_id), version = version + 1 where id = ${id}`.execute(
    tx,
  )
}

export async function markAssigned(tx: Tx, id: string, handlerId: string): Promise<void> {
  await sql`update complaint set state = 'handling', handler_id = ${handlerId}, version = version + 1
    where id = ${id}`.execute(tx)
}

export async function markAnswered(tx: Tx, id: string, by: string | null, answer: string): Promise<void> {
  await sql`update complaint set state = 'answered', answer = ${answer}, answered_at = now(), answered_by = ${by},
    first_answered_at = coalesce(first_answered_at, now()), satisfied = null, version = version + 1
    where id = ${id}`.execute(tx)
}

/** The complainant is content, or has taken it back. */
export async function markEnded(
  tx: Tx,
  id: string,
  end: { state: State; satisfied: boolean | null; calledBy: string | null },
): Promise<void> {
  await sql`update complaint set state = ${end.state}, satisfied = ${end.satisfied}, called_by = ${end.calledBy},
    ended_at = now(), version = version + 1 where id = ${id}`.execute(tx)
}

export async function markReopened(
  tx: Tx,
  id: string,
  again: { answerDueAt: Date; calledBy: string | null },
): Promise<void> {
  await sql`update complaint set state = 'handling', satisfied = false, called_by = ${again.calledBy}, ended_at = null,
    answer_due_at = ${again.answerDueAt}, reopened = reopened + 1, version = version + 1 where id = ${id}`.execute(
    tx,
  )
}

/** Nobody was reached: it stays as it is, and somebody else will not call from an old page. */
export async function touch(tx: Tx, id: string): Promise<void> {
  await sql`update complaint set version = version + 1 where id = ${id}`.execute(tx)
}

export async function markSupervised(tx: Tx, id: string): Promise<void> {
  await sql`update complaint set supervised = supervised + 1, version = version + 1 where id = ${id}`.execute(
    tx,
  )
}

/** @returns undefined when it was changed since `version` */
export async function writeSetting(
  tx: Tx,
  s: { ackDays: number; answerDays: number; version: number },
): Promise<SettingRow | undefined> {
  const { rows } = await sql<SettingRow>`
    update complaint_setting set ack_days = ${s.ackDays}, answer_days = ${s.answerDays}, version = version + 1
    where version = ${s.version}
    returning ack_days as "ackDays", answer_days as "answerDays", version`.execute(tx)
  return rows[0]
}
