import { CalendarOutlined, ExceptionOutlined, PlusOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall, useInfiniteList } from '#web/hooks.ts'
import { comma } from '#web/kit/marks.ts'
import { FilterBar } from '#web/kit/FilterBar.tsx'
import { useListQuery } from '#web/kit/list-query.ts'
import { ListViews } from '#web/kit/ListViews.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { RecordTable } from '#web/kit/RecordTable.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { useCan } from '#web/session.tsx'
import { listChanges } from '../contract.ts'
import { getFigures } from '../plan-contract.ts'
import { kinds, states } from '../words.ts'
import { ChangeState, KindTag, RiskTag } from './parts.tsx'
import { UnauthorisedDialog } from './UnauthorisedDialog.tsx'
import './change.css'

/** All changes that the person may see; filters in the address. */
export function ChangesPage() {
  const { t } = useTranslation('change')
  const navigate = useNavigate()
  const can = useCan()
  const [recording, setRecording] = useState(false)
  const { query, input, filtered } = useListQuery(listChanges)
  const list = useInfiniteList(listChanges, input)
  const add = can('change.request') ? (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => void navigate({ to: '/changes/new' })}>
      {t('ui.action.new')}
    </Button>
  ) : null
  return (
    <div className="zy-page">
      <PageHeader
        title={t('ui.page.list')}
        sub={t('ui.help')}
        actions={
          <>
            <Button icon={<CalendarOutlined />} onClick={() => void navigate({ to: '/change-calendar' })}>
              {t('ui.action.calendar')}
            </Button>
            {can('change.assess') ? (
              <Button icon={<ExceptionOutlined />} onClick={() => setRecording(true)}>
                {t('ui.action.unauthorised')}
              </Button>
            ) : null}
            {add}
          </>
        }
      />
      <Figures />
      <FilterBar
        searchPlaceholder={t('ui.list.search')}
        filters={[
          {
            key: 'open',
            label: t('ui.list.open'),
            options: [
              { value: 'true', label: t('ui.list.open') },
              { value: 'false', label: t('ui.list.ended') },
            ],
          },
          {
            key: 'state',
            label: t('field.state'),
            options: states.map((value) => ({ value, label: t(`state.${value}`) })),
          },
          {
            key: 'kind',
            label: t('field.kind'),
            options: kinds.map((value) => ({ value, label: t(`kind.${value}`) })),
          },
          {
            key: 'mine',
            label: t('ui.list.whose'),
            options: [{ value: 'true', label: t('ui.list.mine') }],
          },
          {
            key: 'unauthorised',
            label: t('ui.list.authorised'),
            options: [
              { value: 'true', label: t('ui.list.unauthorised') },
              { value: 'false', label: t('ui.list.asPlanned') },
            ],
          },
        ]}
        right={<ListViews list="changes" query={query} />}
      />
      <RecordTable
        list={list}
        filtered={filtered}
        label={t('ui.page.list')}
        onOpen={(row) => void navigate({ to: '/changes/$id' as never, params: { id: row.id } as never })}
        empty={{ title: t('ui.list.empty'), hint: t('ui.list.emptyHint'), action: add }}
        columns={[
          { key: 'number', title: t('field.number'), width: 165 },
          { key: 'title', title: t('field.title'), cut: true, lead: true },
          { key: 'kind', title: t('field.kind'), width: 105, render: (row) => <KindTag kind={row.kind} /> },
          { key: 'risk', title: t('field.risk'), width: 100, render: (row) => <RiskTag risk={row.risk} /> },
          {
            key: 'state',
            title: t('field.state'),
            width: 130,
            render: (row) => <ChangeState state={row.state} />,
          },
          {
            key: 'services',
            title: t('field.services'),
            width: 180,
            cut: true,
            wide: true,
            render: (row) => row.services.map((s) => s.name).join(comma()) || '—',
          },
          {
            key: 'window',
            title: t('field.window'),
            width: 130,
            render: (row) => <TimeText at={row.startsAt} />,
          },
          {
            key: 'implementer',
            title: t('field.implementer'),
            width: 100,
            wide: true,
            render: (row) => row.implementer?.name ?? '—',
          },
        ]}
      />
      {recording ? <UnauthorisedDialog onClose={() => setRecording(false)} /> : null}
    </div>
  )
}

const figureKeys = [
  'closed',
  'successful',
  'partly',
  'failed',
  'emergency',
  'unauthorised',
  'outside',
  'caused',
] as const

/** How changes went in the last ninety days. */
function Figures() {
  const { t } = useTranslation('change')
  // the same question for as long as the page is open, and for whoever asks on the same day
  const range = useMemo(() => {
    const to = new Date()
    to.setUTCHours(24, 0, 0, 0)
    return { from: new Date(to.getTime() - 91 * 86_400_000).toISOString(), to: to.toISOString() }
  }, [])
  const { data } = useCall(getFigures, range)
  if (!data) return null
  return (
    <dl className="chg-figures" aria-label={t('ui.figures.title')}>
      <dt className="chg-figures-title">{t('ui.figures.title')}</dt>
      {figureKeys.map((key) => (
        <div key={key} className={key === 'unauthorised' && data[key] > 0 ? 'chg-figure-bad' : undefined}>
          <dt>{t(`ui.figures.${key}`)}</dt>
          <dd className="zy-num">{data[key]}</dd>
        </div>
      ))}
    </dl>
  )
}
