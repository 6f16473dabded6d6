import { sql } from 'kysely'
import { statement, type Db, type Tx } from '../db/index.ts'

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

const keep = statement<{ key: string }>(`
  insert into idempotency_key (actor_id, key, endpoint, body_hash, status, response) values ($1, $2, $3, $4, $5, $6)
  on conflict do nothing returning key`)

/** Keeps the answer; false when the key has one already (then this transaction must roll back). */
export async function keepAnswer(
  tx: Tx,
  actorId: string,
  key: string,
  answer: StoredAnswer,
): Promise<boolean> {
  const { endpoint, body_hash, status, response } = answer
  const rows = await keep(tx, [actorId, key, endpoint, body_hash, status, response])
  return rows.length > 0
}

/** Keys are good for a week; longer retries are new requests. */
export async function dropOldAnswers(db: Db): Promise<void> {
  await sql`delete from idempotency_key where recorded_at < now() - interval '7 days'`.execute(db)
}

/** Answers whether the database takes statements. */
export async function ping(db: Db): Promise<void> {
  await sql`select 1`.execute(db)
}
