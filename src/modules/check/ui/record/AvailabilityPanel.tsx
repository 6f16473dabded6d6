import { useTranslation } from 'react-i18next'
import type { EndpointDef } from '#kernel/http/endpoint.ts'
import { useCall } from '#web/hooks.ts'
import { Bars } from '#web/kit/Loading.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { EmptyState, ErrorState } from '#web/kit/states.tsx'
import { useNow } from '#web/kit/useNow.ts'
import { unitZone } from '#web/kit/zone.ts'
import { getAvailability, serviceAvailability, type AvailabilityView } from '../../history-contract.ts'
import { percent } from '../parts.tsx'

/** The first moment of the month that lies `back` months before this one, in the unit's zone. */
export function monthStart(now: number, back: number): string {
  const [year = 0, month = 1] = new Intl.DateTimeFormat('en-CA', {
    timeZone: unitZone(),
    year: 'numeric',
    month: '2-digit',
  })
    .format(now)
    .split('-')
    .map(Number)
  const first = new Date(Date.UTC(year, month - 1 - back, 1))
  // the zone's offset at that moment, found by asking what time it is there
  const shown = new Date(first.toLocaleString('sv-SE', { timeZone: unitZone() }).replace(' ', 'T') + 'Z')
  return new Date(first.getTime() - (shown.getTime() - first.getTime())).toISOString()
}

/** The last twelve months and the present one, up to this hour. */
export function useYear(): { from: string; to: string } {
  const now = useNow()
  const hour = 3_600_000
  return { from: monthStart(now, 11), to: new Date(Math.ceil(now / hour) * hour).toISOString() }
}

/** Availability of a check per month and in all, and how it came about. */
export function AvailabilityPanel({ id, calendar }: { id: string; calendar: string | null }) {
  return <Availability endpoint={getAvailability} id={id} calendar={calendar} />
}

/** The same of an information system: it is down while one of its checks is. */
export function ServiceAvailabilityPanel({ id }: { id: string }) {
  return <Availability endpoint={serviceAvailability} id={id} calendar={null} ofService />
}

function Availability(props: {
  endpoint: EndpointDef
  id: string
  calendar: string | null
  ofService?: boolean
}) {
  const { t } = useTranslation('check')
  const span = useYear()
  const found = useCall(props.endpoint, { id: props.id, ...span } as never, {
    keepPrevious: true,
    staleTime: 60_000,
  })
  const data = found.data as AvailabilityView | undefined
  return (
    <Panel title={t('screen.availability.title')}>
      {found.error ? (
        <ErrorState error={found.error} retry={() => void found.refetch()} small />
      ) : !data ? (
        <Bars rows={4} />
      ) : data.upSeconds + data.downSeconds === 0 ? (
        <EmptyState title={t('screen.availability.none')} small />
      ) : (
        <>
          <Months data={data} />
          <Explained data={data} calendar={props.calendar} ofService={props.ofService ?? false} />
        </>
      )}
    </Panel>
  )
}

function useHours(): (seconds: number) => string {
  const { t } = useTranslation('check')
  return (seconds) => {
    const hours = seconds / 3600
    if (seconds === 0) return '0'
    if (seconds < 60) return t('screen.seconds', { n: Math.round(seconds) })
    if (hours < 1) return t('screen.availability.minutes', { n: (seconds / 60).toFixed(1) })
    return t('screen.availability.hours', { n: hours < 100 ? hours.toFixed(2) : hours.toFixed(1) })
  }
}

function Months({ data }: { data: AvailabilityView }) {
  const { t } = useTranslation('check')
  const hours = useHours()
  const months = data.months.filter((one) => one.upSeconds + one.downSeconds > 0)
  return (
    <div className="zy-table-holder">
      <table className="zy-table" aria-label={t('screen.availability.title')}>
        <thead>
          <tr>
            {['month', 'ratio', 'up', 'down', 'other', 'service'].map((key) => (
              <th
                key={key}
                scope="col"
                className={key === 'other' || key === 'service' ? 'zy-wide' : undefined}
              >
                {t(`screen.availability.${key}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...months].reverse().map((one) => (
            <tr key={one.month}>
              <td className="zy-num">{one.month}</td>
              <td className="zy-num">
                <b>{percent(one.ratio)}</b>
              </td>
              <td className="zy-num">{hours(one.upSeconds)}</td>
              <td className="zy-num">{hours(one.downSeconds)}</td>
              <td className="zy-num zy-wide">{hours(one.otherSeconds)}</td>
              <td className="zy-num zy-wide">{hours(one.serviceSeconds)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** How the figure came about, with its own numbers: nobody has to believe a percentage. */
function Explained(props: { data: AvailabilityView; calendar: string | null; ofService: boolean }) {
  const { t } = useTranslation('check')
  const { data, calendar, ofService } = props
  const hours = useHours()
  const parts = { up: hours(data.upSeconds), down: hours(data.downSeconds), ratio: percent(data.ratio) }
  return (
    <p className="zy-check-dim zy-check-below">
      {t('screen.availability.formula', parts)} {t('screen.availability.outages', { n: data.outages })}{' '}
      {calendar ? t('screen.availability.within', { calendar }) : t('screen.availability.always')}{' '}
      {t('screen.availability.neither')} {ofService ? t('screen.availability.ofService') : ''}
    </p>
  )
}
