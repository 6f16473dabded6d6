import { useTranslation } from 'react-i18next'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { BreachesFigure } from './BreachesFigure.tsx'
import { DashboardFilters } from './Filters.tsx'
import { GroupsFigure } from './GroupsFigure.tsx'
import { LoadFigure } from './LoadFigure.tsx'
import { OrgsFigure, ServicesFigure } from './RankingFigure.tsx'
import { RequestSatisfactionFigure, SatisfactionFigure } from './SatisfactionFigure.tsx'
import { TimelinessFigure } from './TimelinessFigure.tsx'
import './dashboard.css'

/** Eight figures; each number, bar and column leads to the tickets behind it. */
export function DashboardPage() {
  const { t } = useTranslation('dashboard')
  return (
    <div className="zy-page">
      <PageHeader title={t('page.title')} sub={t('sub')} />
      <DashboardFilters />
      <div className="zy-figs">
        <LoadFigure />
        <BreachesFigure />
        <TimelinessFigure />
        <SatisfactionFigure />
        <ServicesFigure />
        <OrgsFigure />
        <GroupsFigure />
        <RequestSatisfactionFigure />
      </div>
    </div>
  )
}
