import { sql } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import type { noticeKinds, objectionStates } from '../words.ts'

export interface ObjectionRow {
  id: string
  evaluationId: string
  itemId: string | null
  text: string
  raisedById: string
  raisedBy: string
  raisedAt: Date
  state: (typeof objectionStates)[number]
  reviewedBy: string | null
  reviewedAt: Date | null
  reply: string | null
  pointsBefore: number | null
  pointsAfter: number | null
  version: number
}

export async function selectObjections(
  db: Db,
  f: { evaluationId?: string; id?: string; lock?: boolean },
): Promise<ObjectionRow[]> {
  if (f.lock) await sql`select from evaluation_objection where id = ${f.id} for update`.execute(db)
  const where = [sql`true`]
  if (f.id) where.push(sql`b.id = ${f.id}`)
  if (f.evaluationId) where.push(sql`b.evaluation_id = ${f.evaluationId}`)
  const { rows } = await sql<ObjectionRow>`
    select b.id, b.evaluation_id as "evaluationId", b.item_id as "itemId", b.text, b.raised_by as "raisedById",
      p.name as "raisedBy", b.raised_at as "raisedAt", b.state, r.name as "reviewedBy", b.reviewed_at as "reviewedAt", b.reply,
      b.points_before::float8 as "pointsBefore", b.points_after::float8 as "pointsAfter", b.version
    from evaluation_objection b join person p on p.id = b.raised_by left join person r on r.id = b.reviewed_by
    where ${sql.join(where, sql` and `)} order by b.id`.execute(db)
  return rows
}

export async function insertObjection(
  tx: Tx,
  row: { evaluationId: string; itemId: string | null; text: string; by: string },
): Promise<string> {
  const id = newId()
  await sql`insert into evaluation_objection (id, evaluation_id, item_id, text, raised_by)
    values (${id}, ${row.evaluationId}, ${row.itemId}, ${row.text}, ${row.by})`.execute(tx)
  return id
}

export async function settleObjection(
  tx: Tx,
  id: string,
  to: {
    state: 'upheld' | 'rejected'
    by: string
    reply: string
    before: number | null
    after: number | null
  },
): Promise<void> {
  await sql`update evaluation_objection set state = ${to.state}, reviewed_by = ${to.by}, reviewed_at = now(),
    reply = ${to.reply}, points_before = ${to.before}, points_after = ${to.after}, version = version + 1
    where id = ${id}`.execute(tx)
}

export async function answersOf(
  db: Db,
  evaluationId: string,
): Promise<{ id: string; text: string; saidBy: string; saidAt: Date }[]> {
  const { rows } = await sql<{ id: string; text: string; saidBy: string; saidAt: Date }>`
    select a.id, a.text, p.name as "saidBy", a.said_at as "saidAt" from evaluation_answer a join person p on p.id = a.said_by
    where a.evaluation_id = ${evaluationId} order by a.id`.execute(db)
  return rows
}

export async function insertAnswer(
  tx: Tx,
  row: { evaluationId: string; text: string; by: string },
): Promise<string> {
  const id = newId()
  await sql`insert into evaluation_answer (id, evaluation_id, text, said_by)
    values (${id}, ${row.evaluationId}, ${row.text}, ${row.by})`.execute(tx)
  return id
}

export interface NoticeRow {
  id: string
  number: string
  evaluationId: string
  kind: (typeof noticeKinds)[number]
  text: string
  issuedBy: string
  issuedAt: Date
}

export async function noticesOf(db: Db, evaluationIds: readonly string[]): Promise<NoticeRow[]> {
  const { rows } = await sql<NoticeRow>`
    select n.id, n.number, n.evaluation_id as "evaluationId", n.kind, n.text, p.name as "issuedBy", n.issued_at as "issuedAt"
    from evaluation_notice n join person p on p.id = n.issued_by
    where n.evaluation_id = any(${[...evaluationIds]}::uuid[]) order by n.id`.execute(db)
  return rows
}

export async function insertNotice(
  tx: Tx,
  row: { number: string; evaluationId: string; kind: NoticeRow['kind']; text: string; by: string },
): Promise<string> {
  const id = newId()
  await sql`insert into evaluation_notice (id, number, evaluation_id, kind, text, issued_by)
    values (${id}, ${row.number}, ${row.evaluationId}, ${row.kind}, ${row.text}, ${row.by})`.execute(tx)
  return id
}
