import { sql } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import type { Answers } from '#modules/catalogue/form-contract.ts'
import type { TaskDefinition } from '#modules/catalogue/item-contract.ts'
import type { LineRow, Ref, TaskRow } from './read.ts'

export async function insertRequest(tx: Tx, ticketId: string, contactPhone: string | null): Promise<void> {
  await sql`insert into request (ticket_id, contact_phone) values (${ticketId}, ${contactPhone})`.execute(tx)
}

export interface NewLine {
  id: string
  ticketId: string
  no: number
  itemId: string
  itemNo: number
  name: string
  nameEn: string
  answers: Answers
  orgId: string
  approval: 'none' | 'running'
  tasks: readonly (TaskDefinition & { group: string | null })[]
}

export async function insertLine(tx: Tx, l: NewLine): Promise<void> {
  await sql`
    insert into request_line (id, ticket_id, no, item_id, item_no, name, name_en, answers, org_id, approval, state)
    values (${l.id}, ${l.ticketId}, ${l.no}, ${l.itemId}, ${l.itemNo}, ${l.name}, ${l.nameEn},
      ${JSON.stringify(l.answers)}::jsonb, ${l.orgId}, ${l.approval},
      ${l.approval === 'running' ? 'approval' : 'working'})`.execute(tx)
  for (const [n, task] of l.tasks.entries())
    await sql`
      insert into request_task (id, line_id, ticket_id, no, stage, key, name, name_en, instructions, result_form, due,
        state, group_id)
      values (${newId()}, ${l.id}, ${l.ticketId}, ${n + 1}, ${task.stage}, ${task.key}, ${task.name}, ${task.nameEn},
        ${task.instructions}, ${JSON.stringify(task.result)}::jsonb, ${task.due ? JSON.stringify(task.due) : null}::jsonb,
        'waiting', ${task.group})`.execute(tx)
}

const patchable = {
  answers: 'answers',
  approval: 'approval',
  approvalId: 'approval_id',
  ended: 'ended',
  state: 'state',
  question: 'question',
  endReason: 'end_reason',
  dueAt: 'due_at',
  startedAt: 'started_at',
  endedAt: 'ended_at',
} as const
export type LinePatch = { [K in keyof typeof patchable]?: LineRow[K] }

/** Changes a line; its version counts up. The caller holds the lock on the request and has compared versions. */
export async function updateLine(tx: Tx, id: string, patch: LinePatch): Promise<void> {
  const set = Object.entries(patch).map(([key, value]) => {
    const column = sql.ref(patchable[key as keyof LinePatch])
    return key === 'answers'
      ? sql`${column} = ${JSON.stringify(value)}::jsonb`
      : sql`${column} = ${value as string | Date | null}`
  })
  await sql`update request_line set ${sql.join([...set, sql`version = version + 1`])} where id = ${id}`.execute(
    tx,
  )
}

export interface TaskPatch {
  state?: TaskRow['state']
  groupId?: string | null
  ownerId?: string | null
  question?: string | null
  dueAt?: Date | null
  openedAt?: Date | null
  doneAt?: Date | null
  doneBy?: string | null
  note?: string
  results?: Answers
}
const taskColumns: Record<keyof TaskPatch, string> = {
  state: 'state',
  groupId: 'group_id',
  ownerId: 'owner_id',
  question: 'question',
  dueAt: 'due_at',
  openedAt: 'opened_at',
  doneAt: 'done_at',
  doneBy: 'done_by',
  note: 'note',
  results: 'results',
}

/** As `updateLine`, for a task. */
export async function updateTask(tx: Tx, id: string, patch: TaskPatch): Promise<void> {
  const set = Object.entries(patch).map(([key, value]) => {
    const column = sql.ref(taskColumns[key as keyof TaskPatch])
    return key === 'results'
      ? sql`${column} = ${JSON.stringify(value)}::jsonb`
      : sql`${column} = ${value as string | Date | null}`
  })
  await sql`update request_task set ${sql.join([...set, sql`version = version + 1`])} where id = ${id}`.execute(
    tx,
  )
}

