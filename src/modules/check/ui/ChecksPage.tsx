import { ImportOutlined, PlusOutlined } from '@ant-design/icons'
import { Link, useNavigate } from '@tanstack/react-router'
import { Button, Dropdown } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall, useInfiniteList } from '#web/hooks.ts'
import { FilterBar } from '#web/kit/FilterBar.tsx'
import { useListQuery } from '#web/kit/list-query.ts'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { RecordTable } from '#web/kit/RecordTable.tsx'
import { RemoteSelect, type RemoteSource } from '#web/kit/RemoteSelect.tsx'
import { groupSource, orgSource, serviceSource } from '#web/kit/sources.ts'
import { TimeText } from '#web/kit/TimeText.tsx'
import { useCan } from '#web/session.tsx'
import { useUrlState } from '#web/url.ts'
import type { CallInput } from '#kernel/http/endpoint.ts'
import { listChecks, summarizeChecks, type CheckLineView } from '../contract.ts'
import { checkKinds } from '../words.ts'
import { BulkBar } from './BulkBar.tsx'
import { useClassOptions } from './classes.ts'
import { LabelFilter } from './LabelFilter.tsx'
import { amount, bySeverity, CheckTag, useKindName, useOutcome, useProbeOptions } from './parts.tsx'

/** Checks that one may see; all filters in the address, states counted above the list. */
export function ChecksPage() {
  const { t } = useTranslation('check')
  const navigate = useNavigate()
  const can = useCan()
  const { query, input, filtered } = useListQuery(listChecks)
  const list = useInfiniteList(listChecks, input)
  const [chosen, setChosen] = useState<string[]>([])
  const chosenRows = list.items.filter((one) => chosen.includes(one.id))
  const manages = can('check.manage')
  return (
    <div className="zy-page">
      <PageHeader
        title={t('page.list')}
        sub={t('screen.list.help')}
        actions={manages ? <AddButtons /> : null}
      />
      <StateCounts query={query} />
      <Filters
        right={chosenRows.length > 0 ? <BulkBar rows={chosenRows} onDone={() => setChosen([])} /> : null}
      />
      <section className="zy-panel">
        <RecordTable
          list={list}
          label={t('page.list')}
          filtered={filtered}
          {...(manages ? { selection: { selected: chosen, onChange: setChosen } } : {})}
          onOpen={(row) => void navigate({ to: '/checks/$id' as never, params: { id: row.id } as never })}
          empty={{
            title: t('screen.list.empty'),
            hint: t('screen.list.emptyHint'),
            action: manages ? <AddButtons /> : null,
          }}
          columns={[
            {
              key: 'state',
              title: t('screen.field.state'),
              width: 100,
              render: (row) => <State check={row} />,
            },
            {
              key: 'name',
              title: t('screen.field.name'),
              cut: true,
              lead: true,
              render: (row) => <Name check={row} />,
            },
            { key: 'said', title: t('screen.field.said'), width: 260, render: (row) => <Said check={row} /> },
            {
              key: 'ms',
              title: t('screen.field.ms'),
              width: 90,
              align: 'right',
              wide: true,
              render: (row) => (row.lastMs === null ? '—' : amount(row.lastMs, 'ms')),
            },
            {
              key: 'since',
              title: t('screen.field.since'),
              width: 110,
              render: (row) => <TimeText at={row.since} mode="relative" />,
            },
            {
              key: 'of',
              title: t('screen.field.of'),
              width: 160,
              wide: true,
              render: (row) => row.service?.name ?? row.ci?.name ?? '—',
            },
            {
              key: 'group',
              title: t('screen.field.group'),
              width: 120,
              wide: true,
              render: (row) => row.group?.name ?? '—',
            },
          ]}
        />
      </section>
    </div>
  )
}

function AddButtons() {
  const { t } = useTranslation('check')
  const navigate = useNavigate()
  const go = (to: string) => void navigate({ to })
  return (
    <>
      <Dropdown
        menu={{
          items: [
            { key: '/checks/from-cis', label: t('page.fromCis') },
            { key: '/checks/import', label: t('page.import') },
            { key: '/check-templates', label: t('page.templates') },
          ],
          onClick: ({ key }) => go(key),
        }}
      >
        <Button icon={<ImportOutlined />}>{t('screen.list.many')}</Button>
      </Dropdown>
      <Button type="primary" icon={<PlusOutlined />} onClick={() => go('/checks/new')}>
        {t('page.new')}
      </Button>
    </>
  )
}

