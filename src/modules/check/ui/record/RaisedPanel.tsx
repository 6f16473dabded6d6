import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { listAlerts } from '#modules/alert/contract.ts'
import { useCall } from '#web/hooks.ts'
import { Panel } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { StatusTag } from '#web/kit/tags.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { useCan } from '#web/session.tsx'
import type { CheckView } from '../../contract.ts'

/** Alerts that the check has raised, with the incidents they came to. */
export function RaisedPanel({ check }: { check: CheckView }) {
  const { t } = useTranslation('check')
  const can = useCan()
  // every alert of a check bears its id as a label
  const found = useCall(listAlerts, { q: check.id, limit: 10 }, { enabled: can('alert.read') })
  if (!can('alert.read')) return null
  if (found.error) return <ErrorState error={found.error} retry={() => void found.refetch()} small />
  const items = (found.data?.items ?? []).filter((one) => one.labels['check_id'] === check.id)
  return (
    <Panel title={t('screen.raised.title')}>
      {items.length === 0 ? <p className="zy-check-dim">{t('screen.raised.none')}</p> : null}
      <ul className="zy-check-plain">
        {items.map((one) => (
          <li key={one.id}>
            <StatusTag state={one.status} label={t(`screen.raised.${one.status}`)} />
            {one.incident ? (
              <Link to="/incidents/$id" params={{ id: one.incident.id }} title={one.incident.title}>
                {one.incident.number}
              </Link>
            ) : (
              <Link to={'/alerts' as never} search={{ q: check.id } as never}>
                {one.name}
              </Link>
            )}
            <TimeText at={one.startsAt} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}
