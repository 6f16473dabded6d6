import { useTranslation } from 'react-i18next'
import { useCall } from '#web/hooks.ts'
import { absoluteTime } from '#web/kit/TimeText.tsx'
import { getDutyNow } from '../contract.ts'
import { hoursOf, namesOf, People, Phone } from './parts.tsx'

/** Who is on duty now and next, a card a team; asked again every minute. */
export function NowStrip({ teamId }: { teamId?: string | undefined }) {
  const { t } = useTranslation('duty')
  const { data } = useCall(getDutyNow, {}, { refetchInterval: 60_000 })
  const items = (data?.items ?? []).filter((one) => !teamId || one.team.id === teamId)
  if (items.length === 0) return null
  return (
    <section className="duty-now" aria-label={t('screen.now')}>
      {items.map(({ team, phone, fullCover, now, next }) => (
        <article
          key={team.id}
          className={`zy-panel duty-now-card ${now ? '' : fullCover ? 'duty-now-none' : 'duty-now-off'}`}
        >
          <header>
            <strong>{team.name}</strong>
            <Phone number={phone} />
          </header>
          {now ? (
            <>
              <p className="duty-now-shift">
                {t('screen.now')} · {now.name} <span className="zy-num">{hoursOf(now)}</span>
              </p>
              <People shift={now} />
            </>
          ) : (
            <p className="duty-now-shift">{t(fullCover ? 'screen.nobody' : 'screen.offHours')}</p>
          )}
          {next ? (
            <p className="duty-next">
              {t('screen.next')} ·{' '}
              <span className="zy-num">{absoluteTime(next.from, { shortYear: true })}</span> {next.name}{' '}
              {namesOf(next, 'duty') || t('screen.unstaffed')}
            </p>
          ) : null}
        </article>
      ))}
    </section>
  )
}