/** Due times as the clocks have them now; no version: nobody's edit clashes with a clock. */
export async function setDueTimes(
  tx: Tx,
  of: 'line' | 'task',
  dues: readonly { id: string; dueAt: Date | null }[],
): Promise<void> {
  if (dues.length === 0) return
  const table = of === 'line' ? sql`request_line` : sql`request_task`
  await sql`update ${table} x set due_at = d."dueAt"
    from jsonb_to_recordset(${JSON.stringify(dues)}::jsonb) as d (id uuid, "dueAt" timestamptz)
    where x.id = d.id and x.due_at is distinct from d."dueAt"`.execute(tx)
}

export async function rate(tx: Tx, ticketId: string, rating: string | null, remark: string): Promise<void> {
  await sql`update request set rating = ${rating}, remark = ${remark} where ticket_id = ${ticketId}`.execute(
    tx,
  )
}

/** Takes over what the requester answered to the survey; nothing where the request was rated already. */
export async function rateOnce(tx: Tx, ticketId: string, rating: string): Promise<void> {
  await sql`update request set rating = ${rating} where ticket_id = ${ticketId}::uuid and rating is null`.execute(
    tx,
  )
}

export interface GroupChoice {
  id: string
  name: string
  no: number
  memberIds: string[]
  leaderIds: string[]
}

/** An active group with its active members. */
export async function findGroup(db: Db, id: string): Promise<GroupChoice | undefined> {
  const { rows } = await sql<GroupChoice>`
    select g.id, g.name, g.no,
      coalesce(array_agg(p.id) filter (where p.id is not null), '{}') as "memberIds",
      coalesce(array_agg(p.id) filter (where m.leader), '{}') as "leaderIds"
    from support_group g left join support_group_member m on m.group_id = g.id
    left join person p on p.id = m.person_id and p.state = 'active'
    where g.id = ${id}::uuid and g.active group by g.id`.execute(db)
  return rows[0]
}

/** Answers that refer to people, orgs or systems which are not there (any more), by id. */
export async function missingIds(
  db: Db,
  given: { people: string[]; orgs: string[]; services: string[]; publicOnly: boolean; below: string | null },
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select x as id from unnest(${given.people}::uuid[]) x where not exists (
      select from person p join org o on o.id = p.org_id where p.id = x and p.kind = 'person' and p.state = 'active'
        and (${given.below}::text is null or o.path like ${given.below}::text || '%'))
    union all select x from unnest(${given.orgs}::uuid[]) x where not exists (select from org o where o.id = x and o.active)
    union all select x from unnest(${given.services}::uuid[]) x where not exists (
      select from service s where s.id = x and s.active and (s.public or not ${given.publicOnly}::boolean))`.execute(
    db,
  )
  return new Set(rows.map((row) => row.id))
}

export async function keepUpload(tx: Tx, fileId: string, personId: string): Promise<void> {
  await sql`insert into request_upload (file_id, person_id) values (${fileId}, ${personId})`.execute(tx)
}

export async function countUploads(db: Db, personId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from request_upload where person_id = ${personId}::uuid`.execute(db)
  return rows[0]!.n
}

export async function forgetUploads(tx: Tx, fileIds: readonly string[]): Promise<void> {
  if (fileIds.length === 0) return
  await sql`delete from request_upload where file_id = any(${[...fileIds]}::uuid[])`.execute(tx)
}

/** Uploads that were not sent within a week, locked. */
export async function staleUploads(tx: Tx, limit: number): Promise<{ fileId: string; personId: string }[]> {
  const { rows } = await sql<{ fileId: string; personId: string }>`
    select file_id as "fileId", person_id as "personId" from request_upload
    where recorded_at < now() - interval '7 days' order by recorded_at limit ${limit} for update skip locked`.execute(
    tx,
  )
  return rows
}

/** Small numbers of groups and of the requester's org, of which search tokens are made. */
export async function groupNos(db: Db, ids: readonly string[]): Promise<number[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<{ no: number }>`
    select no from support_group where id = any(${[...ids]}::uuid[])`.execute(db)
  return rows.map((row) => row.no)
}

/** An active person who may be given a task, with his group memberships. */
export async function findWorker(db: Db, id: string): Promise<(Ref & { groupIds: string[] }) | undefined> {
  const { rows } = await sql<Ref & { groupIds: string[] }>`
    select p.id, p.name, array(select m.group_id from support_group_member m where m.person_id = p.id) as "groupIds"
    from person p where p.id = ${id}::uuid and p.kind = 'person' and p.state = 'active'`.execute(db)
  return rows[0]
}
