import { sql } from 'kysely'
import { newId, type Db, type Tx } from '../../db/index.ts'

export type LinkPurpose = 'administrator' | 'activation' | 'reset'

/** Makes a link; older unopened ones of the person are worth nothing from now on. */
export async function insertLink(
  tx: Tx,
  link: { tokenHash: string; purpose: LinkPurpose; personId: string; hours: number },
): Promise<Date> {
  await sql`update one_time_link set used_at = now() where person_id = ${link.personId} and used_at is null`.execute(
    tx,
  )
  const { rows } = await sql<{ expiresAt: Date }>`
    insert into one_time_link (id, token_hash, purpose, person_id, expires_at)
    values (${newId()}, ${link.tokenHash}, ${link.purpose}, ${link.personId}, now() + make_interval(hours => ${link.hours}))
    returning expires_at as "expiresAt"`.execute(tx)
  return rows[0]!.expiresAt
}

export interface LinkRow {
  id: string
  purpose: LinkPurpose
  personId: string
  expiresAt: Date
}

/** The link of this digest when it can still be opened. */
export async function findLink(db: Db, tokenHash: string): Promise<LinkRow | undefined> {
  const { rows } = await sql<LinkRow>`
    select l.id, l.purpose, l.person_id as "personId", l.expires_at as "expiresAt"
    from one_time_link l join person p on p.id = l.person_id
    where l.token_hash = ${tokenHash} and l.used_at is null and l.expires_at > now() and p.state <> 'disabled'`.execute(
    db,
  )
  return rows[0]
}

/** @returns false when it has been opened meanwhile */
export async function consumeLink(tx: Tx, id: string): Promise<boolean> {
  const { numAffectedRows } = await sql`update one_time_link set used_at = now()
    where id = ${id} and used_at is null`.execute(tx)
  return numAffectedRows === 1n
}
