import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db/index.ts'
import type { CheckState } from '../words.ts'

export interface DependencyRow {
  check: { id: string; name: string } | null
  ci: { id: string; name: string } | null
  state: CheckState | null
}

/** What a check depends on. */
export async function selectDependencies(db: Db, checkId: string): Promise<DependencyRow[]> {
  const { rows } = await sql<DependencyRow>`
    select case when c.id is not null then json_build_object('id', c.id, 'name', c.name) end as "check",
      case when i.id is not null then json_build_object('id', i.id, 'name', i.name) end as ci, s.state
    from monitor_dependency d left join monitor_check c on c.id = d.on_check_id
      left join monitor_state s on s.check_id = c.id left join ci i on i.id = d.on_ci_id
    where d.check_id = ${checkId}::uuid order by c.name, i.name`.execute(db)
  return rows
}

/** Replaces what a check depends on. */
export async function putDependencies(
  tx: Tx,
  checkId: string,
  all: readonly { checkId?: string | undefined; ciId?: string | undefined }[],
): Promise<void> {
  await sql`delete from monitor_dependency where check_id = ${checkId}::uuid`.execute(tx)
  if (all.length === 0) return
  await sql`insert into monitor_dependency (check_id, on_check_id, on_ci_id)
    select ${checkId}::uuid, x."checkId", x."ciId"
    from jsonb_to_recordset(${JSON.stringify(all)}::jsonb) as x("checkId" uuid, "ciId" uuid)
    on conflict do nothing`.execute(tx)
}

/**
 * Nobody else changes definitions before the transaction ends; to be had before any row of them is locked. Each change counts
 * one row of `config_version` up, so two that change several checks would wait for each other in a ring; and two halves of a
 * ring of dependencies could be closed at once.
 */
export async function lockDefinitions(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(7240, 1)`.execute(tx)
}

/** Whether a check comes to depend on itself, over others or over items whose checks they are. */
export async function dependsOnItself(tx: Tx, checkId: string): Promise<boolean> {
  const { rows } = await sql<{ ring: boolean }>`
    with recursive reach(id) as (
      select p.id from monitor_dependency d
        join monitor_check p on p.id = d.on_check_id or (p.ci_id = d.on_ci_id and p.id <> d.check_id)
        where d.check_id = ${checkId}::uuid
      union
      select p.id from reach r join monitor_dependency d on d.check_id = r.id
        join monitor_check p on p.id = d.on_check_id or (p.ci_id = d.on_ci_id and p.id <> d.check_id)
    )
    select exists (select from reach where id = ${checkId}::uuid) as ring`.execute(tx)
  return rows[0]!.ring
}
