import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useCall } from '#web/hooks.ts'
import { Panel } from '#web/kit/RecordPage.tsx'
import { changesOfIncident } from '../parts-contract.ts'
import { ChangeState } from './parts.tsx'
import './change.css'

/** The changes of an incident; nothing at all where it has none. `id`: the incident's. */
export function ChangesOfIncident({ id }: { id: string }) {
  const { t } = useTranslation('change')
  const { data } = useCall(changesOfIncident, { id })
  if (!data || data.items.length === 0) return null
  return (
    <Panel title={t('ui.part.changesOfIncident')}>
      <ul className="chg-lines">
        {data.items.map((one) => (
          <li key={`${one.id} ${one.relation}`}>
            <Link to="/changes/$id" params={{ id: one.id }}>
              {one.number} {one.title}
            </Link>
            <small>{t(`relation.${one.relation}`)}</small>
            <ChangeState state={one.state} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}
