import { sql } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'

export interface AskedRow {
  id: string
  adoptionId: string
  askedById: string | null
  askedBy: { id: string; name: string } | null
  askedAt: Date
  begunAt: Date | null
  tries: number
  rules: number | null
  done: number
  endedAt: Date | null
  clauses: number | null
  errors: number | null
}

const columns = sql`q.id, q.adoption_id as "adoptionId", q.asked_by as "askedById",
  (select json_build_object('id', p.id, 'name', p.name) from person p where p.id = q.asked_by) as "askedBy",
  q.asked_at as "askedAt", q.begun_at as "begunAt", q.tries, q.rules, q.done, q.ended_at as "endedAt", q.clauses, q.errors`

/** Asks for an evaluation, unless one is under way: then nothing is written. @returns whether it is a new one */
export async function insertAsked(tx: Tx, adoptionId: string, askedBy: string | null): Promise<boolean> {
  const { rows } = await sql`insert into norm_asked (id, adoption_id, asked_by)
    values (${newId()}, ${adoptionId}, ${askedBy}::uuid)
    on conflict (adoption_id) where ended_at is null do nothing returning id`.execute(tx)
  return rows.length > 0
}

/** The one under way, or the last one that ended. */
export async function lastAsked(db: Db, adoptionId: string): Promise<AskedRow | undefined> {
  const { rows } = await sql<AskedRow>`select ${columns} from norm_asked q where q.adoption_id = ${adoptionId}
    order by q.ended_at is null desc, q.id desc limit 1`.execute(db)
  return rows[0]
}

/**
 * Begins the one that has waited longest, anew where a process ended before it did. Only for who holds the job: nobody
 * else works on them at this time. One that was begun `most` times is given up first.
 */
export async function beginAsked(tx: Tx, most: number): Promise<AskedRow | undefined> {
  await sql`update norm_asked set ended_at = now() where ended_at is null and tries >= ${most}`.execute(tx)
  const { rows } = await sql<AskedRow>`
    update norm_asked q set begun_at = now(), tries = q.tries + 1, rules = null, done = 0
    where q.id = (select id from norm_asked where ended_at is null order by tries, id limit 1)
    returning ${columns}`.execute(tx)
  return rows[0]
}

export async function noteProgress(db: Db, id: string, done: number, rules: number): Promise<void> {
  await sql`update norm_asked set done = ${done}, rules = ${rules} where id = ${id}`.execute(db)
}

export async function endAsked(
  tx: Tx,
  id: string,
  came: { clauses: number; rules: number; errors: number },
): Promise<void> {
  await sql`update norm_asked set ended_at = now(), rules = ${came.rules}, done = ${came.rules},
    clauses = ${came.clauses}, errors = ${came.errors} where id = ${id}`.execute(tx)
}

/** Puts one back that was begun and is not to be finished here: it waits again, and this was no try. */
export async function putBack(db: Db, id: string): Promise<void> {
  await sql`update norm_asked set begun_at = null, tries = tries - 1, rules = null, done = 0 where id = ${id}`.execute(
    db,
  )
}
