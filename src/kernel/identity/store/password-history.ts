import { sql } from 'kysely'
import type { Db, Tx } from '../../db/index.ts'

/** As many as the policy can ask for; older ones are forgotten. */
const kept = 24

/** Notes a password that has just been set. */
export async function rememberPassword(tx: Tx, personId: string, hash: string): Promise<void> {
  await sql`insert into password_history (person_id, password_hash) values (${personId}, ${hash})`.execute(tx)
  await sql`delete from password_history where person_id = ${personId} and id <= (
    select id from password_history where person_id = ${personId} order by id desc offset ${kept} limit 1)`.execute(
    tx,
  )
}

/** The hashes of the person's last passwords, the newest (the current one) first. */
export async function selectLastHashes(db: Db, personId: string, count: number): Promise<string[]> {
  const { rows } = await sql<{ hash: string }>`
    select password_hash as hash from password_history where person_id = ${personId}
    order by id desc limit ${count}`.execute(db)
  return rows.map((row) => row.hash)
}

/** Hours until the holder may change the password of the own free will; 0: now. */
export async function hoursUntilChange(db: Db, personId: string, minAgeHours: number): Promise<number> {
  const { rows } = await sql<{ hours: number }>`
    select greatest(0, ceil(extract(epoch from changed_at + ${minAgeHours} * interval '1 hour' - now()) / 3600))::int as hours
    from credential where person_id = ${personId} and not must_change and password_hash is not null`.execute(
    db,
  )
  return rows[0]?.hours ?? 0
}
