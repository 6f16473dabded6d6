import { sql } from 'kysely'
import type { Db, DB, Tx } from '../db/index.ts'
import type { Signature } from './sign.ts'

interface NewSignature<D extends string> {
  department: D
  personId: string
  /** SM3 of the result that is signed */
  digest: string
  opinion: string | null
}

export interface SignatureTable<D extends string> {
  /** Signatures under a record, the first one first. */
  list: (db: Db, recordId: string) => Promise<Signature<D>[]>
  add: (tx: Tx, recordId: string, given: NewSignature<D>) => Promise<void>
}

/** A room's own table of signatures. `column`: the one that names the record. */
export function signatureTable<D extends string>(
  table: Extract<keyof DB, `${string}_signature`>,
  column: string,
): SignatureTable<D> {
  return {
    async list(db, recordId) {
      const { rows } = await sql<Signature<D>>`
        select g.department, json_build_object('id', p.id, 'name', p.name) as person, g.opinion, g.signed_at as "signedAt", g.digest
        from ${sql.table(table)} g join person p on p.id = g.person_id
        where ${sql.ref(`g.${column}`)} = ${recordId} order by g.signed_at`.execute(db)
      return rows
    },
    async add(tx, recordId, { department, personId, digest, opinion }) {
      await sql`insert into ${sql.table(table)} (${sql.ref(column)}, department, person_id, digest, opinion)
        values (${recordId}, ${department}, ${personId}, ${digest}, ${opinion})`.execute(tx)
    },
  }
}
