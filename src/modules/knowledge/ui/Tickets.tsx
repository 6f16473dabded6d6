import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useCall } from '#web/hooks.ts'
import { RecordNumber } from '#web/kit/RecordNumber.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { ticketsOfArticle } from '../ticket-contract.ts'

/** The incidents that an article was linked to, as far as one may see them. */
export function Tickets({ id }: { id: string }) {
  const { t } = useTranslation('knowledge')
  const tickets = useCall(ticketsOfArticle, { id })
  if (tickets.error) return <ErrorState error={tickets.error} retry={() => void tickets.refetch()} small />
  const items = tickets.data?.items ?? []
  if (items.length === 0) return null
  return (
    <Panel title={t('ui.tickets')}>
      <ul className="zy-kn-list">
        {items.slice(0, 20).map((one) => (
          <li key={one.id}>
            <Link to="/incidents/$id" params={{ id: one.id }}>
              <RecordNumber>{one.number}</RecordNumber> {one.title}
            </Link>
            <small>{t(`ui.how.${one.how}`)}</small>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
