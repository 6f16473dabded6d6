import { DownloadOutlined, FileExcelOutlined, UploadOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useDownload, useInfiniteList } from '#web/hooks.ts'
import { FilterBar } from '#web/kit/FilterBar.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { RecordNumber } from '#web/kit/RecordNumber.tsx'
import { RecordTable } from '#web/kit/RecordTable.tsx'
import { orgSource } from '#web/kit/sources.ts'
import { TimeText } from '#web/kit/TimeText.tsx'
import { useCan, useMe } from '#web/session.tsx'
import { useUrlState } from '#web/url.ts'
import { exchangeTemplate, exportCards, listExchanges } from '../contract.ts'
import { states } from '../lifecycle.ts'
import { ImportDialog } from './ImportDialog.tsx'
import { countsOf, StateTag } from './parts.tsx'
import './exchange.css'

/** Comparisons with the finance bureau, the newest first; the form, its export and its import. */
export function ExchangesPage() {
  const { t } = useTranslation('asset-exchange')
  const navigate = useNavigate()
  const can = useCan()
  const [url] = useUrlState()
  const [asked, setAsked] = useState<'import' | 'export' | null>(null)
  const template = useDownload(exchangeTemplate)
  const state = states.find((one) => one === url['state'])
  const list = useInfiniteList(listExchanges, state ? { state } : {})
  const add = can('asset-exchange.run') ? (
    <Button type="primary" icon={<UploadOutlined />} onClick={() => setAsked('import')}>
      {t('screen.import')}
    </Button>
  ) : null
  return (
    <div className="zy-page">
      <PageHeader
        title={t('self')}
        sub={t('screen.help')}
        actions={
          <>
            <Button
              icon={<FileExcelOutlined />}
              loading={template.busy}
              onClick={() => template.run({ format: 'xlsx' })}
            >
              {t('screen.template')}
            </Button>
            <Button icon={<DownloadOutlined />} onClick={() => setAsked('export')}>
              {t('screen.exportForm')}
            </Button>
            {add}
          </>
        }
      />
      <FilterBar
        searchKey={null}
        filters={[
          {
            key: 'state',
            label: t('screen.field.state'),
            options: states.map((value) => ({ value, label: t(`screen.state.${value}`) })),
          },
        ]}
      />
      <RecordTable
        list={list}
        label={t('self')}
        filtered={Boolean(state)}
        onOpen={(row) => void navigate({ to: `/asset-exchanges/${row.id}` })}
        empty={{ title: t('screen.empty'), hint: t('screen.emptyHint'), action: add }}
        columns={[
          {
            key: 'number',
            title: t('screen.field.number'),
            width: 170,
            render: (row) => <RecordNumber>{row.number}</RecordNumber>,
          },
          { key: 'fileName', title: t('screen.field.fileName'), cut: true, lead: true },
          { key: 'org', title: t('screen.field.org'), width: 180, wide: true, render: (row) => row.org.name },
          {
            key: 'counts',
            title: t('screen.counts'),
            width: 300,
            render: (row) =>
              row.state === 'refused' ? (
                t('screen.problems', { n: row.problems })
              ) : (
                <span className="zy-xchg-counts">
                  {countsOf(row).map(([kind, n]) => (
                    <span key={kind}>
                      {t(`screen.kind.${kind}`)} <strong>{n}</strong>
                    </span>
                  ))}
                </span>
              ),
          },
          {
            key: 'open',
            title: t('screen.field.open'),
            width: 110,
            align: 'right',
            named: true,
            render: (row) => row.open.all,
          },
          {
            key: 'recordedAt',
            title: t('screen.field.recordedAt'),
            width: 150,
            wide: true,
            render: (row) => <TimeText at={row.recordedAt} />,
          },
          {
            key: 'state',
            title: t('screen.field.state'),
            width: 130,
            render: (row) => <StateTag state={row.state} />,
          },
        ]}
      />
      {asked === 'import' ? <ImportDialog onClose={() => setAsked(null)} /> : null}
      {asked === 'export' ? <ExportDialog onClose={() => setAsked(null)} /> : null}
    </div>
  )
}

/** Which unit's assets are written in the form. */
function ExportDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('asset-exchange')
  const me = useMe()?.person
  const sheet = useDownload(exportCards)
  return (
    <FormDialog
      title={t('screen.exportTitle')}
      fields={[
        {
          name: 'orgId',
          label: t('screen.org'),
          type: 'remote',
          source: orgSource,
          required: true,
          valueLabel: me?.orgName ?? '',
        },
      ]}
      initial={me?.orgId ? { orgId: me.orgId } : {}}
      submitLabel={t('screen.exportForm')}
      onSubmit={(values) => {
        sheet.run({ orgId: String(values['orgId']), format: 'xlsx' })
        return Promise.resolve()
      }}
      onClose={onClose}
    />
  )
}
