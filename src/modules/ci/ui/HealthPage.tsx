import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useCall, useMove } from '#web/hooks.ts'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { useCan } from '#web/session.tsx'
import { getCi, healthFigures } from '../contract.ts'
import { getHealth, listDuplicates, mergeCi } from '../health-contract.ts'
import { call } from '#web/api.ts'
import { useCatalogue } from './parts.tsx'

/** Figures of the data's health; each leads to the list that it counts. */
export function HealthPage() {
  const { t } = useTranslation('ci')
  const health = useCall(getHealth, {})
  if (health.error) return <ErrorState error={health.error} retry={() => void health.refetch()} />
  if (!health.data) return <PageSkeleton />
  const { most } = health.data
  const number = (n: number) => (n >= most ? `${most}+` : String(n))
  return (
    <div className="zy-page">
      <PageHeader title={t('ui.page.health')} sub={t('ui.healthHelp')} />
      <div className="zy-ci-figures">
        <Link to={'/ci-proposals' as never}>
          <strong className="zy-num">{number(health.data.proposals)}</strong>
          {t('ui.page.proposals')}
          <small> {t('ui.healthWhat.proposals')}</small>
        </Link>
        {healthFigures.map((figure) => (
          <Link key={figure} to={'/cis' as never} search={{ health: figure } as never}>
            <strong className="zy-num">{number(health.data[figure])}</strong>
            {t(`ui.health.${figure}`)}
            <small> {t(`ui.healthWhat.${figure}`)}</small>
          </Link>
        ))}
      </div>
      <Duplicates />
    </div>
  )
}

function Duplicates() {
  const { t } = useTranslation('ci')
  const can = useCan()
  const catalogue = useCatalogue()
  const found = useCall(listDuplicates, {})
  const merge = useMove(mergeCi, { done: t('ui.merge.done') })
  if (found.error) return <ErrorState error={found.error} retry={() => void found.refetch()} small />
  const items = found.data?.items ?? []
  if (items.length === 0) return null
  const into = async (id: string, intoId: string) => {
    const { version } = await call(getCi, { id }, {})
    merge.mutate({ id, version, intoId })
  }
  return (
    <Panel title={t('ui.health.duplicate')}>
      <ul className="zy-ci-list">
        {items.map((one) => {
          const [first, ...others] = one.cis
          return (
            <li key={`${one.field} ${one.value} ${one.classId}`}>
              <div className="zy-ci-grow">
                <small>
                  {catalogue.className(one.classId)} · {catalogue.fieldName(one.classId, one.field)}{' '}
                  {one.value}
                </small>
                <div>
                  {one.cis.map((ci) => (
                    <div key={ci.id}>
                      <Link to={`/cis/${ci.id}` as never}>{ci.name}</Link> <small>{ci.code}</small>
                    </div>
                  ))}
                </div>
              </div>
              {can('ci.manage') && first
                ? others.map((other) => (
                    <Button
                      key={other.id}
                      size="small"
                      loading={merge.isPending}
                      onClick={() => void into(other.id, first.id)}
                    >
                      {t('ui.merge.into', { from: other.code, into: first.code })}
                    </Button>
                  ))
                : null}
            </li>
          )
        })}
      </ul>
    </Panel>
  )
}
