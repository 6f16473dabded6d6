import { sql, type RawBuilder } from 'kysely'
import type { Db } from '#kernel/db/index.ts'
import type { ApprovalState, ItemState } from '../words.ts'

export interface BriefRow {
  id: string
  version: number
  title: string
  entity: string
  entityId: string
  requester: { id: string; name: string }
  orgName: string
  state: ApprovalState
  currentStep: number | null
  stepName: string | null
  startedAt: Date
  endedAt: Date | null
  itemId: string | null
  itemState: ItemState | null
  since: Date | null
  dueAt: Date | null
  overdue: boolean | null
  decidedAt: Date | null
  onBehalfOf: { id: string; name: string } | null
}

/** Columns of a line; `i` is the item it is about. */
const columns = sql`
  a.id, a.version, a.title, a.entity, a.entity_id as "entityId",
  json_build_object('id', p.id, 'name', p.name) as requester, o.name as "orgName", a.state,
  a.current_step as "currentStep", s.name as "stepName", a.started_at as "startedAt", a.ended_at as "endedAt"`
const joins = sql`
  join person p on p.id = a.requester_id join org o on o.id = a.org_id
  left join approval_step s on s.approval_id = a.id and s.no = a.current_step`
const itemColumns = sql`, i.id as "itemId", i.state as "itemState",
  -- the time in a uuid v7: when somebody was asked
  to_timestamp(('x0000' || translate(left(i.id::text, 13), '-', ''))::bit(64)::bigint / 1000.0) as since,
  i.due_at as "dueAt", coalesce(i.state = 'waiting' and i.due_at < now(), false) as overdue, i.decided_at as "decidedAt"`
const noItem = sql`, null as "itemId", null as "itemState", null as since, null as "dueAt", null as overdue,
  null as "decidedAt", null as "onBehalfOf"`

const stateIs = (state: string | undefined): RawBuilder<unknown> =>
  sql`(${state ?? null}::text is null or a.state = ${state ?? ''})`

/**
 * What waits for these people, the oldest first: the partial index of waiting items gives few rows of each.
 * @param me the one who reads; items of the others are shown as on behalf of them
 */
export async function selectWaiting(
  db: Db,
  me: string,
  others: readonly string[],
  filter: { afterItem?: string | undefined; limit: number },
): Promise<BriefRow[]> {
  const { rows } = await sql<BriefRow>`
    select ${columns} ${itemColumns},
      case when i.person_id <> ${me} then json_build_object('id', b.id, 'name', b.name) end as "onBehalfOf"
    from (select * from approval_item
      where person_id = any(${[me, ...others]}::uuid[]) and state = 'waiting'
        and (${filter.afterItem ?? null}::uuid is null or id > ${filter.afterItem ?? null}::uuid)
      order by id limit ${filter.limit + 1}) i
    join approval a on a.id = i.approval_id join person b on b.id = i.person_id ${joins}
    order by i.id`.execute(db)
  return rows
}

/** What a person decided, in the own name or for others, the latest first. */
export async function selectDecided(
  db: Db,
  me: string,
  filter: { after?: { at: string; id: string } | undefined; state?: string | undefined; limit: number },
): Promise<BriefRow[]> {
  const { after } = filter
  const { rows } = await sql<BriefRow>`
    select ${columns} ${itemColumns},
      case when i.person_id <> ${me} then json_build_object('id', b.id, 'name', b.name) end as "onBehalfOf"
    from approval_item i join approval a on a.id = i.approval_id join person b on b.id = i.person_id ${joins}
    where i.decided_by = ${me} and i.step > 0 and ${stateIs(filter.state)}
      and (${after?.at ?? null}::timestamptz is null
        or (i.decided_at, i.id) < (${after?.at ?? null}::timestamptz, ${after?.id ?? null}::uuid))
    order by i.decided_at desc, i.id desc limit ${filter.limit + 1}`.execute(db)
  return rows
}

/** What a person asked for, the newest first. */
export async function selectAsked(
  db: Db,
  me: string,
  filter: { after?: string | undefined; state?: string | undefined; limit: number },
): Promise<BriefRow[]> {
  const { rows } = await sql<BriefRow>`
    select ${columns} ${noItem} from approval a ${joins}
    where a.requester_id = ${me} and ${stateIs(filter.state)}
      and (${filter.after ?? null}::uuid is null or a.id < ${filter.after ?? null}::uuid)
    order by a.id desc limit ${filter.limit + 1}`.execute(db)
  return rows
}

/** Approvals of orgs below these paths, the newest first. */
export async function selectInScope(
  db: Db,
  paths: readonly string[],
  filter: { after?: string | undefined; state?: string | undefined; limit: number },
): Promise<BriefRow[]> {
  const everywhere = paths.includes('/')
  const { rows } = await sql<BriefRow>`
    select ${columns} ${noItem} from approval a ${joins}
    where (${everywhere} or exists (select from unnest(${[...paths]}::text[]) as scope(path) where o.path like scope.path || '%'))
      and ${stateIs(filter.state)} and (${filter.after ?? null}::uuid is null or a.id < ${filter.after ?? null}::uuid)
    order by a.id desc limit ${filter.limit + 1}`.execute(db)
  return rows
}

/** Approvals of a record, the newest first. */
export async function selectOfSubject(db: Db, entity: string, entityId: string): Promise<BriefRow[]> {
  const { rows } = await sql<BriefRow>`
    select ${columns} ${noItem} from approval a ${joins}
    where a.entity = ${entity} and a.entity_id = ${entityId} order by a.id desc limit 50`.execute(db)
  return rows
}

/** How much waits for these people, and how much of it is overdue. */
export async function countWaiting(
  db: Db,
  people: readonly string[],
): Promise<{ waiting: number; overdue: number }> {
  const { rows } = await sql<{ waiting: number; overdue: number }>`
    select count(*) as waiting, count(*) filter (where due_at < now()) as overdue
    from approval_item where person_id = any(${[...people]}::uuid[]) and state = 'waiting'`.execute(db)
  return rows[0]!
}

export interface ItemTimes {
  id: string
  dueAt: Date | null
  decidedAt: Date | null
  overdue: boolean
}

/** Times of the items of an approval. */
export async function itemTimes(db: Db, approvalId: string): Promise<Map<string, ItemTimes>> {
  const { rows } = await sql<ItemTimes>`
    select id, due_at as "dueAt", decided_at as "decidedAt",
      coalesce(state = 'waiting' and due_at < now(), false) as overdue
    from approval_item where approval_id = ${approvalId}`.execute(db)
  return new Map(rows.map((row) => [row.id, row]))
}

export interface HistoryRow {
  seq: number
  at: Date
  actorId: string | null
  onBehalfOf: string | null
}

/** When each fact was recorded, and by whom. */
export async function historyTimes(db: Db, approvalId: string): Promise<HistoryRow[]> {
  const { rows } = await sql<HistoryRow>`
    select seq, recorded_at as at, actor_id as "actorId", on_behalf_of as "onBehalfOf"
    from approval_event where approval_id = ${approvalId} order by seq`.execute(db)
  return rows
}

/** Whether somebody reminded within the last hour. */
export async function remindedLately(db: Db, approvalId: string): Promise<boolean> {
  const { rows } = await sql`select from approval_event
    where approval_id = ${approvalId} and kind = 'reminded' and recorded_at > now() - interval '1 hour'`.execute(
    db,
  )
  return rows.length > 0
}
