import { Link } from '@tanstack/react-router'
import { Button, Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import { useCall } from '#web/hooks.ts'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { EmptyState, ErrorState } from '#web/kit/states.tsx'
import { useUrlState } from '#web/url.ts'
import { gatherings, getOverview, type GatheredView, type Gathering } from '../overview-contract.ts'
import { bySeverity, CheckTag, hueOf, percent } from './parts.tsx'

const filterOf: Record<Gathering, string> = { service: 'serviceId', room: 'roomId', vendor: 'vendorId' }

/** How everything stands: by system, machine room or vendor, the worst first. */
export function OverviewPage() {
  const { t } = useTranslation('check')
  const [url, setUrl] = useUrlState()
  const by = gatherings.find((one) => one === url['by']) ?? 'service'
  const found = useCall(getOverview, { by }, { keepPrevious: true, refetchInterval: 60_000 })
  const { data, error } = found
  return (
    <div className="zy-page">
      <PageHeader
        title={t('page.overview')}
        sub={data ? t('screen.overview.sub', { month: data.month }) : ' '}
        actions={
          <Link to={'/checks' as never}>
            <Button>{t('page.list')}</Button>
          </Link>
        }
      />
      <div className="zy-filters">
        <Segmented<Gathering>
          value={by}
          onChange={(value) => setUrl({ by: value === 'service' ? undefined : value }, { push: true })}
          options={gatherings.map((value) => ({ value, label: t(`screen.overview.by.${value}`) }))}
        />
        {data ? (
          <div className="zy-check-counts" style={{ margin: 0 }}>
            {bySeverity
              .filter((state) => (data.states[state] ?? 0) > 0)
              .map((state) => (
                <Link key={state} to={'/checks' as never} search={{ state } as never}>
                  <CheckTag state={state} /> <b className="zy-num">{data.states[state]}</b>
                </Link>
              ))}
          </div>
        ) : null}
      </div>
      {error && !data ? (
        <ErrorState error={error} retry={() => void found.refetch()} />
      ) : !data ? (
        <PageSkeleton />
      ) : data.groups.length === 0 ? (
        <EmptyState title={t('screen.list.empty')} hint={t('screen.list.emptyHint')} />
      ) : (
        <div className={found.isPlaceholderData ? 'zy-check-cards zy-stale' : 'zy-check-cards'}>
          {data.groups.map((group) => (
            <Card key={group.id ?? '-'} group={group} by={by} />
          ))}
        </div>
      )}
    </div>
  )
}

function Card({ group, by }: { group: GatheredView; by: Gathering }) {
  const { t } = useTranslation('check')
  const name = group.id === null ? t(`screen.overview.none.${by}`) : group.name
  const states = bySeverity.filter((state) => (group.states[state] ?? 0) > 0)
  return (
    <section className={`zy-check-card zy-check-card-${hueOf(group.state)}`} aria-label={name}>
      <div className="zy-check-card-head">
        <b title={name}>
          {group.id === null ? (
            name
          ) : (
            <Link to={'/checks' as never} search={{ [filterOf[by]]: group.id } as never}>
              {name}
            </Link>
          )}
        </b>
        <CheckTag state={group.state} />
      </div>
      <div className="zy-check-card-figures">
        <span>
          {t('screen.overview.ratio')} <b className="zy-num">{percent(group.ratio)}</b>
        </span>
        <span>
          {t('screen.overview.raised')} <b className="zy-num">{group.raised}</b>
        </span>
        {states.map((state) => (
          <span key={state}>
            {t(`state.${state}`)} <b className="zy-num">{group.states[state]}</b>
          </span>
        ))}
      </div>
      {group.bad.length > 0 ? (
        <ul className="zy-check-plain" style={{ marginTop: 6 }}>
          {group.bad.map((one) => (
            <li key={one.id}>
              <Link to={'/checks/$id' as never} params={{ id: one.id } as never} title={one.name}>
                {one.name}
              </Link>
              <CheckTag state={one.state} />
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  )
}
