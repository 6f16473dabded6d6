import { audit } from '#kernel/audit/index.ts'
import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import { emit } from '#kernel/events/index.ts'
import { inScope, scopeOf, type Actor } from '#kernel/permission/index.ts'
import { findReport, type ReportRow, type Visible } from './store/report.ts'
import type { Ability, State } from './words.ts'

/** Whose reports an actor sees: those of the orgs in the scope of the role. */
export const visibleReports = (actor: Actor): Visible => ({
  paths: scopeOf(actor, 'report.read'),
  personId: actor.id,
})

/** The only way to a report. @throws report.not_found (404): missing or invisible */
export async function accessReport(db: Db, actor: Actor, id: string, lock = false): Promise<ReportRow> {
  const row = await findReport(db, visibleReports(actor), id, lock)
  if (!row) throw notFound('report')
  return row
}

export const makes = (actor: Actor, orgPath: string): boolean => inScope(actor, 'report.make', orgPath)

/**
 * A report locked for a change by those who make it.
 * @throws report.not_found (404), report.not_allowed (403), report.version_stale (412), report.not_now (409)
 */
export async function lockReport(
  tx: Tx,
  actor: Actor,
  at: { id: string; version: number },
  ...wanted: State[]
): Promise<ReportRow> {
  const row = await accessReport(tx, actor, at.id, true)
  if (!makes(actor, row.orgPath)) throw new AppError('report.not_allowed', { status: 403 })
  if (row.version !== at.version)
    throw new AppError('report.version_stale', { status: 412, params: { version: row.version } })
  if (!wanted.includes(row.state)) throw new AppError('report.not_now', { status: 409, field: 'state' })
  return row
}

/** What the reader can do with a report as it stands. */
export function abilitiesOf(actor: Actor, row: ReportRow): Ability[] {
  const out: Ability[] = []
  if (makes(actor, row.orgPath)) {
    if (row.state === 'draft') out.push('edit', 'measure', 'delete')
    if (row.state === 'draft' && row.measuredAt) out.push('submit')
    if (row.state === 'approved' || row.state === 'sent') out.push('send', 'archive')
  }
  if (row.unread) out.push('confirm')
  return out
}

/** What every change leaves behind. */
export async function leave(
  tx: Tx,
  actor: Actor,
  row: { id: string; org: { id: string } },
  action: string,
  data: { before?: Record<string, unknown>; after?: Record<string, unknown> },
): Promise<void> {
  await Promise.all([
    audit(tx, actor, {
      action: `report.${action}`,
      entity: 'report',
      entityId: row.id,
      orgId: row.org.id,
      ...data,
    }),
    emit(tx, { type: `report.${action}`, entity: 'report', entityId: row.id }),
  ])
}
