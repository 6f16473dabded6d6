import { sql } from 'kysely'
import type { Db } from '#kernel/db/index.ts'

/** Login of an active person. */
export async function loginOf(db: Db, personId: string): Promise<string | undefined> {
  const { rows } = await sql<{ login: string }>`select login from person
    where id = ${personId} and kind = 'person' and state = 'active'`.execute(db)
  return rows[0]?.login
}
