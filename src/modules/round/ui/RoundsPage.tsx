import { PlusOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Button, Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import { useRuleText } from '#kernel/calendar/ui/RuleBlock.tsx'
import { useCall, useInfiniteList } from '#web/hooks.ts'
import { RecordNumber } from '#web/kit/RecordNumber.tsx'
import { comma } from '#web/kit/marks.ts'
import { FilterBar } from '#web/kit/FilterBar.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { plainList, RecordTable } from '#web/kit/RecordTable.tsx'
import { Tag } from '#web/kit/tags.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { useCan } from '#web/session.tsx'
import { useUrlState } from '#web/url.ts'
import { listPlans } from '../contract.ts'
import { states } from '../lifecycle.ts'
import { listRounds } from '../round-contract.ts'
import { Progress, StateTag } from './parts.tsx'
import { Report } from './Report.tsx'
import './round.css'

const tabs = ['mine', 'all', 'plans', 'report'] as const

/** Rounds to go, all of them, the plans behind them, and what came of them. */
export function RoundsPage() {
  const { t } = useTranslation('round')
  const navigate = useNavigate()
  const can = useCan()
  const [url, setUrl] = useUrlState()
  const tab = tabs.find((one) => one === url['tab']) ?? 'mine'
  return (
    <div className="zy-page">
      <PageHeader
        title={t('page.list')}
        sub={t('page.sub')}
        actions={
          can('round.manage') ? (
            <Button
              type="primary"
              icon={<PlusOutlined />}
              onClick={() => void navigate({ to: '/round-plans/new' })}
            >
              {t('page.newPlan')}
            </Button>
          ) : null
        }
      />
      <Segmented
        value={tab}
        onChange={(value) => setUrl({ tab: value === 'mine' ? undefined : value, state: undefined })}
        options={tabs.map((value) => ({ value, label: t(`tab.${value}`) }))}
      />
      {tab === 'plans' ? (
        <Plans />
      ) : tab === 'report' ? (
        <Report />
      ) : (
        <Rounds key={tab} mine={tab === 'mine'} />
      )}
    </div>
  )
}

function Rounds({ mine }: { mine: boolean }) {
  const { t } = useTranslation('round')
  const navigate = useNavigate()
  const [url] = useUrlState()
  const state = states.find((one) => one === url['state'])
  const only = url['only']
  const list = useInfiniteList(listRounds, {
    ...(mine ? { mine: 'true' } : {}),
    ...(state && !mine ? { state } : {}),
    ...(only === 'late' ? { late: 'true' } : only === 'abnormal' ? { abnormal: 'true' } : {}),
  })
  return (
    <>
      {mine ? null : (
        <FilterBar
          searchKey={null}
          filters={[
            {
              key: 'state',
              label: t('field.state'),
              options: states.map((value) => ({ value, label: t(`state.${value}`) })),
            },
            {
              key: 'only',
              label: t('field.abnormal'),
              options: (['late', 'abnormal'] as const).map((value) => ({
                value,
                label: t(`filter.${value}`),
              })),
            },
          ]}
        />
      )}
      <RecordTable
        list={list}
        label={t('page.list')}
        filtered={Boolean(state ?? only)}
        onOpen={(row) => void navigate({ to: `/rounds/${row.id}` })}
        empty={
          mine
            ? { title: t('page.emptyMine'), hint: t('page.emptyMineHint') }
            : { title: t('page.empty'), hint: t('page.emptyHint') }
        }
        columns={[
          {
            key: 'number',
            title: t('field.number'),
            width: 160,
            render: (row) => <RecordNumber>{row.number}</RecordNumber>,
          },
          { key: 'plan', title: t('field.plan'), cut: true, lead: true, render: (row) => row.plan.name },
          {
            key: 'group',
            title: t('field.group'),
            width: 130,
            wide: true,
            render: (row) => row.group?.name ?? '—',
          },
          { key: 'dueBy', title: t('field.dueBy'), width: 170, render: (row) => <TimeText at={row.dueBy} /> },
          {
            key: 'person',
            title: t('field.person'),
            width: 100,
            wide: true,
            render: (row) => row.person?.name ?? '—',
          },
          { key: 'progress', title: t('field.progress'), width: 140, render: (row) => <Progress {...row} /> },
          {
            key: 'abnormal',
            title: t('field.abnormal'),
            width: 110,
            render: (row) =>
              row.abnormal > 0 ? <Tag hue="red">{t('abnormalCount', { n: row.abnormal })}</Tag> : '—',
          },
          { key: 'state', title: t('field.state'), width: 170, render: (row) => <StateTag round={row} /> },
        ]}
      />
    </>
  )
}

function Plans() {
  const { t } = useTranslation('round')
  const navigate = useNavigate()
  const ruleText = useRuleText()
  const found = useCall(listPlans, {})
  return (
    <RecordTable
      list={plainList({ ...found, data: found.data?.items })}
      label={t('page.plans')}
      onOpen={(row) => void navigate({ to: `/round-plans/${row.id}` })}
      empty={{ title: t('page.noPlans'), hint: t('page.noPlansHint') }}
      columns={[
        { key: 'name', title: t('field.name'), cut: true, lead: true },
        { key: 'kind', title: t('field.kind'), width: 110, render: (row) => t(`kind.${row.kind}`) },
        {
          key: 'rule',
          title: t('field.rule'),
          width: 260,
          render: (row) => [ruleText(row.rule), ...row.moreTimes].join(comma()),
        },
        {
          key: 'group',
          title: t('field.group'),
          width: 140,
          wide: true,
          render: (row) => row.group?.name ?? '—',
        },
        { key: 'items', title: t('page.items'), width: 90, align: 'right', named: true },
        {
          key: 'next',
          title: t('field.next'),
          width: 170,
          render: (row) => (row.active ? <TimeText at={row.nextAt} /> : <Tag hue="grey">{t('paused')}</Tag>),
        },
      ]}
    />
  )
}