/** How many there are in each state under the other filters; each number filters by its state. */
function StateCounts({ query }: { query: Record<string, string> }) {
  const { t } = useTranslation('check')
  const [url, setUrl] = useUrlState()
  const { state: _, ...others } = query
  const found = useCall(summarizeChecks, others as CallInput<typeof summarizeChecks>, { keepPrevious: true })
  const states: Partial<Record<string, number>> = found.data?.states ?? {}
  const shown = bySeverity.filter((state) => (states[state] ?? 0) > 0 || url['state'] === state)
  return (
    <div className="zy-check-counts" role="group" aria-label={t('screen.list.states')}>
      {shown.map((state) => (
        <button
          key={state}
          type="button"
          aria-pressed={url['state'] === state}
          onClick={() => setUrl({ state: url['state'] === state ? undefined : state }, { push: true })}
        >
          <CheckTag state={state} />
          <b className="zy-num">{states[state] ?? 0}</b>
        </button>
      ))}
    </div>
  )
}

function Filters({ right }: { right: React.ReactNode }) {
  const { t } = useTranslation('check')
  const kindName = useKindName()
  const [url, setUrl] = useUrlState()
  const classes = useClassOptions()
  const probes = useProbeOptions()
  const remote = (key: string, source: RemoteSource, label: string) => (
    <RemoteSelect
      source={source}
      value={url[key] ?? null}
      onChange={(value) => setUrl({ [key]: value ?? undefined }, { push: true })}
      placeholder={label}
      aria-label={label}
      style={{ width: 140 }}
    />
  )
  return (
    <FilterBar
      searchPlaceholder={t('screen.list.search')}
      filters={[
        {
          key: 'state',
          label: t('screen.field.state'),
          multiple: true,
          width: 130,
          options: bySeverity.map((value) => ({ value, label: t(`state.${value}`) })),
        },
        {
          key: 'kind',
          label: t('screen.field.kind'),
          multiple: true,
          width: 130,
          options: checkKinds.map((value) => ({ value, label: kindName(value) })),
        },
        { key: 'classId', label: t('screen.field.class'), options: classes, width: 130 },
        ...(probes.length > 0
          ? [{ key: 'probeId', label: t('screen.field.probe'), options: probes, width: 120 }]
          : []),
      ]}
      extra={
        <>
          {remote('serviceId', serviceSource, t('screen.field.service'))}
          {remote('orgId', orgSource, t('screen.field.org'))}
          {remote('groupId', groupSource, t('screen.field.group'))}
          <LabelFilter />
        </>
      }
      extraKeys={['serviceId', 'orgId', 'groupId', 'ciId', 'label']}
      right={right}
    />
  )
}

function State({ check }: { check: CheckLineView }) {
  const { t } = useTranslation('check')
  const wavers = check.softState !== check.state && check.attempt > 0
  return (
    <>
      <CheckTag state={check.state} />
      {wavers ? (
        <span className="zy-check-soft" title={t('screen.soft', { state: t(`state.${check.softState}`) })}>
          {check.attempt}/{check.retries + 1}
        </span>
      ) : null}
    </>
  )
}

function Name({ check }: { check: CheckLineView }) {
  const kindName = useKindName()
  return (
    <span title={`${check.name} · ${check.target}`}>
      <Link to={'/checks/$id' as never} params={{ id: check.id } as never}>
        {check.name}
      </Link>{' '}
      <small className="zy-check-dim">
        {kindName(check.kind)}
        {check.target ? ` · ${check.target}` : ''}
      </small>
    </span>
  )
}

function Said({ check }: { check: CheckLineView }) {
  const { t } = useTranslation('check')
  const outcome = useOutcome()
  const said = outcome(check.code, check.params)
  if (check.pausedUntil) return <span className="zy-check-dim">{t('screen.pausedOf')}</span>
  return (
    <span className="zy-check-dim" title={said}>
      {check.flapping ? `${t('screen.flapping')} · ` : ''}
      {said || '—'}
    </span>
  )
}
