import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { FactList } from '../kit/FactList.tsx'
import { Bars } from '../kit/Loading.tsx'
import { PageHeader } from '../kit/PageHeader.tsx'
import { ErrorState } from '../kit/states.tsx'
import { aboutQuery } from '../session.tsx'
import { Mark } from '../shell/Mark.tsx'

/** What this installation is: unit, version, licence, where the API is described. */
export function AboutPage() {
  const { t } = useTranslation('web')
  const { data, error, refetch } = useQuery(aboutQuery)
  return (
    <div className="zy-page zy-page-narrow">
      <PageHeader title={t('about.title')} />
      <div className="zy-panel zy-pad">
        <p className="zy-about">
          <Mark size={40} />
          <span>{t('about.text')}</span>
        </p>
        {error ? <ErrorState error={error} retry={() => void refetch()} small /> : null}
        {data ? (
          <FactList
            facts={[
              { label: t('about.unit'), value: data.unitName },
              { label: t('about.product'), value: t('productFull') },
              { label: t('about.version'), value: data.version },
              { label: t('about.demo'), value: t(data.demo ? 'about.demoYes' : 'about.demoNo') },
              { label: t('about.licence'), value: 'Apache-2.0' },
              { label: t('about.api'), value: <a href="/docs/api">/docs/api</a> },
            ]}
          />
        ) : (
          <Bars />
        )}
      </div>
    </div>
  )
}
