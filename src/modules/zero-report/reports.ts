import { audit } from '#kernel/audit/index.ts'
import { dbNow, type Db, type Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import { emit } from '#kernel/events/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { badCursor, decodeCursor, idOfCursor, page } from '#kernel/http/index.ts'
import { inScope, type Actor } from '#kernel/permission/index.ts'
import { onDuty } from '#modules/duty/index.ts'
import { cadreOf, endChase, everything, nameOf, tellHowItStands } from './chase.ts'
import type * as contract from './contract.ts'
import { stateOf } from './lifecycle.ts'
import { accessLine, accessReport, demandVersion, mayFile, sightOf } from './policy.ts'
import * as store from './store/report.ts'

type Line = Output<typeof contract.fileReport>
type Report = Output<typeof contract.listReports>['items'][number]
type ReportFacts = Output<typeof contract.getReport>

function presentLine(actor: Actor, row: store.LineRow): Line {
  const { id, reportId, day, occasion, to, org, team, dueAt, text, leader, duty, phone } = row
  const { filedBy, filedAt, missed, version } = row
  return {
    ...{ id, reportId, day, occasion, to, org, team, dueAt, text, leader, duty, phone, filedBy, filedAt },
    ...{ state: stateOf(row), late: missed && filedAt !== null, mayFile: mayFile(actor, row), version },
  }
}

function presentReport(row: store.ReportRow): Report {
  const { id, to, day, occasion, dueAt, counts, readBy, readAt, version } = row
  return { id, to, day, occasion, dueAt, counts, readBy, readAt, version }
}

/** Where a list goes on. @throws http.bad_cursor (422) */
function after(cursor: string | undefined): { after?: readonly [string, string] } {
  if (cursor === undefined) return {}
  const [day, id] = decodeCursor(cursor, 2)
  if (typeof day !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(Date.parse(day)))
    throw badCursor()
  return { after: [day, idOfCursor(id)] }
}

/** Days with what is reported on them, the newest first. @throws http.bad_cursor (422) */
export async function listReportsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listReports>,
): Promise<Output<typeof contract.listReports>> {
  const { limit, cursor, missing, from, to } = input
  const rows = await store.selectReports(db, sightOf(actor), { missing, from, to, limit, ...after(cursor) })
  const { items, nextCursor } = page(rows, limit, (row) => [row.day, row.id])
  return { items: items.map(presentReport), nextCursor }
}

/** What the caller has to report, and has reported in the last hours. */
export async function myLinesVerb(db: Db, actor: Actor): Promise<Output<typeof contract.myLines>> {
  const rows = await store.selectLines(db, sightOf(actor), { waiting: true })
  return { items: rows.map((row) => presentLine(actor, row)) }
}

async function mayRead(db: Db, actor: Actor, row: store.ReportRow): Promise<boolean> {
  if (!actor.id) return false
  if (inScope(actor, 'zero-report.manage', row.toPath)) return true
  return (await cadreOf(db, { id: row.to.id, path: row.toPath }, await dbNow(db))).includes(actor.id)
}

/** @throws zero-report.not_found (404) */
export async function getReportVerb(db: Db, actor: Actor, { id }: { id: string }): Promise<ReportFacts> {
  const row = await accessReport(db, actor, id)
  const lines = await store.selectLines(db, sightOf(actor), { reportId: id })
  return {
    ...presentReport(row),
    remark: row.remark,
    lines: lines.map((one) => presentLine(actor, one)),
    abilities: !row.readAt && (await mayRead(db, actor, row)) ? ['read'] : [],
  }
}

/** Who is on duty for a team now, as a report names them; empty for a unit. */
async function people(tx: Tx, line: store.LineRow): Promise<{ leader: string; duty: string; phone: string }> {
  const shift = line.team ? await onDuty(tx, { teamId: line.team.id, at: await dbNow(tx) }) : null
  const names = (role: string) =>
    (shift?.people ?? []).filter((one) => one.role === role).map((one) => one.name)
  const phone = shift?.teamPhone || shift?.people.find((one) => one.role === 'duty')?.phone || ''
  return { leader: names('leader').join('、'), duty: names('duty').join('、'), phone }
}

/**
 * Reports for a party; again as long as the day was not read. The last one tells the leading cadre at once.
 * @throws zero-report.not_found (404), zero-report.not_yours (403), zero-report.was_read (409), zero-report.version_stale (412),
 * zero-report.say_what (422): something happened, and it is not said what
 * @param at when; for the past of a sample city only
 */
export async function fileReportVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.fileReport>,
  at: Date | null = null,
): Promise<Line> {
  const line = await accessLine(tx, actor, input.id, true)
  if (line.read && line.filedAt) throw new AppError('zero-report.was_read', { status: 409 })
  if (!mayFile(actor, line)) throw new AppError('zero-report.not_yours', { status: 403 })
  demandVersion(line, input.version)
  const { nothing, text } = input
  if (!nothing && !text) throw new AppError('zero-report.say_what', { status: 422, field: 'text' })
  const known = line.filedAt ? line : await people(tx, line)
  const filed = {
    ...{ nothing, text, leader: input.leader ?? known.leader },
    ...{ duty: input.duty ?? known.duty, phone: input.phone ?? known.phone },
  }
  await store.fileLine(tx, line.id, actor.id, filed, at)
  await endChase(tx, line.id)
  const row = await accessLine(tx, actor, line.id)
  await audit(tx, actor, {
    action: 'zero-report.file',
    entity: 'zero-report',
    entityId: line.reportId,
    orgId: line.org.id,
    ...(line.filedAt ? { before: { nothing: line.nothing, text: line.text } } : {}),
    after: { party: nameOf(line), ...filed, late: row.missed },
  })
  await emit(tx, { type: 'zero-report.filed', entity: 'zero-report', entityId: line.reportId })
  const [day] = await store.selectReports(tx, everything, { id: line.reportId, limit: 1 })
  if (day && day.counts.waiting + day.counts.missing === 0) await tellHowItStands(tx, line.reportId)
  return presentLine(actor, row)
}

/** The leading cadre has read a day. @throws zero-report.not_found (404), .not_yours (403), .was_read (409), .version_stale (412) */
export async function readReportVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.readReport>,
): Promise<ReportFacts> {
  const row = await accessReport(tx, actor, input.id, true)
  if (!(await mayRead(tx, actor, row))) throw new AppError('zero-report.not_yours', { status: 403 })
  if (row.readAt) throw new AppError('zero-report.was_read', { status: 409 })
  demandVersion(row, input.version)
  await store.readRow(tx, row.id, actor.id!, input.remark || null)
  await audit(tx, actor, {
    action: 'zero-report.read-day',
    entity: 'zero-report',
    entityId: row.id,
    orgId: row.to.id,
    after: { day: row.day, remark: input.remark, ...row.counts },
  })
  await emit(tx, { type: 'zero-report.read', entity: 'zero-report', entityId: row.id })
  return getReportVerb(tx, actor, row)
}
