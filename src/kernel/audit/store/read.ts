import { sql, type RawBuilder } from 'kysely'
import type { Db } from '../../db/index.ts'

export interface EntryRow {
  id: number
  recorded_at: Date
  actor_kind: string
  actor_id: string | null
  actor_login: string
  action: string
  entity: string
  entity_id: string
  org_id: string | null
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
  ip: string | null
  trace_id: string | null
  origin: 'live' | 'import'
}

export interface EntryFilter {
  actor?: string | undefined
  action?: string | undefined
  entity?: string | undefined
  entityId?: string | undefined
  from?: string | undefined
  to?: string | undefined
}

/** Entries that match all given filters, from beyond the id on, in the order asked for. */
export async function listEntries(
  db: Db,
  filter: EntryFilter,
  page: { order: 'asc' | 'desc'; beyond: number | null; limit: number },
): Promise<EntryRow[]> {
  const where = conditions(filter)
  if (page.beyond !== null)
    where.push(page.order === 'asc' ? sql`id > ${page.beyond}` : sql`id < ${page.beyond}`)
  const { rows } =
    await sql<EntryRow>`select id, recorded_at, actor_kind, actor_id, actor_login, action, entity, entity_id,
      org_id, before, after, host(ip) as ip, trace_id, origin
    from audit_entry ${where.length > 0 ? sql`where ${sql.join(where, sql` and `)}` : sql``}
    order by id ${page.order === 'asc' ? sql`asc` : sql`desc`} limit ${page.limit}`.execute(db)
  return rows
}

function conditions(filter: EntryFilter): RawBuilder<unknown>[] {
  const where: RawBuilder<unknown>[] = []
  if (filter.actor) where.push(sql`actor_login = ${filter.actor}`)
  if (filter.action?.endsWith('*')) where.push(sql`starts_with(action, ${filter.action.slice(0, -1)})`)
  else if (filter.action) where.push(sql`action = ${filter.action}`)
  if (filter.entity) where.push(sql`entity = ${filter.entity}`)
  if (filter.entityId) where.push(sql`entity_id = ${filter.entityId}`)
  if (filter.from) where.push(sql`recorded_at >= ${filter.from}::timestamptz`)
  if (filter.to) where.push(sql`recorded_at < ${filter.to}::timestamptz`)
  return where
}
