import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useCall } from '#web/hooks.ts'
import { RecordNumber } from '#web/kit/RecordNumber.tsx'
import { comma } from '#web/kit/marks.ts'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { EmptyState, ErrorState } from '#web/kit/states.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { findPoint } from '../round-contract.ts'
import { Progress, StateTag } from './parts.tsx'
import './round.css'

/** What a label at a place leads to: the rounds to go here. */
export function PointPage() {
  const { t } = useTranslation('round')
  const { code = '' } = useParams({ strict: false }) as { code?: string }
  const { data, error, refetch } = useCall(findPoint, { code })
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <PageSkeleton />
  return (
    <div className="zy-page">
      <PageHeader
        title={data.items[0]?.place ?? code}
        sub={data.items.map((one) => one.name).join(comma())}
        breadcrumb={[{ label: t('page.list'), to: '/rounds' }, { label: code }]}
      />
      {data.rounds.length === 0 ? <EmptyState title={t('page.nothingHere')} /> : null}
      {data.rounds.map((one) => (
        <Panel
          key={one.id}
          title={
            <Link to="/rounds/$id" params={{ id: one.id }}>
              {one.plan.name}
            </Link>
          }
          actions={<StateTag round={one} />}
        >
          <div className="zy-rnd-read">
            <RecordNumber>{one.number}</RecordNumber>
            <span>
              {t('field.dueBy')} <TimeText at={one.dueBy} />
            </span>
            <Progress {...one} />
          </div>
        </Panel>
      ))}
    </div>
  )
}
