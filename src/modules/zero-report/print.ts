import { dbNow, type Db } from '#kernel/db/index.ts'
import { renderPdf } from '#kernel/document/index.ts'
import { say, type Download } from '#kernel/http/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { inUnitZone } from '#kernel/settings/index.ts'
import { nameOf } from './chase.ts'
import { stateOf } from './lifecycle.ts'
import { accessReport, sightOf } from './policy.ts'
import { selectLines } from './store/report.ts'

/** The reports of a day on one sheet, as the caller sees them. @throws zero-report.not_found (404) */
export async function printReportVerb(db: Db, actor: Actor, { id }: { id: string }): Promise<Download> {
  const report = await accessReport(db, actor, id)
  const lines = await selectLines(db, sightOf(actor), { reportId: id })
  const t = (key: string, params: Record<string, string | number> = {}) =>
    say(actor.locale, `zero-report:${key}`, params)
  const { counts } = report
  const title = t('print.title', { org: report.to.name })
  const content = await renderPdf({
    title,
    org: report.to.name,
    number: report.day,
    locale: actor.locale,
    footer: `${t('print.madeAt')} ${inUnitZone(await dbNow(db))} · ${actor.name}`,
    blocks: [
      {
        kind: 'facts',
        facts: [
          { label: t('field.occasion'), value: report.occasion },
          {
            label: t('field.counts'),
            value: t('counts', { ...counts, missing: counts.missing + counts.waiting }),
          },
          {
            label: t('field.readBy'),
            value: report.readAt ? `${report.readBy} ${inUnitZone(report.readAt)}` : '—',
          },
          ...(report.remark ? [{ label: t('field.remark'), value: report.remark, wide: true }] : []),
        ],
      },
      {
        kind: 'table',
        columns: [
          { label: t('field.party'), width: 5 },
          { label: t('field.state'), width: 3 },
          { label: t('field.text'), width: 8 },
          { label: t('field.leader'), width: 3 },
          { label: t('field.duty'), width: 4 },
          { label: t('field.filed'), width: 5 },
        ],
        rows: lines.map((one) => [
          nameOf(one),
          t(`state.${stateOf(one)}`) + (one.missed && one.filedAt ? `（${t('late')}）` : ''),
          one.text,
          one.leader,
          [one.duty, one.phone].filter(Boolean).join(' '),
          one.filedAt ? `${one.filedBy ?? ''} ${inUnitZone(one.filedAt)}` : '—',
        ]),
      },
    ],
  })
  return { content, type: 'application/pdf', fileName: `${title} ${report.day}.pdf` }
}
