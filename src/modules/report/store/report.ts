import { sql, type RawBuilder } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import type { SectionOf } from '../contract.ts'
import type { FrozenOf } from '../frozen-contract.ts'
import type { Kind, State } from '../words.ts'

export interface Ref {
  id: string
  name: string
}

export interface ReportRow {
  id: string
  number: string
  title: string
  kind: Kind
  org: Ref
  orgPath: string
  locale: 'zh-CN' | 'en'
  from: string
  to: string
  sections: SectionOf[]
  state: State
  figures: FrozenOf | null
  measuredAt: Date | null
  createdBy: Ref | null
  submittedBy: Ref | null
  submittedAt: Date | null
  approvedBy: Ref | null
  approvedAt: Date | null
  sentAt: Date | null
  archivedAt: Date | null
  recordedAt: Date
  unread: boolean
  version: number
}

export interface Visible {
  paths: readonly string[]
  personId: string | null
}

const person = (column: string): RawBuilder<unknown> =>
  sql`(select json_build_object('id', p.id, 'name', p.name) from person p where p.id = ${sql.ref(column)})`

/** @param whole without it the figures and sections, which lists do not show, are left out */
const columns = (personId: string | null, whole: boolean) => sql`
  r.id, r.number, r.title, r.kind, json_build_object('id', o.id, 'name', o.name) as org, o.path as "orgPath", r.locale,
  to_char(r.from_day, 'YYYY-MM-DD') as "from", to_char(r.to_day, 'YYYY-MM-DD') as "to", r.state,
  ${whole ? sql`r.sections, r.figures` : sql`'[]'::jsonb as sections, null as figures`},
  r.measured_at as "measuredAt", r.submitted_at as "submittedAt", r.approved_at as "approvedAt",
  r.sent_at as "sentAt", r.archived_at as "archivedAt", r.recorded_at as "recordedAt", r.version,
  ${person('r.created_by')} as "createdBy", ${person('r.submitted_by')} as "submittedBy",
  ${person('r.approved_by')} as "approvedBy",
  exists (select from report_receiver v where v.report_id = r.id and v.person_id = ${personId}
    and v.read_at is null) as unread`

const within = (paths: readonly string[]) =>
  sql`exists (select from unnest(${[...paths]}::text[]) p where o.path like p || '%')`

export interface ReportFilter {
  state?: State | undefined
  kind?: Kind | undefined
  orgId?: string | undefined
  mine?: boolean | undefined
  before?: string | null
  limit: number
}

/** Reports of orgs below the paths, newest first; without their content. */
export async function selectReports(db: Db, visible: Visible, f: ReportFilter): Promise<ReportRow[]> {
  const where = [within(visible.paths)]
  if (f.state) where.push(sql`r.state = ${f.state}`)
  if (f.kind) where.push(sql`r.kind = ${f.kind}`)
  if (f.orgId) where.push(sql`o.path like (select x.path from org x where x.id = ${f.orgId}) || '%'`)
  if (f.before) where.push(sql`r.id < ${f.before}`)
  if (f.mine)
    where.push(
      sql`exists (select from report_receiver v where v.report_id = r.id and v.person_id = ${visible.personId})`,
    )
  const { rows } = await sql<ReportRow>`
    select ${columns(visible.personId, false)} from report r join org o on o.id = r.org_id
    where ${sql.join(where, sql` and `)} order by r.id desc limit ${f.limit}`.execute(db)
  return rows
}

export async function findReport(
  db: Db,
  visible: Visible,
  id: string,
  lock = false,
): Promise<ReportRow | undefined> {
  const { rows } = await sql<ReportRow>`
    select ${columns(visible.personId, true)} from report r join org o on o.id = r.org_id
    where r.id = ${id} and ${within(visible.paths)} ${lock ? sql`for update of r` : sql``}`.execute(db)
  return rows[0]
}

