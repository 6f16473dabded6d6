import { Button } from 'antd'
import { PlusOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useInfiniteList } from '#web/hooks.ts'
import { FilterBar } from '#web/kit/FilterBar.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { useCan } from '#web/session.tsx'
import { useUrlState } from '#web/url.ts'
import { listArticles } from '../contract.ts'
import { states } from '../words.ts'
import { CreateDialog } from './CreateDialog.tsx'
import { ArticleState, LevelTag, type Line } from './parts.tsx'

/** Emergency plans: which must be looked at next, and when each was practised. */
export function PlansPage() {
  const { t } = useTranslation('knowledge')
  const can = useCan()
  const navigate = useNavigate()
  const [url, setUrl] = useUrlState()
  const state = states.find((one) => one === url['state'])
  const list = useInfiniteList(listArticles, {
    kind: 'emergency-plan',
    sort: 'reviewDue',
    ...(url['q'] ? { q: url['q'] } : {}),
    ...(state ? { state } : {}),
  })
  return (
    <div className="zy-page">
      <PageHeader
        title={t('ui.page.plans')}
        sub={t('ui.plans.sub')}
        actions={
          can('knowledge.write') ? (
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setUrl({ new: 'emergency-plan' })}>
              {t('ui.create.plan')}
            </Button>
          ) : null
        }
      />
      <FilterBar
        filters={[
          {
            key: 'state',
            label: t('ui.field.state'),
            options: states.map((value) => ({ value, label: t(`state.${value}`) })),
            width: 130,
          },
        ]}
      />
      <section className="zy-panel">
        <RecordTable
          list={list}
          columns={columnsOf(t)}
          onOpen={(row) => void navigate({ to: '/articles/$id', params: { id: row.id } })}
          filtered={Boolean(url['q'] ?? state)}
          empty={{ title: t('ui.plans.empty'), hint: t('ui.plans.emptyHint') }}
          label={t('ui.page.plans')}
        />
      </section>
      <CreateDialog />
    </div>
  )
}

function columnsOf(t: (key: string) => string): Column<Line>[] {
  return [
    { key: 'number', title: t('ui.field.number'), width: 150, wide: true },
    {
      key: 'title',
      title: t('ui.field.title'),
      cut: true,
      render: (row) => (
        <>
          {row.title} <LevelTag level={row.classification} />
        </>
      ),
    },
    {
      key: 'state',
      title: t('ui.field.state'),
      width: 110,
      render: (row) => <ArticleState state={row.state} />,
    },
    { key: 'owner', title: t('ui.field.owner'), width: 100, render: (row) => row.owner.name },
    {
      key: 'no',
      title: t('ui.field.version'),
      width: 80,
      wide: true,
      render: (row) => (row.liveNo === null ? '—' : `V${row.liveNo}`),
    },
    {
      key: 'review',
      title: t('ui.field.reviewDue'),
      width: 140,
      named: true,
      render: (row) => (row.reviewDueAt ? <TimeText at={row.reviewDueAt} /> : '—'),
    },
    {
      key: 'next',
      title: t('ui.drill.next'),
      width: 120,
      named: true,
      render: (row) => row.nextDrillOn ?? '—',
    },
    {
      key: 'last',
      title: t('ui.drill.last'),
      width: 120,
      wide: true,
      render: (row) => row.lastDrillOn ?? '—',
    },
  ]
}
