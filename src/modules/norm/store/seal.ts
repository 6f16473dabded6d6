import { sql } from 'kysely'
import type { Db } from '#kernel/db/index.ts'

/** All that runs kept, each as one text: what it says of clauses, and what its rules found with their records. */
export async function bodiesOf(db: Db, runIds: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; body: string }>`
    select u.id, concat_ws(E'\n', concat_ws('|', u.org_id, u.why, u.doubt, extract(epoch from u.at)),
      (select string_agg(concat_ws('|', r.adoption_id, r.clause_id, extract(epoch from r.at), r.status, r.source,
          array_to_string(r.rules, ',')), E'\n' order by r.adoption_id, r.clause_id)
        from norm_result r where r.run_id = u.id),
      (select string_agg(concat_ws('|', f.rule, extract(epoch from f.period_from), extract(epoch from f.period_to), f.status,
          coalesce(f.figure::text, '-'), f.cases, f.good, f.imported, f.samples::text, coalesce(f.error, '')), E'\n' order by f.rule)
        from norm_finding f where f.run_id = u.id)) as body
    from norm_run u where u.id = any (${[...runIds]}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.id, row.body]))
}

/** The digests that the audit has of runs. */
export async function digestsOf(db: Db, runIds: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; digest: string }>`
    select entity_id as id, after ->> 'digest' as digest from audit_entry
    where entity = 'norm_run' and entity_id = any (${[...runIds]}::text[]) and action = 'norm.keep' and after ? 'digest'
    order by id desc`.execute(db)
  return new Map(rows.map((row) => [row.id, row.digest]))
}

/** When an org was last evaluated with the whole audit verified before, and whether that held. */
export async function lastVerified(db: Db, orgId: string): Promise<{ at: Date; ok: boolean } | undefined> {
  const { rows } = await sql<{ at: Date; ok: boolean }>`select at, not doubt as ok from norm_run
    where org_id = ${orgId} and why = 'nightly' order by at desc limit 1`.execute(db)
  return rows[0]
}
