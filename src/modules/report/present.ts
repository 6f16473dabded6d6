import type { Db } from '#kernel/db/index.ts'
import type { Output } from '#kernel/http/endpoint.ts'
import { say } from '#kernel/http/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { composeSection } from './compose.ts'
import type * as contract from './contract.ts'
import { abilitiesOf, accessReport } from './policy.ts'
import type { Wording } from './sentences.ts'
import { receiversOf, type ReportRow } from './store/report.ts'

/** The texts of a report are in its own language, whoever reads it. */
export const wordingOf = (row: Pick<ReportRow, 'locale' | 'kind'>): Wording => ({
  w: (key, params) => say(row.locale, `report:${key}`, params),
  kind: row.kind,
  english: row.locale === 'en',
})

export function briefOf(row: ReportRow): Output<typeof contract.listReports>['items'][number] {
  const { id, number, title, kind, org, from, to, state } = row
  const { measuredAt, approvedAt, sentAt, recordedAt, unread, version } = row
  return {
    ...{ id, number, title, kind, org, from, to, state },
    ...{ measuredAt, approvedAt, sentAt, recordedAt, unread, version },
  }
}

/** A report as its page shows it. @throws report.not_found (404) */
export async function presentReport(
  db: Db,
  actor: Actor,
  id: string,
): Promise<Output<typeof contract.getReport>> {
  const row = await accessReport(db, actor, id)
  const wording = wordingOf(row)
  return {
    ...briefOf(row),
    locale: row.locale,
    sections: row.sections.map((section) => ({
      ...section,
      heading: section.title || wording.w(`section.${section.key}`),
      ...composeSection(section.key, row.figures, wording),
    })),
    next: row.figures?.next ?? null,
    createdBy: row.createdBy,
    submittedBy: row.submittedBy,
    submittedAt: row.submittedAt,
    approvedBy: row.approvedBy,
    archivedAt: row.archivedAt,
    receivers: await receiversOf(db, id),
    abilities: abilitiesOf(actor, row),
  }
}
