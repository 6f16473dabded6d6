/** A report is handed in with its figures; whoever approves reports for its org decides, but for the one who hands it in. */
import {
  approvalOf,
  digestOf,
  registerSubject,
  resubmitApproval,
  startApproval,
} from '#kernel/approval/index.ts'
import { dbNow, type Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { say } from '#kernel/http/index.ts'
import type { AppEvent, Reaction } from '#kernel/manifest.ts'
import { notify } from '#kernel/notify/index.ts'
import { dayIn } from '#kernel/numbering/index.ts'
import { systemActor, type Actor } from '#kernel/permission/index.ts'
import { unitZone } from '#kernel/settings/index.ts'
import type * as contract from './contract.ts'
import { leave, lockReport, visibleReports } from './policy.ts'
import { presentReport } from './present.ts'
import { planOf } from './sections.ts'
import { findReport, patchReport, type ReportRow } from './store/report.ts'

const entity = 'report'
const everything = { paths: ['/'], personId: null }

/** What is approved: the words and the figures. */
const digest = (row: Pick<ReportRow, 'title' | 'sections' | 'figures'>): string =>
  digestOf({ title: row.title, sections: row.sections, figures: row.figures })

/** @throws report.not_measured, report.period_open, report.figure_failed (409) naming what is missing */
function demandFigures(row: ReportRow): void {
  const { figures, measuredAt } = row
  const wanted = row.sections.flatMap((section) => planOf(section.key).facts)
  if (!figures || !measuredAt || wanted.some((fact) => !figures.figures[fact]))
    throw new AppError('report.not_measured', { status: 409 })
  if (dayIn(measuredAt, unitZone()) <= row.to) throw new AppError('report.period_open', { status: 409 })
  const failed = wanted.map((fact) => figures.figures[fact]!).find((figure) => figure.state === 'failed')
  if (failed)
    throw new AppError('report.figure_failed', { status: 409, params: { name: failed.name || failed.key } })
}

/**
 * Hands a draft in. From here its figures stay as they were taken; a returned one may be counted anew.
 * @throws as `lockReport`; see `demandFigures`; approval.nobody_decides (422)
 */
export async function submitReportVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.submitReport>,
): Promise<Output<typeof contract.getReport>> {
  const row = await lockReport(tx, actor, input, 'draft')
  if (actor.kind !== 'person' || actor.id === null) throw new AppError('report.not_allowed', { status: 403 })
  demandFigures(row)
  const subject = { entity, id: row.id }
  const running = (await approvalOf(tx, subject))?.state === 'running'
  // one that was returned goes on, for whoever handed it in; by somebody else it begins anew
  if (running && row.submittedBy?.id === actor.id)
    await resubmitApproval(tx, actor, { subject, digest: digest(row), title: titleOf(row) })
  else await begin(tx, actor, row, actor.id)
  await patchReport(tx, row.id, { state: 'submitted', submitted_by: actor.id, submitted_at: await dbNow(tx) })
  await leave(tx, actor, row, 'submit', { before: { state: row.state }, after: { state: 'submitted' } })
  return presentReport(tx, actor, row.id)
}

const titleOf = (row: ReportRow): string => `${row.number} ${row.title}`

async function begin(tx: Tx, actor: Actor, row: ReportRow, requesterId: string): Promise<void> {
  await startApproval(tx, actor, {
    subject: { entity, id: row.id },
    orgId: row.org.id,
    title: titleOf(row),
    digest: digest(row),
    definition: {
      steps: [
        {
          name: 't:report:approvalStep',
          mode: 'one',
          by: [{ kind: 'permission', permission: 'report.approve' }],
        },
      ],
    },
    requesterId,
  })
}

async function decided(tx: Tx, event: AppEvent): Promise<void> {
  const { subject, by } = event.data as { subject: { entity: string; id: string }; by: string | null }
  if (subject.entity !== entity) return
  const row = await findReport(tx, everything, subject.id, true)
  if (row?.state !== 'submitted') return
  const approved = event.type === 'approval.approved'
  await patchReport(
    tx,
    row.id,
    approved ? { state: 'approved', approved_by: by, approved_at: await dbNow(tx) } : { state: 'draft' },
  )
  await leave(tx, systemActor('report'), row, approved ? 'approve' : 'return', {
    before: { state: row.state },
    after: { state: approved ? 'approved' : 'draft' },
  })
  const told = row.submittedBy?.id
  if (told)
    await notify(tx, {
      to: [told],
      textKey: `report:notify.${approved ? 'approved' : 'returned'}`,
      params: { number: row.number, title: row.title },
      entity,
      entityId: row.id,
      dedupeKey: `report.decided:${event.id}`,
    })
}

export const decidedReaction: Reaction = {
  name: 'report.decided',
  on: ['approval.approved', 'approval.rejected', 'approval.returned', 'approval.withdrawn', 'approval.void'],
  run: decided,
}

/** Makes reports known to the approval room. */
export function registerReports(): void {
  registerSubject({
    entity,
    label: 'report:entity.report',
    show: async (db, actor, id) => {
      const row = await findReport(db, everything, id)
      if (!row) return undefined
      const label = (key: string) => say(actor.locale, `report:field.${key}`)
      return {
        number: row.number,
        title: row.title,
        path: `/reports/${row.id}`,
        facts: [
          { label: label('org'), value: row.org.name },
          { label: label('period'), value: `${row.from} – ${row.to}` },
        ],
      }
    },
    canRead: async (db, actor, id) => (await findReport(db, visibleReports(actor), id)) !== undefined,
    digest: async (db, id) => {
      const row = await findReport(db, everything, id)
      return row && digest(row)
    },
  })
}
