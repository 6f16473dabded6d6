import { sql } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import {
  holds,
  sharingColumns,
  sharingJoins,
  usableSql,
  type Reader,
  type SharingRow,
  type Window,
} from '#kernel/sharing/index.ts'

export interface AnswerRow extends SharingRow {
  title: string
  body: string
}

/** What is kept of an answer. */
export interface AnswerFacts {
  title: string
  body: string
  share: string
  group_id: string | null
  org_id: string | null
}

/** Answers that the reader may use, by title. */
export async function selectAnswers(db: Db, r: Reader, w: Window): Promise<AnswerRow[]> {
  const { rows } = await sql<AnswerRow>`
    select x.id, x.title, x.body, ${sharingColumns(r)} from canned_answer x ${sharingJoins}
    where ${usableSql(r)} ${w.q ? sql`and (${holds('x.title', w.q)} or ${holds('x.body', w.q)})` : sql``}
      ${w.after ? sql`and (x.title, x.id) > (${w.after[0]}, ${w.after[1]}::uuid)` : sql``}
    order by x.title, x.id limit ${w.limit + 1}`.execute(db)
  return rows
}

/** One of them. @param lock for a change that follows */
export async function findAnswer(
  db: Db,
  r: Reader,
  id: string,
  lock = false,
): Promise<AnswerRow | undefined> {
  const { rows } = await sql<AnswerRow>`
    select x.id, x.title, x.body, ${sharingColumns(r)} from canned_answer x ${sharingJoins}
    where x.id = ${id} and ${usableSql(r)} ${lock ? sql`for update of x` : sql``}`.execute(db)
  return rows[0]
}

export async function insertAnswer(tx: Tx, ownerId: string, facts: AnswerFacts): Promise<string> {
  const id = newId()
  await tx
    .insertInto('canned_answer')
    .values({ id, owner_id: ownerId, ...facts })
    .execute()
  return id
}

export async function updateAnswer(tx: Tx, id: string, facts: AnswerFacts): Promise<void> {
  await tx
    .updateTable('canned_answer')
    .set({ ...facts, version: sql`version + 1`, updated_at: sql`now()` })
    .where('id', '=', id)
    .execute()
}

export async function removeAnswer(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('canned_answer').where('id', '=', id).execute()
}
