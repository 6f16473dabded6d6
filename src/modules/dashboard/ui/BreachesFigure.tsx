import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useCall } from '#web/hooks.ts'
import { RecordNumber } from '#web/kit/RecordNumber.tsx'
import { EmptyState } from '#web/kit/states.tsx'
import { PriorityTag } from '#web/kit/tags.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { dashboardBreaches } from '../contract.ts'
import { Figure, ToTickets } from './Figure.tsx'
import * as links from './links.ts'
import { useQuestion } from './question.ts'

/** What will be late if nobody does anything, nearest first. */
export function BreachesFigure() {
  const { t } = useTranslation('dashboard')
  const { question, chosen } = useQuestion()
  const query = useCall(dashboardBreaches, question, { keepPrevious: true, refetchInterval: 60_000 })
  return (
    <Figure title={t('breaches.title')} scope={t('allTypes')} query={query} area="breaches">
      {({ ahead, nearest }) =>
        ahead.every((one) => one.count === 0) ? (
          <EmptyState title={t('breaches.none')} hint={t('breaches.noneHint')} small />
        ) : (
          <>
            <div className="zy-fig-ahead">
              {ahead.map((one) => (
                <ToTickets
                  key={one.nearness}
                  to={links.dueBetween(chosen, one)}
                  className={`zy-fig-due zy-fig-due-${one.count ? one.nearness : 'none'}`}
                >
                  <b className="zy-num">{one.count}</b>
                  <span>{t(`breaches.${one.nearness}`)}</span>
                </ToTickets>
              ))}
            </div>
            {nearest.length > 0 ? (
              <>
                <h3 className="zy-fig-sub">{t('breaches.nearest')}</h3>
                <ul className="zy-fig-nearest">
                  {nearest.map((ticket) => (
                    <li key={ticket.id}>
                      <PriorityTag priority={ticket.priority} compact />
                      <Link to="/incidents/$id" params={{ id: ticket.id }} title={ticket.title}>
                        <RecordNumber>{ticket.number}</RecordNumber> {ticket.title}
                      </Link>
                      <TimeText at={ticket.dueAt} mode="relative" />
                    </li>
                  ))}
                </ul>
              </>
            ) : null}
          </>
        )
      }
    </Figure>
  )
}
