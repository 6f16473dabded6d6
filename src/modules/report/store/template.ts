import { sql } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import type { SectionOf } from '../contract.ts'
import type { Kind } from '../words.ts'
import type { Ref } from './report.ts'

export interface TemplateRow {
  id: string
  name: string
  kind: Kind
  org: Ref
  orgPath: string
  locale: 'zh-CN' | 'en'
  sections: Omit<SectionOf, 'comment'>[]
  workday: number | null
  at: string
  nextAt: Date | null
  updatedAt: Date
  version: number
}

export interface TemplateValues {
  name: string
  kind: Kind
  org_id: string
  locale: 'zh-CN' | 'en'
  sections: readonly Omit<SectionOf, 'comment'>[]
  workday: number | null
  at: string
  next_at: Date | null
}

const columns = sql`t.id, t.name, t.kind, json_build_object('id', o.id, 'name', o.name) as org, o.path as "orgPath",
  t.locale, t.sections, t.workday, t.at, t.next_at as "nextAt", t.updated_at as "updatedAt", t.version`

/** Templates of orgs below the paths, by name; at most 500. */
export async function selectTemplates(db: Db, paths: readonly string[]): Promise<TemplateRow[]> {
  const { rows } = await sql<TemplateRow>`
    select ${columns} from report_template t join org o on o.id = t.org_id
    where exists (select from unnest(${[...paths]}::text[]) p where o.path like p || '%')
    order by array_position(array['month', 'quarter', 'year'], t.kind), t.name, t.id limit 500`.execute(db)
  return rows
}

/** @param lock for a change that follows */
export async function findTemplate(db: Db, id: string, lock = false): Promise<TemplateRow | undefined> {
  const { rows } = await sql<TemplateRow>`
    select ${columns} from report_template t join org o on o.id = t.org_id
    where t.id = ${id} ${lock ? sql`for update of t` : sql``}`.execute(db)
  return rows[0]
}

const stored = (values: TemplateValues) => ({ ...values, sections: JSON.stringify(values.sections) })

export async function insertTemplate(
  tx: Tx,
  createdBy: string | null,
  values: TemplateValues,
): Promise<string> {
  const id = newId()
  await tx
    .insertInto('report_template')
    .values({ id, created_by: createdBy, ...stored(values) })
    .execute()
  return id
}

export async function updateTemplate(tx: Tx, id: string, values: TemplateValues): Promise<void> {
  await tx
    .updateTable('report_template')
    .set({ ...stored(values), version: sql`version + 1`, updated_at: sql`now()` })
    .where('id', '=', id)
    .execute()
}

export async function removeTemplate(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('report_template').where('id', '=', id).execute()
}

/** Moves a schedule on; people's edits do not clash with it. */
export async function setNext(tx: Tx, id: string, nextAt: Date | null): Promise<void> {
  await tx.updateTable('report_template').set({ next_at: nextAt }).where('id', '=', id).execute()
}
