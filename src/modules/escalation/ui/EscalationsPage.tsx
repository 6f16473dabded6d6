import { PlusOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Button, Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import { useCall, useInfiniteList } from '#web/hooks.ts'
import { FilterBar } from '#web/kit/FilterBar.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { plainList, RecordTable } from '#web/kit/RecordTable.tsx'
import { StatusTag } from '#web/kit/tags.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { useCan } from '#web/session.tsx'
import { useUrlState } from '#web/url.ts'
import { listPolicies, listRuns } from '../contract.ts'
import { runStates } from '../lifecycle.ts'
import { Channels } from './Channels.tsx'
import { RunTag, type Policy } from './parts.tsx'

const tabs = ['list', 'policies', 'channels'] as const

/** What is being escalated, the policies behind it, and the channels they use. */
export function EscalationsPage() {
  const { t } = useTranslation('escalation')
  const navigate = useNavigate()
  const manages = useCan()('escalation.manage')
  const [url, setUrl] = useUrlState()
  const shown = tabs.filter((one) => manages || one !== 'channels')
  const tab = shown.find((one) => one === url['tab']) ?? 'list'
  return (
    <div className="zy-page">
      <PageHeader
        title={t('page.list')}
        sub={t('page.sub')}
        actions={
          manages && tab === 'policies' ? (
            <Button
              type="primary"
              icon={<PlusOutlined />}
              onClick={() => void navigate({ to: '/escalation-policies/new' })}
            >
              {t('act.newPolicy')}
            </Button>
          ) : null
        }
      />
      <Segmented
        value={tab}
        onChange={(value) => setUrl({ tab: value === 'list' ? undefined : value, state: undefined })}
        options={shown.map((value) => ({ value, label: t(`page.${value}`) }))}
      />
      {tab === 'channels' ? <Channels /> : tab === 'policies' ? <Policies /> : <Runs />}
    </div>
  )
}

function Runs() {
  const { t } = useTranslation('escalation')
  const navigate = useNavigate()
  const [url] = useUrlState()
  const state = runStates.find((one) => one === url['state'])
  const list = useInfiniteList(listRuns, state ? { state } : {})
  return (
    <>
      <FilterBar
        filters={[
          {
            key: 'state',
            label: t('field.state'),
            options: runStates.map((value) => ({ value, label: t(`state.${value}`) })),
          },
        ]}
      />
      <RecordTable
        list={list}
        label={t('page.list')}
        filtered={Boolean(state)}
        onOpen={(row) => void navigate({ to: `/escalations/${row.id}` })}
        empty={{ title: t('page.empty'), hint: t('page.emptyHint') }}
        columns={[
          {
            key: 'incident',
            title: t('field.incident'),
            cut: true,
            lead: true,
            render: (row) => `${row.incident.number} ${row.incident.title}`,
          },
          {
            key: 'policy',
            title: t('field.policy'),
            width: 180,
            cut: true,
            render: (row) => row.policy.name,
          },
          {
            key: 'step',
            title: t('field.step'),
            width: 90,
            render: (row) => `${row.steps.filter((one) => one.firedAt).length}/${row.steps.length}`,
          },
          {
            key: 'startedAt',
            title: t('field.startedAt'),
            width: 170,
            render: (row) => <TimeText at={row.startedAt} />,
          },
          { key: 'state', title: t('field.state'), width: 120, render: (row) => <RunTag run={row} /> },
        ]}
      />
    </>
  )
}

function Policies() {
  const { t } = useTranslation('escalation')
  const navigate = useNavigate()
  const found = useCall(listPolicies, {})
  const manages = useCan()('escalation.manage')
  return (
    <RecordTable<Policy>
      list={plainList({ ...found, data: found.data?.items })}
      label={t('page.policies')}
      {...(manages
        ? { onOpen: (row: Policy) => void navigate({ to: `/escalation-policies/${row.id}/edit` }) }
        : {})}
      empty={{ title: t('page.noPolicies'), hint: t('page.noPoliciesHint') }}
      columns={[
        { key: 'name', title: t('field.name'), width: 200, lead: true },
        { key: 'org', title: t('field.org'), width: 160, wide: true, render: (row) => row.org.name },
        {
          key: 'service',
          title: t('field.service'),
          width: 150,
          render: (row) => row.service?.name ?? t('field.any'),
        },
        {
          key: 'priorities',
          title: t('field.priorities'),
          width: 110,
          render: (row) => row.priorities.map((one) => `P${one}`).join(' ') || t('field.any'),
        },
        {
          key: 'steps',
          title: t('field.steps'),
          cut: true,
          render: (row) =>
            row.steps.map((one) => one.to.map((to) => t(`target.${to}`)).join('+')).join(' → '),
        },
        {
          key: 'active',
          title: t('field.active'),
          width: 90,
          render: (row) => (
            <StatusTag
              state={row.active ? 'active' : 'inactive'}
              label={row.active ? t('field.active') : '—'}
            />
          ),
        },
      ]}
    />
  )
}
