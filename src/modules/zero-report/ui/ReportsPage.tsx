import { useNavigate } from '@tanstack/react-router'
import { Button, Checkbox } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall, useInfiniteList } from '#web/hooks.ts'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { Tag } from '#web/kit/tags.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { useUrlState } from '#web/url.ts'
import { listReports, myLines, type LineRecord, type ReportLine } from '../contract.ts'
import { FileDialog } from './FileDialog.tsx'
import { LineState, partyName } from './parts.tsx'

/** What I have to report, and the days with what was reported on them. */
export function ReportsPage() {
  const { t } = useTranslation('zero-report')
  const navigate = useNavigate()
  const [url, setUrl] = useUrlState()
  const missing = Boolean(url['missing'])
  const list = useInfiniteList(listReports, missing ? { missing: 'true' } : {})
  // Both or neither: what I have to report must not push the list down under somebody's hand.
  const mine = useCall(myLines, {})
  const columns = useColumns()
  if (mine.isPending) return <PageSkeleton />
  return (
    <div className="zy-page">
      <PageHeader
        title={t('page.list')}
        sub={t('page.sub')}
        actions={
          <Button onClick={() => void navigate({ to: '/zero-report-parties' })}>{t('act.parties')}</Button>
        }
      />
      <Mine lines={mine.data?.items ?? []} />
      <div className="zy-filters">
        <Checkbox
          checked={missing}
          onChange={(event) => setUrl({ missing: event.target.checked ? '1' : undefined })}
        >
          {t('act.onlyMissing')}
        </Checkbox>
      </div>
      <RecordTable
        list={list}
        label={t('page.list')}
        filtered={missing}
        onOpen={(row) => void navigate({ to: `/zero-reports/${row.id}` })}
        empty={{ title: t('page.empty'), hint: t('page.emptyHint') }}
        columns={columns}
      />
    </div>
  )
}

function useColumns(): Column<ReportLine>[] {
  const { t } = useTranslation('zero-report')
  const number = (key: 'parties' | 'nothing' | 'something'): Column<ReportLine> => ({
    ...{ key, title: t(`field.${key}`), width: 100, align: 'right', named: true },
    render: (row) => row.counts[key],
  })
  return [
    { key: 'day', title: t('field.day'), width: 120, lead: true },
    { key: 'occasion', title: t('field.occasion'), cut: true },
    { key: 'to', title: t('field.to'), width: 220, wide: true, render: (row) => row.to.name },
    number('parties'),
    number('nothing'),
    number('something'),
    {
      ...{ key: 'missing', title: t('field.missing'), width: 100, align: 'right', named: true },
      render: ({ counts }) => {
        const n = counts.missing + counts.waiting
        return counts.missing > 0 ? <span className="zero-bad">{n}</span> : n
      },
    },
    {
      ...{ key: 'read', title: t('field.readBy'), width: 210 },
      render: (row) =>
        row.readAt ? (
          <>
            {row.readBy} <TimeText at={row.readAt} />
          </>
        ) : (
          <Tag hue="grey">{t('unread')}</Tag>
        ),
    },
  ]
}

function Mine({ lines }: { lines: LineRecord[] }) {
  const { t } = useTranslation('zero-report')
  const [filing, setFiling] = useState<LineRecord | null>(null)
  if (lines.length === 0) return null
  return (
    <Panel title={t('page.waiting')}>
      <ul className="zero-mine">
        {lines.map((line) => (
          <li key={line.id}>
            <b className="zy-num">{line.day}</b>
            <span>{partyName(line)}</span>
            <span>{line.occasion}</span>
            <LineState line={line} />
            <span>
              {t('field.due')} <TimeText at={line.dueAt} />
            </span>
            {line.mayFile ? (
              <Button
                size="small"
                type={line.filedAt ? 'default' : 'primary'}
                onClick={() => setFiling(line)}
              >
                {t(line.filedAt ? 'act.again' : 'act.file')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {filing ? <FileDialog line={filing} onClose={() => setFiling(null)} /> : null}
    </Panel>
  )
}
