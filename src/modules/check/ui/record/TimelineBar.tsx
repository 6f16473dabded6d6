import { useTranslation } from 'react-i18next'
import { useCall } from '#web/hooks.ts'
import { durationText } from '#web/kit/Duration.tsx'
import { Bars } from '#web/kit/Loading.tsx'
import { colon, comma } from '#web/kit/marks.ts'
import { ErrorState } from '#web/kit/states.tsx'
import { absoluteTime, TimeText } from '#web/kit/TimeText.tsx'
import { getTimeline } from '../../history-contract.ts'
import type { CheckState } from '../../words.ts'
import { bySeverity } from '../parts.tsx'

/** The states of a span as one bar; below it how long each lasted. */
export function TimelineBar(props: { id: string; from: string; to: string; born: string }) {
  const { id, from, to, born } = props
  const { t } = useTranslation(['check', 'web'])
  const found = useCall(getTimeline, { id, from, to }, { keepPrevious: true })
  if (found.error) return <ErrorState error={found.error} retry={() => void found.refetch()} small />
  if (!found.data) return <Bars rows={1} />
  // before the check was made there is nothing
  const spans = found.data.spans
    .filter((one) => one.to > born)
    .map((one) => {
      const begin = one.from > born ? one.from : born
      return { ...one, from: begin, ms: Math.max(0, Date.parse(one.to) - Date.parse(begin)) }
    })
  const totals = new Map<CheckState, number>()
  for (const one of spans) totals.set(one.state, (totals.get(one.state) ?? 0) + one.ms)
  const lengths = bySeverity
    .filter((state) => totals.has(state))
    .map((state) => ({ state, text: durationText(t, Math.round((totals.get(state) ?? 0) / 1000)) }))
  const said = lengths.map(({ state, text }) => `${t(`check:state.${state}`)} ${text}`).join(comma())
  const whole = Date.parse(to) - Date.parse(from)
  const before = spans[0] ? Math.max(0, Date.parse(spans[0].from) - Date.parse(from)) : whole
  return (
    <div>
      <div
        className="zy-check-bar"
        role="img"
        aria-label={`${t('check:screen.history.states')}${colon()}${said}`}
      >
        <span style={{ flexGrow: before, flexBasis: 0, minWidth: 0 }} />
        {spans.map((one) => (
          <span
            key={one.from}
            className={`zy-check-is-${one.state}`}
            style={{ flexGrow: one.ms, flexBasis: 0 }}
            title={`${t(`check:state.${one.state}`)} · ${absoluteTime(one.from, { seconds: true })} – ${absoluteTime(one.to, { seconds: true })}`}
          />
        ))}
        <span
          style={{
            flexGrow: Math.max(0, Date.parse(to) - Date.parse(spans.at(-1)?.to ?? to)),
            flexBasis: 0,
            minWidth: 0,
          }}
        />
      </div>
      <div className="zy-check-bar-ends">
        <TimeText at={from} />
        <span className="zy-check-legend">
          {lengths.map(({ state, text }) => (
            <span key={state}>
              <i className={`zy-check-is-${state}`} aria-hidden="true" />
              {t(`check:state.${state}`)} {text}
            </span>
          ))}
        </span>
        <TimeText at={to} />
      </div>
    </div>
  )
}