export interface NewReport {
  number: string
  template_id: string
  kind: Kind
  org_id: string
  locale: 'zh-CN' | 'en'
  title: string
  from_day: string
  to_day: string
  created_by: string | null
  sections: readonly SectionOf[]
}

/** @returns undefined when the org has a report of this kind and period already */
export async function insertReport(tx: Tx, report: NewReport): Promise<string | undefined> {
  const row = await tx
    .insertInto('report')
    .values({ id: newId(), ...report, sections: JSON.stringify(report.sections) })
    .onConflict((c) => c.columns(['org_id', 'kind', 'from_day', 'locale']).doNothing())
    .returning('id')
    .executeTakeFirst()
  return row?.id
}

/** The report of an org for a period, whoever may see it. */
export async function findOfPeriod(
  db: Db,
  at: Pick<NewReport, 'org_id' | 'kind' | 'from_day' | 'locale'>,
): Promise<{ id: string; number: string } | undefined> {
  const { rows } = await sql<{ id: string; number: string }>`
    select id, number from report where org_id = ${at.org_id} and kind = ${at.kind} and from_day = ${at.from_day}
      and locale = ${at.locale}`.execute(db)
  return rows[0]
}

export interface ReportPatch {
  title?: string
  sections?: readonly SectionOf[]
  figures?: FrozenOf
  measured_at?: Date
  state?: State
  submitted_by?: string | null
  submitted_at?: Date | null
  approved_by?: string | null
  approved_at?: Date | null
  sent_at?: Date
  archived_at?: Date
}

export async function patchReport(tx: Tx, id: string, patch: ReportPatch): Promise<void> {
  const { sections, figures, ...rest } = patch
  await tx
    .updateTable('report')
    .set({
      ...rest,
      ...(sections ? { sections: JSON.stringify(sections) } : {}),
      ...(figures ? { figures: JSON.stringify(figures) } : {}),
      version: sql`version + 1`,
    })
    .where('id', '=', id)
    .execute()
}

export async function removeReport(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('report').where('id', '=', id).execute()
}

/** Drafts of the schedule whose figures nobody has taken yet. */
export async function unmeasured(db: Db): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from report where measured_at is null and state = 'draft' and created_by is null
    order by id limit 20`.execute(db)
  return rows.map((row) => row.id)
}

export async function receiversOf(
  db: Db,
  id: string,
): Promise<{ person: Ref; sentAt: Date; readAt: Date | null }[]> {
  const { rows } = await sql<{ person: Ref; sentAt: Date; readAt: Date | null }>`
    select json_build_object('id', p.id, 'name', p.name) as person, v.sent_at as "sentAt", v.read_at as "readAt"
    from report_receiver v join person p on p.id = v.person_id where v.report_id = ${id}
    order by v.sent_at, p.name`.execute(db)
  return rows
}

/** Those it was sent to before stay as they are. @returns whom it is sent to now for the first time */
export async function insertReceivers(
  tx: Tx,
  id: string,
  personIds: readonly string[],
  sentBy: string | null,
): Promise<string[]> {
  const rows = await tx
    .insertInto('report_receiver')
    .values(personIds.map((person_id) => ({ report_id: id, person_id, sent_by: sentBy })))
    .onConflict((c) => c.doNothing())
    .returning('person_id')
    .execute()
  return rows.map((row) => row.person_id)
}

/** @returns false for somebody it was not sent to, or who has confirmed before */
export async function markRead(tx: Tx, id: string, personId: string): Promise<boolean> {
  const { rows } = await sql`update report_receiver set read_at = now()
    where report_id = ${id} and person_id = ${personId} and read_at is null returning 1`.execute(tx)
  return rows.length > 0
}

export async function peopleByIds(db: Db, ids: readonly string[]): Promise<Ref[]> {
  const { rows } = await sql<Ref>`
    select id, name from person where id = any(${[...ids]}::uuid[]) and state = 'active' order by name`.execute(
    db,
  )
  return rows
}
