import { sql } from 'kysely'
import type { Db } from '#kernel/db/index.ts'

export async function phoneOf(db: Db, id: string | null): Promise<string | null> {
  const { rows } = await sql<{
    phone: string | null
  }>`select phone from person where id = ${id}::uuid`.execute(db)
  return rows[0]?.phone ?? null
}
