import { Button } from 'antd'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { useInfiniteList } from '#web/hooks.ts'
import { colon, comma } from '#web/kit/marks.ts'
import { FactList } from '#web/kit/FactList.tsx'
import { Bars } from '#web/kit/Loading.tsx'
import { PlainText } from '#web/kit/PlainText.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { LoadMore } from '#web/kit/LoadMore.tsx'
import { alertEvents } from '../console-contract.ts'
import { moveIcons, type Move } from './moves.tsx'
import { IncidentLink, LabelTags, SeverityTag, StateTag, type Alert } from './parts.tsx'

interface Props {
  alert: Alert | undefined
  error: unknown
  /** null: may not */
  begin: ((move: Move) => void) | null
}

/** Everything of one alert: what it is, why it did or did not open an incident, what happened, what can be done. */
export function AlertPreview({ alert, error, begin }: Props) {
  const { t } = useTranslation('alert')
  if (!alert) return error ? <ErrorState error={error} /> : <Bars rows={8} />
  return (
    <article className="zy-al-preview">
      <h2 dir="auto">{alert.name}</h2>
      <div className="zy-al-tags">
        <SeverityTag severity={alert.severity} />
        <StateTag state={alert.state} />
      </div>
      {begin ? <Buttons alert={alert} begin={begin} /> : null}
      {alert.decision ? (
        <p className="zy-al-why">
          <b>{t('screen.why')}</b> {whyText(alert, t)}
        </p>
      ) : null}
      <Facts alert={alert} />
      <Events id={alert.id} />
    </article>
  )
}

function Buttons({ alert, begin }: { alert: Alert; begin: (move: Move) => void }) {
  const { t } = useTranslation('alert')
  const open = alert.state !== 'resolved'
  const offered: Move[] = [
    ...(open ? [alert.acked ? ('unacknowledge' as const) : ('acknowledge' as const), 'take' as const] : []),
    'assign',
    'comment',
    ...(open && !alert.incident ? ['incident' as const] : []),
    'link',
    ...(open ? (['silence', 'close'] as const) : []),
  ]
  return (
    <div className="zy-al-buttons">
      {offered.map((move) => (
        <Button key={move} size="small" icon={moveIcons[move]} onClick={() => begin(move)}>
          {t(`screen.move.${move}`)}
        </Button>
      ))}
    </div>
  )
}

/** The decision in one sentence: what, by which rule, because of what. */
function whyText({ decision }: Pick<Alert, 'decision'>, t: TFunction<'alert'>): string {
  if (!decision) return ''
  const { outcome, rule, by, behind, enriched } = decision
  const parts = [t(`screen.outcome.${outcome}`)]
  if (by) {
    const what = t(`screen.keeper.${by.entity}`, { defaultValue: by.entity })
    parts.push(by.name ? t('screen.by', { what, name: by.name }) : `(${what})`)
  }
  if (behind) parts.push(t('screen.behind', { name: behind.name }))
  if (rule) parts.push(t('screen.byRule', { name: rule.name, version: rule.version }))
  if (enriched) parts.push(t('screen.enriched', { names: enriched.map((one) => one.name).join(comma()) }))
  return parts.join(' ')
}

/** Annotations are text that a monitoring system wrote: shown, never executed. */
function Facts({ alert }: { alert: Alert }) {
  const { t } = useTranslation('alert')
  const { acked, closed } = alert
  return (
    <>
      <FactList
        facts={[
          { label: t('list.incident'), value: <IncidentLink incident={alert.incident} /> },
          { label: t('list.service'), value: alert.service?.name },
          { label: t('screen.ci'), value: alert.ci?.name, when: alert.ci !== null },
          { label: t('screen.owner'), value: alert.owner?.name },
          {
            label: t('screen.acked'),
            when: acked !== null,
            value: acked ? (
              <>
                {acked.by} {acked.until ? <TimeText at={acked.until} mode="full" /> : t('screen.ack.none')}
              </>
            ) : null,
          },
          {
            label: t('screen.answerBy'),
            when: alert.answerBy !== null,
            value: (
              <>
                <TimeText at={alert.answerBy} mode="full" /> · {t('screen.answerByHint')}
              </>
            ),
          },
          {
            label: t('screen.closed'),
            when: closed !== null,
            value: closed ? `${closed.by ?? ''} ${closed.reason}` : '',
          },
          { label: t('list.source'), value: alert.source },
          { label: t('drawer.starts'), value: <TimeText at={alert.startsAt} mode="full" /> },
          {
            label: t('drawer.ends'),
            value: <TimeText at={alert.endsAt} mode="full" />,
            when: alert.endsAt !== null,
          },
          { label: t('list.last'), value: <TimeText at={alert.lastAt} mode="full" /> },
          { label: t('list.count'), value: alert.count },
          {
            label: t('list.labels'),
            value: <LabelTags labels={{ ...alert.labels, ...alert.extra }} />,
            block: true,
          },
        ]}
      />
      {Object.keys(alert.annotations).length > 0 ? (
        <FactList
          title={t('drawer.annotations')}
          facts={Object.entries(alert.annotations).map(([label, text]) => ({
            label,
            value: <PlainText>{text}</PlainText>,
            block: true,
          }))}
        />
      ) : null}
    </>
  )
}

function Events({ id }: { id: string }) {
  const { t } = useTranslation('alert')
  const list = useInfiniteList(alertEvents, { id, limit: 50 })
  if (list.error && list.items.length === 0)
    return <ErrorState error={list.error} retry={() => void list.refetch()} small />
  if (list.items.length === 0) return null
  return (
    <section aria-label={t('screen.events')}>
      <h3>{t('screen.events')}</h3>
      <ul className="zy-al-events">
        {list.items.map((one) => (
          <li key={one.id}>
            <TimeText at={one.at} />
            <span dir="auto">
              {one.kind === 'assigned' && one.data['ownerId'] === null
                ? t('screen.event.unassigned')
                : t(`screen.event.${one.kind}`)}
              {one.kind === 'began' && typeof one.data['outcome'] === 'string'
                ? ` — ${whyText({ decision: one.data as Alert['decision'] }, t)}`
                : ''}
              {detailOf(one.data)}{' '}
              {['began', 'ended'].includes(one.kind) ? null : <small>{one.actorName}</small>}
            </span>
          </li>
        ))}
      </ul>
      <LoadMore list={list} type="text" size="small" />
    </section>
  )
}

/** The words of a person, an owner, an incident's number. */
function detailOf(data: Record<string, unknown>): string {
  const said = ['body', 'comment', 'reason', 'number', 'name'].map((key) => data[key])
  const text = said.find((one) => typeof one === 'string')
  return text ? `${colon()}${String(text)}` : ''
}
