import { Segmented } from 'antd'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { useInfiniteList } from '#web/hooks.ts'
import { FilterBar } from '#web/kit/FilterBar.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { RecordNumber } from '#web/kit/RecordNumber.tsx'
import { RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { useCan } from '#web/session.tsx'
import { useUrlState } from '#web/url.ts'
import { listReports, reportStates, type ReportState } from '../contract.ts'
import { ReportState as StateTag } from './ReportState.tsx'
import { SettingButton } from './SettingButton.tsx'

type Line = CallOutput<typeof listReports>['items'][number]

/** Reports I owe, and for reviewers those of their orgs. */
export function ReportsPage() {
  const { t } = useTranslation('fault-report')
  const can = useCan()
  const navigate = useNavigate()
  const [url, setUrl] = useUrlState()
  const reviews = can('fault-report.review')
  const queue = reviews && url['queue'] !== 'mine' ? 'review' : 'mine'
  const state = reportStates.find((one) => one === url['state'])
  const list = useInfiniteList(listReports, { queue, ...(state === undefined ? {} : { state }) })
  return (
    <div className="zy-page">
      <PageHeader title={t('page.list')} actions={<SettingButton />} />
      <FilterBar
        searchKey={null}
        filters={[
          {
            key: 'state',
            label: t('list.state'),
            options: reportStates.map((value: ReportState) => ({ value, label: t(`state.${value}`) })),
          },
        ]}
        right={
          reviews ? (
            <Segmented<'review' | 'mine'>
              value={queue}
              onChange={(next) => setUrl({ queue: next === 'mine' ? 'mine' : undefined }, { push: true })}
              options={(['review', 'mine'] as const).map((value) => ({ value, label: t(`list.${value}`) }))}
            />
          ) : null
        }
      />
      <section className="zy-panel">
        <RecordTable
          list={list}
          columns={columnsOf(t)}
          rowKey={(row) => row.ticketId}
          onOpen={(row) => void navigate({ to: '/fault-reports/$id', params: { id: row.ticketId } })}
          filtered={state !== undefined}
          empty={
            queue === 'mine'
              ? { title: t('list.empty'), hint: t('list.emptyHint') }
              : { title: t('list.emptyReview'), hint: t('list.emptyReviewHint') }
          }
          label={t('page.list')}
        />
      </section>
    </div>
  )
}

function columnsOf(t: (key: string) => string): Column<Line>[] {
  return [
    {
      key: 'title',
      title: t('list.title'),
      cut: true,
      render: (row) => (
        <>
          <RecordNumber>{row.ticketNumber}</RecordNumber> {row.ticketTitle}
        </>
      ),
    },
    { key: 'state', title: t('list.state'), width: 110, render: (row) => <StateTag state={row.state} /> },
    { key: 'owner', title: t('list.owner'), width: 110, render: (row) => row.owner?.name ?? '—' },
    {
      key: 'due',
      title: t('list.due'),
      width: 130,
      wide: true,
      render: (row) => <TimeText at={row.dueAt} />,
    },
    {
      key: 'submitted',
      title: t('list.submitted'),
      width: 130,
      wide: true,
      render: (row) => <TimeText at={row.submittedAt} />,
    },
    {
      key: 'reviewed',
      title: t('list.reviewed'),
      width: 110,
      wide: true,
      render: (row) => (row.state === 'reviewed' ? (row.reviewedBy?.name ?? '—') : '—'),
    },
  ]
}
