import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { RecordTable, plainList } from '#web/kit/RecordTable.tsx'
import { StatusTag } from '#web/kit/tags.tsx'
import { findingKinds, type verifyAuditTrail } from '../contract.ts'

type Report = CallOutput<typeof verifyAuditTrail>
type Finding = Report['findings'][number]

/** Every finding by name: what, which entry, which seal, and what that means. */
export function Findings({ report, total }: { report: Report; total: number }) {
  const { t } = useTranslation('audit')
  const rows = report.findings.map((finding, index) => ({ ...finding, id: String(index) }))
  return (
    <section className="zy-panel">
      <div className="zy-panel-head">
        <h2>{t('verify.findings')}</h2>
        <span className="zy-aud-counts">
          {findingKinds.map((kind) =>
            report.counts[kind] ? (
              <span key={kind}>
                {t(`finding.${kind}`)} <b className="zy-num">{report.counts[kind]}</b>
              </span>
            ) : null,
          )}
        </span>
      </div>
      <RecordTable
        keys={false}
        label={t('verify.findings')}
        list={plainList({ data: rows, error: null, isPending: false, refetch: () => undefined })}
        columns={[
          {
            key: 'kind',
            title: t('verify.kind'),
            width: 190,
            render: (row) => <StatusTag state="failed" label={t(`finding.${row.kind}`)} />,
          },
          {
            key: 'entry',
            title: t('verify.entry'),
            width: 110,
            render: (row) => <span className="zy-num">{row.entryId ?? '—'}</span>,
          },
          {
            key: 'seal',
            title: t('verify.seal'),
            width: 90,
            render: (row) => <span className="zy-num">{row.sealSeq ?? '—'}</span>,
          },
          { key: 'detail', title: t('verify.meaning'), render: (row) => meaningOf(t, row) },
        ]}
      />
      {total > report.findings.length ? (
        <p className="zy-pad zy-aud-note">{t('verify.more', { n: total - report.findings.length })}</p>
      ) : null}
    </section>
  )
}

type T = TFunction<'audit'>

/** The stable word of a finding as a sentence; `entries:4-9` and `key_not_endorsed:<id>` carry a value. */
function meaningOf(t: T, { kind, detail }: Finding): string {
  const [word = '', value] = detail.split(':')
  return t(`detail.${kind}.${word}`, { value, defaultValue: detail })
}
