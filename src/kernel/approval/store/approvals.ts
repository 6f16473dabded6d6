import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db/index.ts'
import type { ApprovalDefinition } from '../definition-contract.ts'
import type { Approval, ApprovalState, Fact, Item } from '../words.ts'

export interface Subject {
  entity: string
  id: string
}

/** The row of an approval, without its history. */
export interface ApprovalRow {
  id: string
  subject: Subject
  title: string
  org: { id: string; name: string }
  orgPath: string
  requester: { id: string; name: string }
  definition: ApprovalDefinition
  digest: string
  state: ApprovalState
  currentStep: number | null
  startedAt: Date
  endedAt: Date | null
  version: number
}

const selection = sql`
  select a.id, json_build_object('entity', a.entity, 'id', a.entity_id) as subject, a.title,
    json_build_object('id', o.id, 'name', o.name) as org, o.path as "orgPath",
    json_build_object('id', p.id, 'name', p.name) as requester, a.definition, a.digest, a.state,
    a.current_step as "currentStep", a.started_at as "startedAt", a.ended_at as "endedAt", a.version
  from approval a join org o on o.id = a.org_id join person p on p.id = a.requester_id`

/** With `lock` nobody else decides before the transaction ends. */
export async function findApproval(db: Db, id: string, lock = false): Promise<ApprovalRow | undefined> {
  const { rows } =
    await sql<ApprovalRow>`${selection} where a.id = ${id} ${lock ? sql`for update of a` : sql``}`.execute(db)
  return rows[0]
}

/** Approvals of a record, the newest first. */
export async function findBySubject(
  db: Db,
  subject: Subject,
  options: { lock?: boolean; limit?: number; states?: readonly ApprovalState[] } = {},
): Promise<ApprovalRow[]> {
  const { rows } = await sql<ApprovalRow>`${selection}
    where a.entity = ${subject.entity} and a.entity_id = ${subject.id}
      and (${options.states ?? null}::text[] is null or a.state = any(${options.states ?? []}::text[]))
    order by a.id desc limit ${options.limit ?? 20} ${options.lock ? sql`for update of a` : sql``}`.execute(
    db,
  )
  return rows
}

/** The history, oldest first. */
export async function readFacts(db: Db, approvalId: string): Promise<Fact[]> {
  const { rows } = await sql<{ data: Fact }>`
    select data from approval_event where approval_id = ${approvalId} order by seq`.execute(db)
  return rows.map((row) => row.data)
}

export async function insertApproval(
  tx: Tx,
  row: {
    id: string
    subject: Subject
    title: string
    orgId: string
    requesterId: string
    definition: ApprovalDefinition
    digest: string
  },
): Promise<void> {
  await sql`insert into approval (id, entity, entity_id, title, org_id, requester_id, definition, digest, current_step)
    values (${row.id}, ${row.subject.entity}, ${row.subject.id}, ${row.title}, ${row.orgId}, ${row.requesterId},
      ${JSON.stringify(row.definition)}::jsonb, ${row.digest}, 1)`.execute(tx)
}

export async function insertSteps(
  tx: Tx,
  approvalId: string,
  steps: readonly { no: number; name: string; mode: string; people: readonly string[] }[],
): Promise<void> {
  await sql`insert into approval_step (approval_id, no, name, mode, people)
    select ${approvalId}::uuid, s.no, s.name, s.mode, array(select value::uuid from jsonb_array_elements_text(s.people))
    from jsonb_to_recordset(${JSON.stringify(steps)}::jsonb) as s(no int, name text, mode text, people jsonb)`.execute(
    tx,
  )
}

/** Who was found for each step when the approval started. */
export async function plannedPeople(db: Db, approvalId: string): Promise<Map<number, string[]>> {
  const { rows } = await sql<{ no: number; people: string[] }>`
    select no, people::text[] as people from approval_step where approval_id = ${approvalId}`.execute(db)
  return new Map(rows.map((row) => [row.no, row.people]))
}

/** Adds facts to the history, in the order given; `behalf` names those who were stood in for. */
export async function appendFacts(
  tx: Tx,
  approvalId: string,
  from: number,
  facts: readonly { fact: Fact; behalf: string | null }[],
): Promise<void> {
  const rows = facts.map(({ fact, behalf }, i) => ({
    seq: from + i,
    kind: fact.kind,
    actor: 'by' in fact ? fact.by : null,
    behalf,
    data: fact,
  }))
  await sql`insert into approval_event (approval_id, seq, kind, actor_id, on_behalf_of, data)
    select ${approvalId}::uuid, f.seq, f.kind, f.actor, f.behalf, f.data
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as f(seq int, kind text, actor uuid, behalf uuid, data jsonb)`.execute(tx)
}

/** Writes what the approval has come to. */
export async function updateApproval(
  tx: Tx,
  id: string,
  after: Approval,
  change: { title?: string | undefined } = {},
): Promise<void> {
  const step = after.current === null ? null : after.acts[after.current]!.step
  await sql`update approval set state = ${after.state}, current_step = ${step}, digest = ${after.digest},
    title = coalesce(${change.title ?? null}::text, title), version = version + 1,
    ended_at = case when ${step}::int is null then coalesce(ended_at, now()) end
    where id = ${id}`.execute(tx)
}

/** Items that are new or have changed. A decision gets the database's time (to the millisecond, as cursors say it). */
export async function saveItems(
  tx: Tx,
  approvalId: string,
  items: readonly (Item & { dueAt: Date | null })[],
): Promise<void> {
  if (items.length === 0) return
  await sql`
    insert into approval_item (id, approval_id, act, step, slot, person_id, state, due_at, decided_by, decided_at, reason)
    select i.id, ${approvalId}::uuid, i.act, i.step, i.slot, i."personId", i.state, i."dueAt", i.by,
      case when i.by is not null then date_trunc('milliseconds', now()) end, i.reason
    from jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as i(id uuid, act int, step int, slot int,
      "personId" uuid, state text, "dueAt" timestamptz, by uuid, reason text)
    on conflict (id) do update set state = excluded.state, due_at = excluded.due_at, reason = excluded.reason,
      decided_by = excluded.decided_by, decided_at = excluded.decided_at`.execute(tx)
}

/** When the items of an approval are due. */
export async function dueTimes(db: Db, approvalId: string): Promise<Map<string, Date | null>> {
  const { rows } = await sql<{ id: string; dueAt: Date | null }>`
    select id, due_at as "dueAt" from approval_item where approval_id = ${approvalId}`.execute(db)
  return new Map(rows.map((row) => [row.id, row.dueAt]))
}

/** People whose approvals stand: in the last act of each step, as themselves or on behalf of somebody. */
export async function signersOf(db: Db, approvalId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct i.decided_by as id from approval_item i
    where i.approval_id = ${approvalId} and i.state = 'approved'
      and i.act = (select max(x.act) from approval_item x where x.approval_id = i.approval_id and x.step = i.step)`.execute(
    db,
  )
  return rows.map((row) => row.id)
}

/** Two starts for one record follow one another. */
export async function lockSubject(tx: Tx, subject: Subject): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`approval ${subject.entity} ${subject.id}`}, 0))`.execute(
    tx,
  )
}
