import { Alert, Button } from 'antd'
import { UploadOutlined } from '@ant-design/icons'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall, useInfiniteList } from '#web/hooks.ts'
import { Bars } from '#web/kit/Loading.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { RecordTable } from '#web/kit/RecordTable.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { useCan } from '#web/session.tsx'
import { useUrlState } from '#web/url.ts'
import { getCatalogueImport, listCatalogueImports } from '../contract.ts'
import { ReportPanel } from './ReportPanel.tsx'
import { useCatalogue } from './use-catalogue.ts'
import './asset-class.css'

/** Catalogues: examine one, import it, and look at the reports of those imported before. */
export function CataloguesPage() {
  const { t } = useTranslation('asset-class')
  const can = useCan()
  const [url, setUrl] = useUrlState()
  const job = useCatalogue((id) => setUrl({ import: id }, { push: true }))
  const imports = useInfiniteList(listCatalogueImports, {})
  const stored = useCall(getCatalogueImport, { id: url['import'] ?? '' }, { enabled: Boolean(url['import']) })
  const report = job.report ?? (url['import'] ? stored.data : undefined)
  return (
    <div className="zy-page zy-page-scroll">
      <PageHeader
        title={t('catalogue.imports')}
        breadcrumb={[{ label: t('page.title'), to: '/asset-classes' }]}
      />
      {can('asset-class.manage') ? <Chooser job={job} asked={Boolean(report)} /> : null}
      {job.busy || (url['import'] && stored.isPending && !job.report) ? <Bars rows={4} /> : null}
      {report && !job.busy ? <ReportPanel report={report} take={job.report ? job.take : null} /> : null}
      <Panel title={t('page.history')} flush>
        <RecordTable
          list={imports}
          keys={!report}
          label={t('page.history')}
          empty={{ title: t('catalogue.noImports'), hint: t('catalogue.noImportsHint') }}
          onOpen={(row) => {
            job.forget()
            setUrl({ import: row.id }, { push: true })
          }}
          columns={[
            { key: 'edition', title: t('catalogue.edition'), cut: true },
            {
              key: 'entries',
              title: t('catalogue.entries', { n: '' }).trim(),
              width: 100,
              align: 'right',
              wide: true,
              render: (row) => row.entries,
            },
            { key: 'defects', title: t('catalogue.kind'), width: 90, align: 'right', named: true },
            {
              key: 'who',
              title: t('catalogue.who'),
              width: 140,
              wide: true,
              render: (row) => row.recordedBy,
            },
            {
              key: 'when',
              title: t('catalogue.when'),
              width: 160,
              render: (row) => <TimeText at={row.recordedAt} />,
            },
          ]}
        />
      </Panel>
    </div>
  )
}

function Chooser({ job, asked }: { job: ReturnType<typeof useCatalogue>; asked: boolean }) {
  const { t } = useTranslation('asset-class')
  const picker = useRef<HTMLInputElement>(null)
  return (
    <Panel title={t('catalogue.title')}>
      <p>{t('catalogue.hint')}</p>
      <Button
        type={asked ? 'default' : 'primary'}
        icon={<UploadOutlined />}
        disabled={job.busy}
        onClick={() => picker.current?.click()}
      >
        {t(asked ? 'catalogue.again' : 'catalogue.choose')}
      </Button>
      <input
        ref={picker}
        type="file"
        hidden
        accept=".json,.csv,.xlsx"
        aria-label={t('catalogue.choose')}
        onChange={(event) => {
          const file = event.target.files?.[0]
          // the same file, mended, can be chosen again
          event.target.value = ''
          if (file) void job.look(file)
        }}
      />
      {job.trouble ? <Alert type="error" showIcon title={job.trouble} style={{ marginTop: 12 }} /> : null}
    </Panel>
  )
}
