import { sql } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import type { IncidentType, Level } from '#modules/incident/words.ts'
import {
  holds,
  sharingColumns,
  sharingJoins,
  usableSql,
  type Reader,
  type SharingRow,
  type Window,
} from '#kernel/sharing/index.ts'

export interface TaskFacts {
  title: string
  required: boolean
  dueHours: number | null
}

export interface TemplateRow extends SharingRow {
  name: string
  title: string
  description: string
  type: IncidentType
  impact: Level
  urgency: Level
  service: { id: string; name: string } | null
  category: { id: string; name: string } | null
  tasks: TaskFacts[]
}

/** What is kept of a template. */
export interface TemplateFacts {
  name: string
  title: string
  description: string
  type: IncidentType
  impact: Level
  urgency: Level
  service_id: string | null
  category_id: string | null
  tasks: TaskFacts[]
  share: string
  group_id: string | null
  org_id: string | null
}

const columns = sql`x.id, x.name, x.title, x.description, x.type, x.impact, x.urgency, x.tasks,
  (select json_build_object('id', s.id, 'name', s.name) from service s where s.id = x.service_id) as service,
  (select json_build_object('id', c.id, 'name', c.name) from category c where c.id = x.category_id) as category`

/** Templates that the reader may use, by name. */
export async function selectTemplates(db: Db, r: Reader, w: Window): Promise<TemplateRow[]> {
  const { rows } = await sql<TemplateRow>`
    select ${columns}, ${sharingColumns(r)} from ticket_template x ${sharingJoins}
    where ${usableSql(r)} ${w.q ? sql`and (${holds('x.name', w.q)} or ${holds('x.title', w.q)})` : sql``}
      ${w.after ? sql`and (x.name, x.id) > (${w.after[0]}, ${w.after[1]}::uuid)` : sql``}
    order by x.name, x.id limit ${w.limit + 1}`.execute(db)
  return rows
}

/** One of them. @param lock for a change that follows */
export async function findTemplate(
  db: Db,
  r: Reader,
  id: string,
  lock = false,
): Promise<TemplateRow | undefined> {
  const { rows } = await sql<TemplateRow>`
    select ${columns}, ${sharingColumns(r)} from ticket_template x ${sharingJoins}
    where x.id = ${id} and ${usableSql(r)} ${lock ? sql`for update of x` : sql``}`.execute(db)
  return rows[0]
}

/** Whether an active service and an active category of these ids exist; null names none. */
export async function referencesExist(
  db: Db,
  serviceId: string | null,
  categoryId: string | null,
): Promise<{ service: boolean; category: boolean }> {
  const { rows } = await sql<{ service: boolean; category: boolean }>`
    select ${serviceId}::uuid is null or exists (select from service where id = ${serviceId}::uuid and active) as service,
      ${categoryId}::uuid is null or exists (select from category where id = ${categoryId}::uuid and active) as category`.execute(
    db,
  )
  return rows[0]!
}

const stored = (facts: TemplateFacts) => ({ ...facts, tasks: JSON.stringify(facts.tasks) })

export async function insertTemplate(tx: Tx, ownerId: string, facts: TemplateFacts): Promise<string> {
  const id = newId()
  await tx
    .insertInto('ticket_template')
    .values({ id, owner_id: ownerId, ...stored(facts) })
    .execute()
  return id
}

export async function updateTemplate(tx: Tx, id: string, facts: TemplateFacts): Promise<void> {
  await tx
    .updateTable('ticket_template')
    .set({ ...stored(facts), version: sql`version + 1`, updated_at: sql`now()` })
    .where('id', '=', id)
    .execute()
}

export async function removeTemplate(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('ticket_template').where('id', '=', id).execute()
}
