import { sql, type RawBuilder } from 'kysely'
import type { Db } from '#kernel/db/index.ts'
import type { Answers, FormDefinition } from '#modules/catalogue/form-contract.ts'
import type { TargetTime } from '#modules/catalogue/item-contract.ts'
import type { Answer as Rating } from '#modules/satisfaction/words.ts'
import type { ApprovalFact, channels, LineState, RequestState, TaskState } from '../words.ts'
import type { Visibility } from '../visible.ts'
import { visibleSql } from './visible-sql.ts'

export interface Ref {
  id: string
  name: string
}

export interface TaskRow {
  id: string
  lineId: string
  no: number
  stage: number
  key: string
  name: string
  nameEn: string
  instructions: string
  resultForm: FormDefinition
  due: TargetTime | null
  state: TaskState
  group: Ref | null
  owner: Ref | null
  question: string | null
  dueAt: Date | null
  openedAt: Date | null
  doneAt: Date | null
  doneBy: Ref | null
  note: string
  results: Answers
  version: number
}

export interface LineRow {
  id: string
  no: number
  itemId: string
  itemNo: number
  name: string
  nameEn: string
  answers: Answers
  orgId: string
  approval: ApprovalFact
  approvalId: string | null
  ended: 'withdrawn' | 'cancelled' | null
  state: LineState
  question: string | null
  endReason: string | null
  dueAt: Date | null
  startedAt: Date | null
  endedAt: Date | null
  version: number
  tasks: TaskRow[]
}

export interface RequestRow {
  id: string
  number: string
  title: string
  description: string
  channel: (typeof channels)[number]
  state: RequestState
  open: boolean
  requester: Ref
  createdBy: string | null
  org: Ref
  orgPath: string
  contactPhone: string | null
  rating: Rating | null
  remark: string
  recordedAt: Date
  updatedAt: Date
  dueAt: Date | null
  resolvedAt: Date | null
  closedAt: Date | null
  version: number
}

export interface FullRequest extends RequestRow {
  lines: LineRow[]
}

const columns = sql`t.id, t.number, t.title, t.description, t.channel, t.state, t.open,
  json_build_object('id', p.id, 'name', p.name) as requester, t.created_by as "createdBy",
  json_build_object('id', o.id, 'name', o.name) as org, o.path as "orgPath", r.contact_phone as "contactPhone",
  r.rating, r.remark, t.recorded_at as "recordedAt", t.updated_at as "updatedAt", t.due_at as "dueAt",
  t.resolved_at as "resolvedAt", t.closed_at as "closedAt", t.version`
const from = sql`from ticket t join request r on r.ticket_id = t.id join org o on o.id = t.org_id
  join person p on p.id = t.requester_id`

const ref = (alias: string): RawBuilder<unknown> =>
  sql`case when ${sql.ref(`${alias}.id`)} is not null
    then json_build_object('id', ${sql.ref(`${alias}.id`)}, 'name', ${sql.ref(`${alias}.name`)}) end`

const taskColumns = sql`k.id, k.line_id as "lineId", k.no, k.stage, k.key, k.name, k.name_en as "nameEn", k.instructions,
  k.result_form as "resultForm", k.due, k.state, ${ref('g')} as "group", ${ref('w')} as owner, k.question,
  k.due_at as "dueAt", k.opened_at as "openedAt", k.done_at as "doneAt", ${ref('d')} as "doneBy", k.note, k.results,
  k.version`
const taskJoins = sql`left join support_group g on g.id = k.group_id left join person w on w.id = k.owner_id
  left join person d on d.id = k.done_by`

/**
 * A request with its lines and tasks. With `lock` its moves wait for one another, whichever line they are about: what a
 * line does can end the request.
 */
export async function readRequest(db: Db, id: string, lock = false): Promise<FullRequest | undefined> {
  // two statements: what is read after the lock is as new as what the lock waited for
  if (lock)
    await sql`select id from ticket where id = ${id}::uuid and kind = 'request' for update`.execute(db)
  const { rows } = await sql<RequestRow>`select ${columns} ${from} where t.id = ${id}::uuid`.execute(db)
  const [row] = rows
  if (!row) return undefined
  const [lines, tasks] = await Promise.all([readLines(db, id), readTasks(db, id)])
  return {
    ...row,
    lines: lines.map((line) => ({ ...line, tasks: tasks.filter((task) => task.lineId === line.id) })),
  }
}

async function readLines(db: Db, ticketId: string): Promise<Omit<LineRow, 'tasks'>[]> {
  const { rows } = await sql<Omit<LineRow, 'tasks'>>`
    select l.id, l.no, l.item_id as "itemId", l.item_no as "itemNo", l.name, l.name_en as "nameEn", l.answers,
      l.org_id as "orgId", l.approval, l.approval_id as "approvalId", l.ended, l.state, l.question,
      l.end_reason as "endReason", l.due_at as "dueAt", l.started_at as "startedAt", l.ended_at as "endedAt", l.version
    from request_line l where l.ticket_id = ${ticketId}::uuid order by l.no`.execute(db)
  return rows
}

async function readTasks(db: Db, ticketId: string): Promise<TaskRow[]> {
  const { rows } = await sql<TaskRow>`
    select ${taskColumns} from request_task k ${taskJoins}
    where k.ticket_id = ${ticketId}::uuid order by k.line_id, k.no`.execute(db)
  return rows
}

