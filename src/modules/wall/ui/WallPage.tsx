import {
  FullscreenExitOutlined,
  FullscreenOutlined,
  PauseOutlined,
  CaretRightOutlined,
  RollbackOutlined,
  WarningFilled,
} from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toWall } from '#web/kit/zone.ts'
import { ErrorState } from '#web/kit/states.tsx'
import { useAbout } from '#web/session.tsx'
import { Duty, Environment, Figures, Majors, Services } from './panels.tsx'
import { Trend } from './Trend.tsx'
import { useFullScreen, useSeconds, useTurn, useUnit, useWall, type Wall } from './use-wall.ts'
import './wall.css'

/** Older than this, and the wall says so. */
const oldAfter = 60_000

/** The wall screen 运行大屏: one screen, nothing to scroll, everything measured by the size of the screen. */
export function WallPage() {
  const { t } = useTranslation('wall')
  const { wall, error, answeredAt } = useWall()
  const [held, setHeld] = useState(false)
  const [turn, unit, tick] = [useTurn(held), useUnit(), useSeconds()]
  // the clock of whatever hangs on the wall may be wrong: the server's counts
  const now = wall ? Date.parse(wall.asOf) + Math.max(0, tick - answeredAt) : tick
  return (
    <div className="wall" style={{ fontSize: unit }}>
      <Head now={now} age={wall ? tick - answeredAt : 0} held={held} hold={() => setHeld(!held)} />
      {wall ? (
        <Body wall={wall} turn={turn} unit={unit} now={now} />
      ) : error ? (
        <ErrorState error={error} />
      ) : (
        <p className="wall-empty">{t('screen.loading')}</p>
      )}
    </div>
  )
}

interface BodyProps {
  wall: Wall
  turn: number
  unit: number
  now: number
}

function Body({ wall, turn, unit, now }: BodyProps) {
  return (
    <main className="wall-body" id="zy-main">
      <Figures wall={wall} />
      <Services wall={wall} turn={turn} />
      <Majors wall={wall} turn={turn} now={now} />
      <Environment wall={wall} turn={turn} />
      <Trend hours={wall.hours} unit={unit} />
      <Duty wall={wall} turn={turn} />
    </main>
  )
}

function Head({ now, age, held, hold }: { now: number; age: number; held: boolean; hold: () => void }) {
  const { t, i18n } = useTranslation('wall')
  const about = useAbout()
  const navigate = useNavigate()
  const full = useFullScreen()
  const wall = toWall(new Date(now).toISOString())!
  const weekday = new Intl.DateTimeFormat(i18n.language, { weekday: 'long', timeZone: 'UTC' }).format(
    Date.parse(`${wall.format('YYYY-MM-DD')}T00:00:00Z`),
  )
  return (
    <header className="wall-head">
      <h1>
        {t('page')} <small>{about?.unitName}</small>
      </h1>
      <p className="wall-old" role="status">
        {age > oldAfter ? (
          <>
            <WarningFilled /> {t('screen.old', { n: Math.floor(age / 60_000) })}
          </>
        ) : null}
      </p>
      <span className="wall-tools">
        <Tool label={t(held ? 'screen.turn' : 'screen.hold')} act={hold} pressed={held}>
          {held ? <CaretRightOutlined /> : <PauseOutlined />}
        </Tool>
        {full.can ? (
          <Tool label={t(full.is ? 'screen.window' : 'screen.full')} act={full.toggle}>
            {full.is ? <FullscreenExitOutlined /> : <FullscreenOutlined />}
          </Tool>
        ) : null}
        <Tool label={t('screen.leave')} act={() => void navigate({ to: '/' })}>
          <RollbackOutlined />
        </Tool>
      </span>
      <time className="wall-clock" dateTime={wall.format()}>
        <span>
          {wall.format('YYYY-MM-DD')} {weekday}
        </span>
        <b>{wall.format('HH:mm:ss')}</b>
      </time>
    </header>
  )
}

interface ToolProps {
  label: string
  act: () => void
  pressed?: boolean
  children: React.ReactNode
}

function Tool({ label, act, pressed, children }: ToolProps) {
  return (
    <button type="button" title={label} aria-label={label} aria-pressed={pressed} onClick={act}>
      {children}
    </button>
  )
}
