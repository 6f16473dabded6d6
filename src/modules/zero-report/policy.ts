import type { Db } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import { can, inScope, scopeOf, type Actor } from '#kernel/permission/index.ts'
import type { Sight } from './store/party.ts'
import { selectLines, selectReports, type LineRow, type ReportRow } from './store/report.ts'

/** What an actor sees: parties and reports of orgs in scope, of those who report to one, and what the actor reports. */
export const sightOf = (actor: Actor): Sight => ({
  paths: scopeOf(actor, 'zero-report.read'),
  personId: actor.id,
})

/** Who writes it: those named, members of the team, and who keeps the parties. Nothing changes once it was read. */
export function mayFile(actor: Actor, line: LineRow): boolean {
  if (line.read && line.filedAt) return false
  if (!can(actor, 'zero-report.file')) return false
  return line.mine || manages(actor, line)
}

/** Keeps the parties of a unit, or of those to whom it reports. */
export const manages = (actor: Actor, of: { orgPath: string; toPath: string }): boolean =>
  inScope(actor, 'zero-report.manage', of.orgPath) || inScope(actor, 'zero-report.manage', of.toPath)

/** The only way to a line. @throws zero-report.not_found (404) */
export async function accessLine(db: Db, actor: Actor, id: string, lock = false): Promise<LineRow> {
  const [row] = await selectLines(db, sightOf(actor), { id, lock })
  if (!row) throw notFound('zero-report')
  return row
}

/** The only way to a day. @throws zero-report.not_found (404) */
export async function accessReport(db: Db, actor: Actor, id: string, lock = false): Promise<ReportRow> {
  const [row] = await selectReports(db, sightOf(actor), { id, lock, limit: 1 })
  if (!row) throw notFound('zero-report')
  return row
}

/** @throws zero-report.version_stale (412) */
export function demandVersion(row: { version: number }, version: number): void {
  if (row.version !== version)
    throw new AppError('zero-report.version_stale', { status: 412, params: { version: row.version } })
}
