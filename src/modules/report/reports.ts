import { dbNow, transaction, type Db, type Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { decodeIdCursor, page, say } from '#kernel/http/index.ts'
import { dayIn, nextNumber } from '#kernel/numbering/index.ts'
import { findOrg } from '#kernel/org/index.ts'
import { inScope, type Actor } from '#kernel/permission/index.ts'
import { unitZone } from '#kernel/settings/index.ts'
import type * as contract from './contract.ts'
import { measure } from './measure.ts'
import { periodName, periodOf } from './period.ts'
import { leave, lockReport, visibleReports } from './policy.ts'
import { briefOf, presentReport } from './present.ts'
import * as store from './store/report.ts'
import { findTemplate, type TemplateRow } from './store/template.ts'

type Record_ = Output<typeof contract.getReport>

export async function listReportsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listReports>,
): Promise<Output<typeof contract.listReports>> {
  const { limit, cursor, ...filter } = input
  const rows = await store.selectReports(db, visibleReports(actor), {
    ...filter,
    before: decodeIdCursor(cursor) ?? null,
    limit: limit + 1,
  })
  const { items, nextCursor } = page(rows, limit, (row) => [row.id])
  return { items: items.map(briefOf), nextCursor }
}

/** @throws report.not_found (404) */
export const getReportVerb = (db: Db, actor: Actor, input: { id: string }): Promise<Record_> =>
  presentReport(db, actor, input.id)

/**
 * Begins a report by a template for the period in which a day lies.
 * @throws report.unknown_reference (422) for a template or an org outside the caller's scope; report.not_begun (422) for a
 * period that has not begun; report.made_already (409) naming the one that there is
 */
export async function createReportVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.createReport>,
): Promise<Record_> {
  const template = await findTemplate(tx, input.templateId)
  if (!template || !inScope(actor, 'report.read', template.orgPath)) throw unknown('templateId')
  const org = await findOrg(tx, input.orgId ?? template.org.id)
  if (!org || !inScope(actor, 'report.make', org.path)) throw unknown('orgId')
  const { from } = periodOf(template.kind, input.day)
  if (from > dayIn(await dbNow(tx), unitZone()))
    throw new AppError('report.not_begun', { status: 422, field: 'day' })
  const made = await makeDraft(tx, actor, template, org, input.day)
  if (!made.fresh)
    throw new AppError('report.made_already', { status: 409, field: 'day', params: { number: made.number } })
  return presentReport(tx, actor, made.id)
}

const unknown = (field: string): AppError =>
  new AppError('report.unknown_reference', { status: 422, field, params: { field } })

/** A draft without figures; where the org has a report of the period already, that one. */
export async function makeDraft(
  tx: Tx,
  actor: Actor,
  template: TemplateRow,
  org: { id: string; name: string },
  day: string,
): Promise<{ id: string; number: string; fresh: boolean }> {
  const { kind, locale } = template
  const { from, to } = periodOf(kind, day)
  const number = await nextNumber(tx, 'report', 'BG', dayIn(await dbNow(tx), unitZone()))
  const title = say(locale, `report:title.${kind}`, { period: periodName(kind, from, locale) })
  const at = { org_id: org.id, kind, from_day: from, locale }
  const id = await store.insertReport(tx, {
    ...at,
    number,
    template_id: template.id,
    title,
    to_day: to,
    created_by: actor.id,
    sections: template.sections.map((section) => ({ ...section, comment: '' })),
  })
  if (id === undefined) return { ...(await store.findOfPeriod(tx, at))!, fresh: false }
  await leave(tx, actor, { id, org }, 'create', { after: { number, title, from, to } })
  return { id, number, fresh: true }
}

/**
 * Takes the figures of a draft as the facts say them now. Counting holds no transaction; what was changed meanwhile is
 * not overwritten.
 * @throws as `lockReport`
 */
export async function measureReportVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.measureReport>,
): Promise<Record_> {
  const seen = await transaction(db, (tx) => lockReport(tx, actor, input, 'draft'))
  await takeFigures(db, actor, seen)
  return presentReport(db, actor, input.id)
}

/** @throws as `lockReport`: somebody wrote on it while it was counted */
export async function takeFigures(
  db: Db,
  actor: Actor,
  seen: store.ReportRow,
  log?: Parameters<typeof measure>[2],
): Promise<void> {
  const figures = await measure(db, { ...seen, org: { id: seen.org.id, path: seen.orgPath } }, log)
  await transaction(db, async (tx) => {
    const row = await lockReport(tx, actor, seen, 'draft')
    await store.patchReport(tx, row.id, { figures, measured_at: await dbNow(tx) })
    await leave(tx, actor, row, 'measure', { after: { figures: Object.keys(figures.figures).length } })
  })
}

/** @throws as `lockReport` */
export async function editReportVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.editReport>,
): Promise<Record_> {
  const row = await lockReport(tx, actor, input, 'draft')
  const { title, sections } = input
  // what a section that was added asks is not in the figures yet
  await store.patchReport(tx, row.id, { title, sections })
  await leave(tx, actor, row, 'edit', {
    before: { title: row.title, sections: row.sections },
    after: { title, sections },
  })
  return presentReport(tx, actor, row.id)
}

/** @throws as `lockReport` */
export async function deleteReportVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.deleteReport>,
): Promise<{ id: string }> {
  const row = await lockReport(tx, actor, input, 'draft')
  await leave(tx, actor, row, 'delete', { before: { number: row.number, title: row.title } })
  await store.removeReport(tx, row.id)
  return { id: row.id }
}

/** @throws as `lockReport` */
export async function archiveReportVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.archiveReport>,
): Promise<Record_> {
  const row = await lockReport(tx, actor, input, 'approved', 'sent')
  await store.patchReport(tx, row.id, { state: 'archived', archived_at: await dbNow(tx) })
  await leave(tx, actor, row, 'archive', { before: { state: row.state }, after: { state: 'archived' } })
  return presentReport(tx, actor, row.id)
}
