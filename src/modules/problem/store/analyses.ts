import { sql } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import type { AnalysisGiven, AnalysisRecord } from '../analysis-contract.ts'
import type { Method } from '../words.ts'

/** Stored content was checked by the contract when it was written, and is checked again by the answer's schema. */
type StoredAnalysis = Omit<AnalysisRecord, 'updatedAt'> & { updatedAt: Date; method: Method }

export async function analysesOf(db: Db, problemId: string, id?: string): Promise<StoredAnalysis[]> {
  const { rows } = await sql<StoredAnalysis>`
    select a.id, a.method, a.content, a.conclusion, a.updated_at as "updatedAt", a.version,
      (select p.name from person p where p.id = a.written_by) as by
    from problem_analysis a where a.problem_id = ${problemId} and (${id ?? null}::uuid is null or a.id = ${id ?? null}::uuid)
    order by a.id limit 50`.execute(db)
  return rows
}

export async function insertAnalysis(
  tx: Tx,
  problemId: string,
  given: AnalysisGiven,
  by: string | null,
): Promise<string> {
  const id = newId()
  await sql`insert into problem_analysis (id, problem_id, method, content, conclusion, written_by)
    values (${id}, ${problemId}, ${given.method}, ${JSON.stringify(given.content)}::jsonb, ${given.conclusion},
      ${by}::uuid)`.execute(tx)
  return id
}

/** @returns false when it was changed since `version` */
export async function writeAnalysis(
  tx: Tx,
  at: { id: string; version: number },
  given: AnalysisGiven,
  by: string | null,
): Promise<boolean> {
  const { rows } = await sql`update problem_analysis set content = ${JSON.stringify(given.content)}::jsonb,
      conclusion = ${given.conclusion}, written_by = ${by}::uuid, updated_at = clock_timestamp(), version = version + 1
    where id = ${at.id} and version = ${at.version} returning 1`.execute(tx)
  return rows.length > 0
}

/** @returns false when it was changed since `version` */
export async function deleteAnalysis(tx: Tx, at: { id: string; version: number }): Promise<boolean> {
  const { rows } = await sql`delete from problem_analysis
    where id = ${at.id} and version = ${at.version} returning 1`.execute(tx)
  return rows.length > 0
}
