import { PhoneFilled, TeamOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { toWall } from '#web/kit/zone.ts'
import { lengthOf, Mark, Panel } from './parts.tsx'
import type { Wall } from './use-wall.ts'

interface Shown {
  wall: Wall
  turn: number
}

const clockOf = (at: string, how = 'HH:mm'): string => toWall(at)!.format(how)

/** Today's load and what is open now, in large figures. */
export function Figures({ wall }: { wall: Wall }) {
  const { t } = useTranslation('wall')
  const { load, alerts } = wall
  const figures: [string, number | undefined, (string | undefined)?][] = [
    [t('screen.filed'), load?.filed],
    [t('screen.resolved'), load?.resolved, 'ok'],
    ...[1, 2, 3, 4].map((n): [string, number | undefined, string | undefined] => [
      t('screen.open', { n }),
      load?.open[n - 1],
      n === 1 ? 'down' : n === 2 ? 'degraded' : undefined,
    ]),
    [t('screen.overdue'), load?.overdue, 'down'],
    [t('screen.critical'), alerts?.critical, 'down'],
    [t('screen.warning'), alerts?.warning, 'degraded'],
  ]
  return (
    <dl className="wall-figures">
      {figures.map(([label, value, tone]) => (
        <div key={label} className={value && tone ? `wall-tone wall-is-${tone}` : undefined}>
          <dt>{label}</dt>
          <dd>{value ?? '—'}</dd>
        </div>
      ))}
    </dl>
  )
}

export function Services({ wall, turn }: Shown) {
  const { t } = useTranslation('wall')
  return (
    <Panel
      area="services"
      title={t('screen.services')}
      rows={wall.services}
      size={10}
      turn={turn}
      empty={t('screen.noServices')}
    >
      {(one) => (
        <li key={one.id ?? ''} className={`wall-service wall-edge-${one.health}`}>
          <b className="wall-name">{one.name || t('screen.unassigned')}</b>
          <Mark of={one.health} word={t(`screen.health.${one.health}`)} />
          {/* what is wrong first: the end of the line may have no room */}
          <span className="wall-facts">
            {one.alerts && one.alerts.critical + one.alerts.warning > 0 ? (
              <span>{t('screen.alerts', { n: one.alerts.critical + one.alerts.warning })}</span>
            ) : null}
            {one.faults && one.faults.open > 0 ? (
              <span>{t('screen.faults', { n: one.faults.open })}</span>
            ) : null}
            <span>
              {one.checks === 0
                ? t('screen.noChecks')
                : one.bad > 0
                  ? t('screen.checks', { bad: one.bad, n: one.checks })
                  : t('screen.checksWell', { n: one.checks })}
            </span>
          </span>
          <span className="wall-ratio" title={t('screen.month')}>
            {one.ratio === null ? '—' : `${percentOf(one.ratio)}%`}
          </span>
        </li>
      )}
    </Panel>
  )
}

/** Rounded down: 99.999 is not all of the month. */
const percentOf = (ratio: number): string => (Math.floor(ratio * 100_00) / 100).toFixed(2)

export function Majors({ wall, turn, now }: Shown & { now: number }) {
  const { t } = useTranslation('wall')
  const empty = (
    <span className="wall-calm">
      <Mark of="ok" word={t('screen.noMajors')} />
    </span>
  )
  return (
    <Panel area="majors" title={t('screen.majors')} rows={wall.majors} size={3} turn={turn} empty={empty}>
      {(one) => (
        <li key={one.id} className="wall-major wall-edge-down">
          <b className="wall-name">{one.service ?? one.title}</b>
          <span className="wall-lasting">
            {t('screen.lasting', { time: lengthOf(t, now - Date.parse(one.occurredAt)) })}
          </span>
          <span className="wall-what">{one.title}</span>
          <span className="wall-facts">
            <span>{t(`incident:state.${one.state}`)}</span>
            <span>
              <TeamOutlined />{' '}
              {one.onBridge > 0
                ? t('screen.bridge.on', { n: one.onBridge })
                : t(one.startedAt ? 'screen.bridge.empty' : 'screen.bridge.none')}
            </span>
            {one.leader ? <span>{t('screen.leader', { name: one.leader })}</span> : null}
            {one.updateDueAt ? (
              <span className={Date.parse(one.updateDueAt) < now ? 'wall-is-down' : undefined}>
                {Date.parse(one.updateDueAt) < now
                  ? t('screen.updateLate')
                  : t('screen.updateDue', { time: clockOf(one.updateDueAt) })}
              </span>
            ) : null}
          </span>
        </li>
      )}
    </Panel>
  )
}

type Team = NonNullable<Wall['duty']>[number]

export function Duty({ wall, turn }: Shown) {
  const { t } = useTranslation('wall')
  return (
    <Panel
      area="duty"
      title={t('screen.duty')}
      rows={wall.duty}
      size={2}
      turn={turn}
      empty={t('screen.noDuty')}
    >
      {(team) => (
        <li key={team.id} className="wall-team">
          <p className="wall-team-head">
            <b className="wall-name">{team.name}</b>
            {team.now ? (
              <small>
                {t('screen.now')} {clockOf(team.now.from)}–{clockOf(team.now.to)}
              </small>
            ) : null}
            {team.phone ? <Phone number={team.phone} /> : null}
          </p>
          <Shift team={team} which="now" />
          <Shift team={team} which="next" />
        </li>
      )}
    </Panel>
  )
}

/** Leading cadre, then those on duty; deputies are called by them. */
function Shift({ team, which }: { team: Team; which: 'now' | 'next' }) {
  const { t } = useTranslation('wall')
  const shift = team[which]
  if (!shift && which === 'next') return null
  const people = (shift?.people ?? []).filter((one) => one.role !== 'deputy').slice(0, 3)
  return (
    <p className={`wall-shift wall-shift-${which}`}>
      {which === 'next' && shift ? (
        <small>
          {t('screen.next')} {clockOf(shift.from, 'MM-DD HH:mm')}–{clockOf(shift.to)}
        </small>
      ) : null}
      {!shift ? (
        <span className={team.fullCover ? 'wall-is-down' : undefined}>
          {t(team.fullCover ? 'screen.nobody' : 'screen.off')}
        </span>
      ) : people.length === 0 ? (
        <span className="wall-is-down">{t('screen.unstaffed')}</span>
      ) : (
        people.map((one) => (
          <span key={one.id} className="wall-person">
            <b>{one.name}</b>
            {one.role === 'leader' ? <i>{t('screen.leads')}</i> : null}
            {one.phone && which === 'now' ? <Phone number={one.phone} /> : null}
          </span>
        ))
      )}
    </p>
  )
}

const Phone = ({ number }: { number: string }) => (
  <span className="wall-phone">
    <PhoneFilled aria-hidden /> {number}
  </span>
)

export function Environment({ wall, turn }: Shown) {
  const { t } = useTranslation('wall')
  return (
    <Panel
      area="environment"
      title={t('screen.environment')}
      rows={wall.environment}
      size={9}
      turn={turn}
      empty={t('screen.noEnvironment')}
    >
      {(one) => (
        <li key={one.id} className={`wall-reading wall-edge-${one.state}`}>
          <span className="wall-name">
            {one.name}
            <small>
              {[one.place, t(`screen.from.${one.from}`), one.at ? clockOf(one.at) : null]
                .filter(Boolean)
                .join(' · ')}
            </small>
          </span>
          <b className="wall-value">
            {one.yesNo ? t(`screen.yesNo.${one.value as 'yes'}`) : one.value}
            {one.unit ? <i>{one.unit}</i> : null}
          </b>
          <Mark of={one.state} word={t(`screen.state.${one.state}`)} />
        </li>
      )}
    </Panel>
  )
}
