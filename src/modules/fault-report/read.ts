import { audit } from '#kernel/audit/index.ts'
import type { Db, Tx } from '#kernel/db/index.ts'
import { decodeIdCursor, page } from '#kernel/http/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { demand, scopeOf, type Actor } from '#kernel/permission/index.ts'
import { accessIncident } from '#modules/incident/index.ts'
import type { getReport, getReportState, getSetting, listReports, putSetting } from './contract.ts'
import { accessReport, stale } from './policy.ts'
import { present } from './present.ts'
import { findReport, selectReports } from './store/reports.ts'
import { readSetting, writeSetting } from './store/setting.ts'

/** @throws incident.not_found, fault-report.not_found (404) */
export async function getReportVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof getReport>,
): Promise<Output<typeof getReport>> {
  return present(actor, await accessReport(db, actor, input.id))
}

/** For pages that only link to the report: an incident without one is no error. @throws incident.not_found (404) */
export async function getReportStateVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof getReportState>,
): Promise<Output<typeof getReportState>> {
  const incident = await accessIncident(db, actor, input.id)
  return { state: (await findReport(db, incident.id))?.state ?? null }
}

/** What I owe or wrote at; with `queue=review` the reports of the orgs I review. @throws permission.denied (403) */
export async function listReportsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof listReports>,
): Promise<Output<typeof listReports>> {
  if (input.queue === 'review') demand(actor, 'fault-report.review')
  const before = decodeIdCursor(input.cursor) ?? null
  if (input.queue === 'mine' && actor.id === null) return { items: [], nextCursor: null }
  const rows = await selectReports(db, {
    whose:
      input.queue === 'mine' ? { personId: actor.id! } : { orgPaths: scopeOf(actor, 'fault-report.review') },
    state: input.state,
    before,
    limit: input.limit + 1,
  })
  return page(rows, input.limit, (row) => [row.id])
}

export async function getSettingVerb(db: Db): Promise<Output<typeof getSetting>> {
  return readSetting(db)
}

/** Holds for faults resolved from now on. @throws fault-report.version_stale (412) */
export async function putSettingVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof putSetting>,
): Promise<Output<typeof putSetting>> {
  const old = await readSetting(tx)
  const fresh = await writeSetting(tx, { ...input, grades: [...new Set(input.grades)] })
  if (!fresh) throw stale(old.version)
  await audit(tx, actor, {
    action: 'fault-report.configure',
    entity: 'fault_report_setting',
    entityId: 'unit',
    before: { ...old },
    after: { ...fresh },
  })
  return fresh
}
