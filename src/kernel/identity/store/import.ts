import { sql } from 'kysely'
import type { Db, Tx } from '../../db/index.ts'

/** An account as far as an import compares it. */
export interface KnownPerson {
  id: string
  login: string
  kind: 'person' | 'machine'
  name: string
  orgId: string
  phone: string | null
  email: string | null
  title: string | null
  version: number
}

/** The accounts of these logins. */
export async function selectKnown(db: Db, logins: readonly string[]): Promise<Map<string, KnownPerson>> {
  const { rows } = await sql<KnownPerson>`
    select id, login, kind, name, org_id as "orgId", phone, email, title, version from person
    where login = any(${[...logins]}::text[])`.execute(db)
  return new Map(rows.map((row) => [row.login, row]))
}

/** Imports of people follow one another: two of the same table would meet in the middle of their rows. */
export async function lockImport(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(7239, 102)`.execute(tx)
}
