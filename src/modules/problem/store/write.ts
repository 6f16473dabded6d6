import { sql, type Insertable, type Updateable } from 'kysely'
import type { DB, Tx } from '#kernel/db/index.ts'

export type ProblemPatch = Updateable<DB['problem']>

export async function insertProblem(tx: Tx, row: Insertable<DB['problem']>): Promise<void> {
  await tx.insertInto('problem').values(row).execute()
}

export async function patchProblem(tx: Tx, id: string, patch: ProblemPatch): Promise<void> {
  if (Object.keys(patch).length === 0) return
  await tx.updateTable('problem').set(patch).where('ticket_id', '=', id).execute()
}

/** The services of a problem, replaced. */
export async function setServices(tx: Tx, problemId: string, serviceIds: readonly string[]): Promise<void> {
  await sql`delete from problem_service where problem_id = ${problemId}`.execute(tx)
  await sql`insert into problem_service (problem_id, service_id)
    select ${problemId}, id from unnest(${[...new Set(serviceIds)]}::uuid[]) x(id)`.execute(tx)
}
