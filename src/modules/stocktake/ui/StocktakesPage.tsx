import { PlusOutlined } from '@ant-design/icons'
import { Link, useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useCall, useInfiniteList } from '#web/hooks.ts'
import { FilterBar } from '#web/kit/FilterBar.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { RecordNumber } from '#web/kit/RecordNumber.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { RecordTable } from '#web/kit/RecordTable.tsx'
import { useCan } from '#web/session.tsx'
import { useUrlState } from '#web/url.ts'
import { budgetYears, listStocktakes } from '../contract.ts'
import { states } from '../lifecycle.ts'
import { Progress, StateTag } from './parts.tsx'
import './stocktake.css'

/** Stocktakes, the newest first, and which budget years have ground. */
export function StocktakesPage() {
  const { t } = useTranslation('stocktake')
  const navigate = useNavigate()
  const can = useCan()
  const [url] = useUrlState()
  const state = states.find((one) => one === url['state'])
  const list = useInfiniteList(listStocktakes, state ? { state } : {})
  const add = can('stocktake.manage') ? (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => void navigate({ to: '/stocktakes/new' })}>
      {t('page.new')}
    </Button>
  ) : null
  return (
    <div className="zy-page">
      <PageHeader title={t('page.list')} sub={t('page.help')} actions={add} />
      <Years />
      <FilterBar
        searchKey={null}
        filters={[
          {
            key: 'state',
            label: t('field.state'),
            options: states.map((value) => ({ value, label: t(`state.${value}`) })),
          },
        ]}
      />
      <RecordTable
        list={list}
        label={t('page.list')}
        filtered={Boolean(state)}
        onOpen={(row) => void navigate({ to: `/stocktakes/${row.id}` })}
        empty={{ title: t('page.empty'), hint: t('page.emptyHint'), action: add }}
        columns={[
          {
            key: 'number',
            title: t('field.number'),
            width: 160,
            render: (row) => <RecordNumber>{row.number}</RecordNumber>,
          },
          { key: 'title', title: t('field.title'), cut: true, lead: true },
          { key: 'budgetYear', title: t('field.budgetYear'), width: 100, named: true },
          { key: 'org', title: t('field.org'), width: 170, wide: true, render: (row) => row.org.name },
          {
            key: 'period',
            title: t('field.period'),
            width: 210,
            wide: true,
            render: (row) => `${row.startsOn} – ${row.endsOn}`,
          },
          {
            key: 'progress',
            title: t('page.progress'),
            width: 190,
            render: (row) => <Progress results={row.results} />,
          },
          {
            key: 'state',
            title: t('field.state'),
            width: 110,
            render: (row) => <StateTag state={row.state} />,
          },
        ]}
      />
    </div>
  )
}

/** A budget year without a closed stocktake is seen before anybody makes the budget. */
function Years() {
  const { t } = useTranslation('stocktake')
  const years = useCall(budgetYears, {})
  if (!years.data) return null
  return (
    <Panel title={t('page.years')}>
      <ul className="zy-stk-years">
        {years.data.items.slice(0, 4).map((one) => (
          <li key={one.year} className={one.closed.length > 0 ? '' : 'zy-stk-open'}>
            <strong>{one.year}</strong>
            {one.closed.length === 0 ? <span>{t('page.noGround')}</span> : null}
            {one.closed.map((closed) => (
              <Link key={closed.id} to="/stocktakes/$id" params={{ id: closed.id }}>
                {closed.number} {closed.orgName}
              </Link>
            ))}
            {one.running > 0 ? <small>{t('page.running', { n: one.running })}</small> : null}
          </li>
        ))}
      </ul>
    </Panel>
  )
}
