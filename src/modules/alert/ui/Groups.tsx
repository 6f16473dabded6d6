import { useTranslation } from 'react-i18next'
import { useCall } from '#web/hooks.ts'
import { Bars } from '#web/kit/Loading.tsx'
import { EmptyState, ErrorState } from '#web/kit/states.tsx'
import { Tag } from '#web/kit/Tag.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { useUrlState } from '#web/url.ts'
import { groupAlerts } from '../console-contract.ts'
import type { Grouping } from '../words.ts'
import type { queryOf } from './views.tsx'

const filterKey: Record<Grouping, string> = { service: 'serviceId', ci: 'ciId', name: 'name' }

/** How many alerts there are of each system, item or name; a click leads to them. */
export function Groups({ by, query }: { by: Grouping; query: ReturnType<typeof queryOf> }) {
  const { t } = useTranslation('alert')
  const [, setUrl] = useUrlState()
  const { data, error, refetch } = useCall(groupAlerts, { ...query, by }, { keepPrevious: true })
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <Bars rows={8} />
  if (data.items.length === 0) return <EmptyState title={t('screen.empty')} hint={t('screen.emptyHint')} />
  return (
    <ul className="zy-al-groups" aria-label={t(`screen.group.${by}`)}>
      {data.items.map((one) => (
        <li key={one.key ?? ''}>
          <button
            type="button"
            disabled={one.key === null}
            onClick={() => setUrl({ [filterKey[by]]: one.key ?? undefined, by: undefined }, { push: true })}
          >
            <strong dir="auto">{one.label ?? t('screen.group.other')}</strong>
            {one.critical > 0 ? (
              <Tag hue="red">
                {t('severity.critical')} {one.critical}
              </Tag>
            ) : null}
            <span className="zy-num">{one.count}</span>
            <TimeText at={one.latestAt} />
          </button>
        </li>
      ))}
    </ul>
  )
}
