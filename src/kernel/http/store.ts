import { sql } from 'kysely'
import { insertRows, type Db, type Tx } from '../db/index.ts'

export interface StoredAnswer {
  endpoint: string
  body_hash: string
  status: number
  /** JSON */
  response: string
}

export async function findAnswer(db: Db, actorId: string, key: string): Promise<StoredAnswer | undefined> {
  return db
    .selectFrom('idempotency_key')
    .select(['endpoint', 'body_hash', 'status', 'response'])
    .where('actor_id', '=', actorId)
    .where('key', '=', key)
    .executeTakeFirst()
}

/** Keeps the answer; the transaction fails with `isKeyUsed` when the key has one already. */
export async function keepAnswer(tx: Tx, actorId: string, key: string, answer: StoredAnswer): Promise<void> {
  await insertRows(tx, 'idempotency_key', [{ actor_id: actorId, key, ...answer }])
}

/** Whether a transaction failed because the key of its answer has one already. */
export function isKeyUsed(error: unknown): boolean {
  const { code, constraint } = error as { code?: string; constraint?: string }
  return code === '23505' && constraint === 'idempotency_key_pkey'
}

/** Keys are good for a week; longer retries are new requests. */
export async function dropOldAnswers(db: Db): Promise<void> {
  await sql`delete from idempotency_key where recorded_at < now() - interval '7 days'`.execute(db)
}

/** Answers whether the database takes statements. */
export async function ping(db: Db): Promise<void> {
  await sql`select 1`.execute(db)
}
