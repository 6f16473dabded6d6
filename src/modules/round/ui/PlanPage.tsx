import { QrcodeOutlined } from '@ant-design/icons'
import { useNavigate, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useRuleText } from '#kernel/calendar/ui/RuleBlock.tsx'
import { useCall, useDownload, useInfiniteList, useMove } from '#web/hooks.ts'
import { RecordNumber } from '#web/kit/RecordNumber.tsx'
import { comma } from '#web/kit/marks.ts'
import { FactList } from '#web/kit/FactList.tsx'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { Panel, RecordPage } from '#web/kit/RecordPage.tsx'
import { plainList, RecordTable } from '#web/kit/RecordTable.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { getPlan, planLabels } from '../contract.ts'
import { listRounds, startUnplanned } from '../round-contract.ts'
import { Progress, StateTag, useNormal, type Plan } from './parts.tsx'
import './round.css'

/** A plan: what is looked at, how often, and the last rounds. */
export function PlanPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { data, error, refetch } = useCall(getPlan, { id })
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <PageSkeleton />
  return <Loaded key={id} plan={data} />
}

function Loaded({ plan }: { plan: Plan }) {
  const { t } = useTranslation('round')
  return (
    <RecordPage
      title={plan.name}
      breadcrumb={[
        { label: t('page.list'), to: '/rounds' },
        { label: t('page.plans'), to: '/rounds?tab=plans' },
        { label: plan.name },
      ]}
      actions={<Actions plan={plan} />}
      story={
        <>
          <Panel title={t('page.items')} flush>
            <Items plan={plan} />
          </Panel>
          <Panel title={t('page.list')} flush>
            <Rounds plan={plan} />
          </Panel>
        </>
      }
      facts={<Facts plan={plan} />}
    />
  )
}

function Actions({ plan }: { plan: Plan }) {
  const { t } = useTranslation('round')
  const navigate = useNavigate()
  const labels = useDownload(planLabels)
  const start = useMove(startUnplanned, { onDone: ({ id }) => void navigate({ to: `/rounds/${id}` }) })
  return (
    <>
      {plan.items.some((one) => one.code) ? (
        <Button
          icon={<QrcodeOutlined />}
          loading={labels.busy}
          onClick={() => labels.run({ id: plan.id, base: location.origin })}
        >
          {t('act.labels')}
        </Button>
      ) : null}
      {plan.abilities.includes('start') ? (
        <Button loading={start.isPending} onClick={() => start.mutate({ id: plan.id })}>
          {t('act.unplanned')}
        </Button>
      ) : null}
      {plan.abilities.includes('edit') ? (
        <Button type="primary" onClick={() => void navigate({ to: `/round-plans/${plan.id}/edit` })}>
          {t('page.editPlan')}
        </Button>
      ) : null}
    </>
  )
}

function Items({ plan }: { plan: Plan }) {
  const { t } = useTranslation('round')
  const normal = useNormal()
  return (
    <RecordTable
      list={plainList({
        data: plan.items,
        isPending: false,
        error: null,
        refetch: () => undefined,
      })}
      label={t('page.items')}
      empty={{ title: '—' }}
      columns={[
        { key: 'name', title: t('field.item'), lead: true, cut: true },
        { key: 'place', title: t('field.place'), width: 140, render: (row) => row.place ?? '—' },
        {
          key: 'code',
          title: t('field.code'),
          width: 110,
          render: (row) => (row.code ? <code>{row.code}</code> : '—'),
        },
        { key: 'range', title: t('column.normalRange'), width: 220, render: (row) => normal(row) || '—' },
        {
          key: 'photo',
          title: t('field.photo'),
          width: 90,
          wide: true,
          render: (row) => t(`photoRule.${row.photo}`),
        },
        {
          key: 'onAbnormal',
          title: t('field.onAbnormal'),
          width: 130,
          render: (row) => t(`consequence.${row.onAbnormal}`),
        },
      ]}
    />
  )
}

function Rounds({ plan }: { plan: Plan }) {
  const { t } = useTranslation('round')
  const navigate = useNavigate()
  const list = useInfiniteList(listRounds, { planId: plan.id, limit: 20 })
  return (
    <RecordTable
      list={list}
      label={t('page.list')}
      onOpen={(row) => void navigate({ to: `/rounds/${row.id}` })}
      empty={{ title: t('page.empty') }}
      columns={[
        {
          key: 'number',
          title: t('field.number'),
          width: 170,
          lead: true,
          render: (row) => <RecordNumber>{row.number}</RecordNumber>,
        },
        { key: 'dueBy', title: t('field.dueBy'), width: 170, render: (row) => <TimeText at={row.dueBy} /> },
        { key: 'person', title: t('field.person'), width: 110, render: (row) => row.person?.name ?? '—' },
        { key: 'progress', title: t('field.progress'), width: 140, render: (row) => <Progress {...row} /> },
        { key: 'state', title: t('field.state'), render: (row) => <StateTag round={row} /> },
      ]}
    />
  )
}

function Facts({ plan }: { plan: Plan }) {
  const { t } = useTranslation('round')
  const ruleText = useRuleText()
  return (
    <>
      <Panel title={t('page.facts')}>
        <FactList
          facts={[
            { label: t('field.kind'), value: t(`kind.${plan.kind}`) },
            { label: t('field.org'), value: plan.org.name },
            { label: t('field.group'), value: plan.group?.name },
            { label: t('field.rule'), value: [ruleText(plan.rule), ...plan.moreTimes].join(comma()) },
            { label: t('field.grace'), value: plan.graceMinutes },
            { label: t('field.answerable'), value: plan.answerable?.name },
            { label: t('field.noticeDays'), value: plan.noticeDays, when: plan.answerable !== null },
            { label: t('field.scan'), value: plan.scan ? '✓' : '—' },
            { label: t('field.remark'), value: plan.remark, block: true, when: Boolean(plan.remark) },
          ]}
        />
      </Panel>
      {plan.upcoming.length > 0 ? (
        <Panel title={t('page.upcoming')}>
          <FactList
            facts={plan.upcoming.map((at, i) => ({ label: String(i + 1), value: <TimeText at={at} /> }))}
          />
        </Panel>
      ) : null}
    </>
  )
}
