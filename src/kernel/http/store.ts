import { sql } from 'kysely'
import type { Db, Tx } from '../db/index.ts'

export interface StoredAnswer {
  endpoint: string
  body_hash: string
  status: number
  response: unknown
}

export async function findAnswer(db: Db, actorId: string, key: string): Promise<StoredAnswer | undefined> {
  return db
    .selectFrom('idempotency_key')
    .select(['endpoint', 'body_hash', 'status', 'response'])
    .where('actor_id', '=', actorId)
    .where('key', '=', key)
    .executeTakeFirst()
}

/** Keeps the answer; false when another request with this key was faster (then this transaction must roll back). */
export async function keepAnswer(
  tx: Tx,
  actorId: string,
  key: string,
  answer: Omit<StoredAnswer, 'response'> & { response: string },
): Promise<boolean> {
  const row = await tx
    .insertInto('idempotency_key')
    .values({ actor_id: actorId, key, ...answer })
    .onConflict((c) => c.doNothing())
    .returning('key')
    .executeTakeFirst()
  return row !== undefined
}

/** Keys are good for a week; longer retries are new requests. */
export async function dropOldAnswers(db: Db): Promise<void> {
  await sql`delete from idempotency_key where recorded_at < now() - interval '7 days'`.execute(db)
}

/** Answers whether the database takes statements. */
export async function ping(db: Db): Promise<void> {
  await sql`select 1`.execute(db)
}
