import { Button, Segmented, Table } from 'antd'
import { DownloadOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Panel } from '#web/kit/RecordPage.tsx'
import type { CatalogueFindings } from './use-catalogue.ts'

type Defect = CatalogueFindings['defects'][number]

/** What a catalogue holds and what is wrong with it, defect by defect. `take`: what the button to import does. */
export function ReportPanel({ report, take }: { report: CatalogueFindings; take: (() => unknown) | null }) {
  const { t } = useTranslation('asset-class')
  const { create, update, same, kept } = report
  return (
    <Panel title={`${report.edition} · ${t(report.applied ? 'catalogue.done' : 'catalogue.dry')}`} flush>
      <div className="zy-pad" role="status">
        <p>
          {t('catalogue.entries', { n: report.entries })} ·{' '}
          {t('catalogue.passedOver', { n: report.passedOver })}
        </p>
        <p>{t('catalogue.plan', { create, update, same, kept })}</p>
        {report.gone > 0 ? <p>{t('catalogue.gone', { n: report.gone })}</p> : null}
        {take && !report.applied ? (
          <Button type="primary" onClick={() => void take()} disabled={create + update === 0}>
            {t('catalogue.take')}
          </Button>
        ) : null}
      </div>
      {report.defects.length > 0 ? (
        <Defects report={report} />
      ) : (
        <p className="zy-pad">{t('catalogue.clean')}</p>
      )}
    </Panel>
  )
}

function Defects({ report }: { report: CatalogueFindings }) {
  const { t } = useTranslation('asset-class')
  const [kind, setKind] = useState('all')
  const shown = report.defects.filter((one) => kind === 'all' || one.kind === kind)
  const kinds = report.counts.map((one) => ({
    value: one.kind as string,
    label: `${t(`defect.${one.kind}`)} ${one.count}`,
  }))
  return (
    <>
      <div className="zy-pad zy-class-kinds">
        <Segmented
          options={[{ value: 'all', label: `${t('catalogue.all')} ${report.defects.length}` }, ...kinds]}
          value={kind}
          onChange={setKind}
        />
        <Button icon={<DownloadOutlined />} onClick={() => save(csvOf(report, t))}>
          {t('catalogue.download')}
        </Button>
      </div>
      <Table<Defect>
        size="small"
        rowKey={(one) => `${one.kind} ${one.line} ${one.code}`}
        dataSource={shown}
        pagination={{ pageSize: 50, showSizeChanger: false, hideOnSinglePage: true }}
        scroll={{ x: 760 }}
        columns={[
          {
            title: t('catalogue.line'),
            dataIndex: 'line',
            width: 70,
            render: (line: number) => (line === 0 ? t('catalogue.file') : line),
          },
          { title: t('catalogue.code'), dataIndex: 'code', width: 120 },
          {
            title: t('catalogue.kind'),
            dataIndex: 'kind',
            width: 160,
            render: (one: Defect['kind']) => t(`defect.${one}`),
          },
          { title: t('catalogue.value'), dataIndex: 'value' },
          {
            title: t('catalogue.expected'),
            dataIndex: 'expected',
            render: (text: string | null) => text ?? t('catalogue.unknown'),
          },
        ]}
      />
    </>
  )
}

/** The report for a spreadsheet. What begins like a formula is kept from being one. */
function csvOf(report: CatalogueFindings, t: (key: string) => string): string {
  const cell = (text: string) => `"${(/^[=+\-@\t]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`
  const rows = report.defects.map((one) => [
    String(one.line),
    one.code,
    t(`defect.${one.kind}`),
    one.value,
    one.expected ?? '',
  ])
  const head = ['line', 'code', 'kind', 'value', 'expected'].map((key) => t(`catalogue.${key}`))
  return `\ufeff${[head, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
}

function save(content: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([content], { type: 'text/csv;charset=utf-8' }))
  link.download = 'catalogue-defects.csv'
  link.click()
  URL.revokeObjectURL(link.href)
}
