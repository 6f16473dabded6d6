import { UserAddOutlined } from '@ant-design/icons'
import { Button, Segmented } from 'antd'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { answers } from '#modules/satisfaction/words.ts'
import { useInfiniteList } from '#web/hooks.ts'
import { comma } from '#web/kit/marks.ts'
import { FilterBar } from '#web/kit/FilterBar.tsx'
import { useListQuery } from '#web/kit/list-query.ts'
import { ListViews } from '#web/kit/ListViews.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { RecordTable } from '#web/kit/RecordTable.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { Tag } from '#web/kit/tags.tsx'
import { useCan } from '#web/session.tsx'
import { useUrlState } from '#web/url.ts'
import { listRequests, listTasks } from '../../contract.ts'
import { queues, requestStates } from '../../words.ts'
import { StateTag, useName, useTitle } from '../parts/tags.tsx'
import { Figures } from './Figures.tsx'
import type { QueueTask } from '../types.ts'
import '../request.css'

type View = (typeof queues)[number] | 'requests' | 'figures'

/** Queues of tasks, all requests, and how long items take; the view is in the address. */
export function RequestsPage() {
  const { t } = useTranslation('request')
  const can = useCan()
  const navigate = useNavigate()
  const [url] = useUrlState()
  const views: View[] = [...queues, 'requests', ...(can('request.figures') ? (['figures'] as const) : [])]
  // a saved view is of all requests
  const asked = url['view'] ?? (url['saved'] ? 'requests' : undefined)
  const view = views.find((one) => one === asked) ?? 'mine'
  return (
    <div className="zy-page">
      <PageHeader
        title={t('ui.page.requests')}
        actions={
          can('request.ask-for-others') ? (
            <Button
              type="primary"
              icon={<UserAddOutlined />}
              onClick={() => void navigate({ to: '/requests/new' })}
            >
              {t('ui.page.askFor')}
            </Button>
          ) : null
        }
      />
      <Segmented
        className="zy-req-views"
        value={view}
        onChange={(next) => navigate({ to: '/requests', search: { view: next } as never })}
        options={views.map((one) => ({ value: one, label: t(`ui.view.${one}`) }))}
      />
      {view === 'figures' ? <Figures /> : view === 'requests' ? <Requests /> : <Tasks queue={view} />}
    </div>
  )
}

function Tasks({ queue }: { queue: (typeof queues)[number] }) {
  const { t } = useTranslation('request')
  const name = useName()
  const navigate = useNavigate()
  const list = useInfiniteList(listTasks, { queue, limit: 50 })
  const isLate = (row: QueueTask) =>
    row.state === 'open' && row.dueAt !== null && new Date(row.dueAt) < new Date()
  return (
    <RecordTable
      list={list}
      label={t(`ui.view.${queue}`)}
      empty={{ title: t('ui.queue.empty'), hint: t('ui.queue.emptyHint') }}
      onOpen={(row) => void navigate({ to: '/requests/$id', params: { id: row.request.id } })}
      columns={[
        { key: 'number', title: t('ui.field.number'), width: 170, render: (row) => row.request.number },
        { key: 'task', title: t('ui.field.task'), width: 200, lead: true, render: name },
        {
          key: 'item',
          title: t('ui.field.item'),
          cut: true,
          render: (row) => name({ name: row.item, nameEn: row.itemEn }),
        },
        {
          key: 'state',
          title: t('ui.field.state'),
          width: 120,
          render: (row) => <StateTag of="task" state={row.state} />,
        },
        {
          key: 'who',
          title: t('ui.field.who'),
          width: 180,
          render: (row) => [row.group?.name, row.owner?.name].filter(Boolean).join(' / ') || '—',
        },
        {
          key: 'requester',
          title: t('ui.field.requester'),
          width: 200,
          wide: true,
          render: (row) => `${row.requester.name} · ${row.org.name}`,
        },
        {
          key: 'due',
          title: t('ui.field.due'),
          width: 180,
          render: (row) =>
            row.dueAt ? (
              <>
                <TimeText at={row.dueAt} /> {isLate(row) ? <Tag hue="red">{t('ui.task.late')}</Tag> : null}
              </>
            ) : (
              '—'
            ),
        },
      ]}
    />
  )
}

function Requests() {
  const { t } = useTranslation('request')
  const name = useName()
  const titleOf = useTitle()
  const navigate = useNavigate()
  const { query, input, filtered } = useListQuery(listRequests)
  const list = useInfiniteList(listRequests, input)
  return (
    <>
      <FilterBar
        searchKey="q"
        searchPlaceholder={t('ui.queue.search')}
        filters={[
          {
            key: 'state',
            label: t('ui.field.state'),
            options: requestStates.map((one) => ({ value: one, label: t(`ui.state.request.${one}`) })),
          },
          {
            key: 'open',
            label: t('ui.queue.ended'),
            options: [
              { value: 'true', label: t('ui.queue.open') },
              { value: 'false', label: t('ui.queue.over') },
            ],
          },
          {
            key: 'satisfaction',
            label: t('ui.follow.rating'),
            options: [
              ...answers.map((value) => ({ value, label: t(`satisfaction:answer.${value}`) })),
              ...(['asked', 'expired'] as const).map((value) => ({
                value,
                label: t(`satisfaction:state.${value}`),
              })),
            ],
          },
        ]}
        right={<ListViews list="requests" query={query} />}
      />
      <RecordTable
        list={list}
        label={t('ui.view.requests')}
        filtered={filtered}
        empty={{ title: t('ui.queue.none'), hint: t('ui.queue.noneHint') }}
        onOpen={(row) => void navigate({ to: '/requests/$id', params: { id: row.id } })}
        columns={[
          { key: 'number', title: t('ui.field.number'), width: 170 },
          { key: 'title', title: t('ui.field.title'), cut: true, lead: true, render: titleOf },
          {
            key: 'items',
            title: t('ui.field.items'),
            width: 220,
            wide: true,
            render: (row) => row.items.map(name).join(comma()),
          },
          {
            key: 'state',
            title: t('ui.field.state'),
            width: 120,
            render: (row) => <StateTag of="request" state={row.state} />,
          },
          {
            key: 'requester',
            title: t('ui.field.requester'),
            width: 200,
            render: (row) => `${row.requester.name} · ${row.org.name}`,
          },
          {
            key: 'recorded',
            title: t('ui.field.recorded'),
            width: 150,
            wide: true,
            render: (row) => <TimeText at={row.recordedAt} />,
          },
        ]}
      />
    </>
  )
}
