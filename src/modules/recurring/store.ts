import { sql } from 'kysely'
import type { Rule } from '#kernel/calendar/index.ts'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'

export interface RecurringRow {
  id: string
  name: string
  template: { id: string; name: string } | null
  org: { id: string; name: string }
  orgPath: string
  rule: Rule
  active: boolean
  nextAt: Date | null
  late: boolean
  last: { at: string; ticketId: string; number: string } | null
  updatedAt: Date
  version: number
}

/** What is kept of a schedule. */
export interface RecurringFacts {
  name: string
  template_id: string
  org_id: string
  rule: Rule
  active: boolean
  next_at: Date | null
}

const columns = sql`x.id, x.name, x.rule, x.active, x.next_at as "nextAt", x.updated_at as "updatedAt", x.version,
  json_build_object('id', o.id, 'name', o.name) as org, o.path as "orgPath",
  coalesce(x.active and x.next_at < now() - interval '2 minutes', false) as late,
  (select json_build_object('id', t.id, 'name', t.name) from ticket_template t where t.id = x.template_id) as template,
  (select json_build_object('at', f.occurrence, 'ticketId', f.ticket_id, 'number', k.number)
    from recurring_filed f join ticket k on k.id = f.ticket_id
    where f.recurring_id = x.id order by f.occurrence desc limit 1) as last`

/** Schedules of orgs below these paths, by name; at most 500. */
export async function selectRecurring(db: Db, paths: readonly string[]): Promise<RecurringRow[]> {
  const { rows } = await sql<RecurringRow>`
    select ${columns} from recurring_ticket x join org o on o.id = x.org_id
    where exists (select from unnest(${[...paths]}::text[]) p where o.path like p || '%')
    order by x.name, x.id limit 500`.execute(db)
  return rows
}

/** @param lock for a change that follows */
export async function findRecurring(db: Db, id: string, lock = false): Promise<RecurringRow | undefined> {
  const { rows } = await sql<RecurringRow>`
    select ${columns} from recurring_ticket x join org o on o.id = x.org_id
    where x.id = ${id} ${lock ? sql`for update of x` : sql``}`.execute(db)
  return rows[0]
}

const stored = (facts: RecurringFacts) => ({ ...facts, rule: JSON.stringify(facts.rule) })

export async function insertRecurring(
  tx: Tx,
  createdBy: string | null,
  facts: RecurringFacts,
): Promise<string> {
  const id = newId()
  await tx
    .insertInto('recurring_ticket')
    .values({ id, created_by: createdBy, ...stored(facts) })
    .execute()
  return id
}

export async function updateRecurring(tx: Tx, id: string, facts: RecurringFacts): Promise<void> {
  await tx
    .updateTable('recurring_ticket')
    .set({ ...stored(facts), version: sql`version + 1`, updated_at: sql`now()` })
    .where('id', '=', id)
    .execute()
}

export async function removeRecurring(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('recurring_ticket').where('id', '=', id).execute()
}

/** Moves a schedule on to its next occurrence; people's edits do not clash with it. */
export async function setNext(tx: Tx, id: string, nextAt: Date | null): Promise<void> {
  await tx.updateTable('recurring_ticket').set({ next_at: nextAt }).where('id', '=', id).execute()
}

/** Notes that an occurrence was filed; twice is an error of the database, and nothing is filed then. */
export async function keepFiled(
  tx: Tx,
  recurringId: string,
  occurrence: Date,
  ticketId: string,
): Promise<void> {
  await tx
    .insertInto('recurring_filed')
    .values({ recurring_id: recurringId, occurrence, ticket_id: ticketId })
    .execute()
}
