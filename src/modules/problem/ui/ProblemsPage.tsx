import { Button } from 'antd'
import { BulbOutlined, PlusOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { useInfiniteList } from '#web/hooks.ts'
import { comma } from '#web/kit/marks.ts'
import { FilterBar } from '#web/kit/FilterBar.tsx'
import { useListQuery } from '#web/kit/list-query.ts'
import { ListViews } from '#web/kit/ListViews.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { PriorityTag, Tag } from '#web/kit/tags.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { useCan } from '#web/session.tsx'
import { useUrlState } from '#web/url.ts'
import { listProblems } from '../contract.ts'
import { states } from '../words.ts'
import { CreateDialog } from './CreateDialog.tsx'
import { ProblemState } from './parts.tsx'

type Line = CallOutput<typeof listProblems>['items'][number]

/** The problems one may see, the newest first. */
export function ProblemsPage() {
  const { t } = useTranslation('problem')
  const can = useCan()
  const navigate = useNavigate()
  const [url, setUrl] = useUrlState()
  const { query, input, filtered } = useListQuery(listProblems)
  const list = useInfiniteList(listProblems, input)
  return (
    <div className="zy-page">
      <PageHeader
        title={t('ui.page.list')}
        sub={t('ui.list.sub')}
        actions={
          can('problem.propose') ? (
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setUrl({ new: '1' })}>
              {t('ui.create.title')}
            </Button>
          ) : null
        }
      />
      <FilterBar
        searchPlaceholder={t('ui.list.search')}
        filters={[
          {
            key: 'state',
            label: t('ui.field.state'),
            options: states.map((value) => ({ value, label: t(`state.${value}`) })),
            width: 150,
          },
          {
            key: 'published',
            label: t('ui.list.published'),
            options: [{ value: 'true', label: t('ui.known.shown') }],
            width: 150,
          },
          { key: 'mine', label: t('ui.list.whose'), options: [{ value: 'true', label: t('ui.list.mine') }] },
        ]}
        right={<ListViews list="problems" query={query} />}
      />
      <section className="zy-panel">
        <RecordTable
          list={list}
          columns={columnsOf(t)}
          onOpen={(row) => void navigate({ to: '/problems/$id', params: { id: row.id } })}
          filtered={filtered}
          empty={{ title: t('ui.list.empty'), hint: t('ui.list.emptyHint') }}
          label={t('ui.page.list')}
        />
      </section>
      {url['new'] && can('problem.propose') ? (
        <CreateDialog onClose={() => setUrl({ new: undefined })} />
      ) : null}
    </div>
  )
}

function columnsOf(t: (key: string) => string): Column<Line>[] {
  return [
    { key: 'number', title: t('ui.field.number'), width: 160, wide: true },
    {
      key: 'title',
      title: t('ui.field.title'),
      cut: true,
      render: (row) => (
        <>
          {row.title}{' '}
          {row.published ? (
            <Tag hue="amber" icon={<BulbOutlined />}>
              {t('ui.known.shown')}
            </Tag>
          ) : null}
        </>
      ),
    },
    {
      key: 'priority',
      title: t('ui.field.priority'),
      width: 70,
      render: (row) => <PriorityTag priority={row.priority} compact />,
    },
    {
      key: 'state',
      title: t('ui.field.state'),
      width: 130,
      render: (row) => <ProblemState state={row.state} />,
    },
    {
      key: 'services',
      title: t('ui.field.services'),
      width: 170,
      wide: true,
      render: (row) => row.services.map((one) => one.name).join(comma()) || '—',
    },
    {
      key: 'owner',
      title: t('ui.field.owner'),
      width: 90,
      wide: true,
      render: (row) => row.owner?.name ?? '—',
    },
    {
      key: 'incidents',
      title: t('ui.field.incidents'),
      width: 90,
      align: 'right',
      named: true,
      render: (row) => <span className="zy-num">{row.incidents}</span>,
    },
    {
      key: 'updated',
      title: t('ui.field.updated'),
      width: 120,
      wide: true,
      render: (row) => <TimeText at={row.updatedAt} mode="relative" />,
    },
  ]
}