/** How often an item of it was taken up again after its delivery. */
export async function reopeningsOf(db: Db, id: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from timeline_entry
    where ticket_id = ${id}::uuid and kind = 'move' and data->>'move' = 'reopen'`.execute(db)
  return rows[0]!.n
}

/** The request that a line or a task belongs to. */
export async function findTicketOf(db: Db, of: 'line' | 'task', id: string): Promise<string | undefined> {
  const table = of === 'line' ? sql`request_line` : sql`request_task`
  const { rows } = await sql<{
    id: string
  }>`select ticket_id as id from ${table} where id = ${id}::uuid`.execute(db)
  return rows[0]?.id
}

export interface ListFilter {
  ids: readonly string[] | undefined
  requesterId: string | undefined
  open: boolean | undefined
  state: RequestState | undefined
  itemId: string | undefined
  orgId: string | undefined
  occurredFrom: string | undefined
  occurredTo: string | undefined
  satisfaction: string | undefined
  before: string | null
  limit: number
}

export interface BriefRow extends RequestRow {
  items: { no: number; name: string; nameEn: string; state: LineState }[]
}

/** Visible requests, the newest first. */
export async function selectRequests(db: Db, v: Visibility, f: ListFilter): Promise<BriefRow[]> {
  const when = (condition: boolean, part: RawBuilder<unknown>) => (condition ? sql`and ${part}` : sql``)
  const { rows } = await sql<BriefRow>`
    select ${columns}, (select json_agg(json_build_object('no', l.no, 'name', l.name, 'nameEn', l.name_en,
      'state', l.state) order by l.no) from request_line l where l.ticket_id = t.id) as items
    ${from} where t.kind = 'request' and ${visibleSql(v)}
      ${when(f.ids !== undefined, sql`t.id = any(${[...(f.ids ?? [])]}::uuid[])`)}
      ${when(f.requesterId !== undefined, sql`t.requester_id = ${f.requesterId ?? null}::uuid`)}
      ${when(f.open !== undefined, sql`t.open = ${f.open ?? null}`)}
      ${when(f.state !== undefined, sql`t.state = ${f.state ?? null}`)}
      ${when(
        f.orgId !== undefined,
        sql`t.org_id in (select x.id from org x, org y where y.id = ${f.orgId ?? null}::uuid and x.path like y.path || '%')`,
      )}
      ${when(f.occurredFrom !== undefined, sql`t.occurred_at >= ${f.occurredFrom ?? null}::timestamptz`)}
      ${when(f.occurredTo !== undefined, sql`t.occurred_at < ${f.occurredTo ?? null}::timestamptz`)}
      ${when(
        f.satisfaction !== undefined,
        sql`exists (select from survey_result r where r.ticket_id = t.id
          and coalesce(r.answer, r.state) = ${f.satisfaction ?? null})`,
      )}
      ${when(
        f.itemId !== undefined,
        sql`exists (select from request_line l where l.ticket_id = t.id and l.item_id = ${f.itemId ?? null}::uuid)`,
      )}
      ${when(f.before !== null, sql`t.id < ${f.before}::uuid`)}
    order by t.id desc limit ${f.limit}`.execute(db)
  return rows
}

export interface QueueRow extends TaskRow {
  request: { id: string; number: string; title: string }
  lineNo: number
  item: string
  itemEn: string
  requester: Ref
  org: Ref
  orgPath: string
  line: Pick<LineRow, 'approval' | 'ended' | 'state'>
  dueKey: string
}

/** Open tasks in the order in which they are due; `after` is due time and id of the last one shown. */
export async function selectQueue(
  db: Db,
  which: RawBuilder<unknown>,
  after: { due: string; id: string } | null,
  limit: number,
): Promise<QueueRow[]> {
  const due = sql`coalesce(k.due_at, 'infinity'::timestamptz)`
  const { rows } = await sql<QueueRow>`
    select ${taskColumns}, json_build_object('id', t.id, 'number', t.number, 'title', t.title) as request,
      l.no as "lineNo", l.name as item, l.name_en as "itemEn",
      json_build_object('id', p.id, 'name', p.name) as requester, json_build_object('id', o.id, 'name', o.name) as org,
      o.path as "orgPath", json_build_object('approval', l.approval, 'ended', l.ended, 'state', l.state) as line,
      (${due})::text as "dueKey"
    from request_task k ${taskJoins} join request_line l on l.id = k.line_id join ticket t on t.id = k.ticket_id
    join person p on p.id = t.requester_id join org o on o.id = t.org_id
    where k.state in ('open', 'returned') and ${which}
      ${after ? sql`and (${due}, k.id) > (${after.due}::timestamptz, ${after.id}::uuid)` : sql``}
    order by ${due}, k.id limit ${limit}`.execute(db)
  return rows
}

/** Which open tasks a queue shows, on the task `k` and the ticket `t`. */
export function queueSql(
  queue: 'mine' | 'group' | 'free' | 'overdue' | 'all',
  v: Visibility,
): RawBuilder<unknown> {
  const mine = sql`k.owner_id = ${v.personId}::uuid`
  const ours = sql`k.group_id = any(${[...v.groupIds]}::uuid[])`
  if (queue === 'mine') return mine
  if (queue === 'group') return sql`${ours} and k.owner_id is null`
  if (queue === 'free') return sql`k.group_id is null and k.owner_id is null and ${visibleSql(v)}`
  if (queue === 'overdue') return sql`k.state = 'open' and k.due_at < now() and ${visibleSql(v)}`
  return visibleSql(v)
}

/** Names of people, orgs, systems and files by id; what is unknown is left out. */
export async function namesOf(db: Db, ids: readonly string[]): Promise<Record<string, string>> {
  if (ids.length === 0) return {}
  const given = [...ids]
  const { rows } = await sql<Ref>`
    select id, name from person where id = any(${given}::uuid[])
    union all select id, name from org where id = any(${given}::uuid[])
    union all select id, name from service where id = any(${given}::uuid[])`.execute(db)
  return Object.fromEntries(rows.map((row) => [row.id, row.name]))
}
