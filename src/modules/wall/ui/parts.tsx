import {
  CheckCircleFilled,
  CloseCircleFilled,
  EyeInvisibleOutlined,
  QuestionCircleFilled,
  WarningFilled,
} from '@ant-design/icons'
import type { TFunction } from 'i18next'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { pageAt } from '../lifecycle.ts'

/** Shape and word beside the colour: nobody has to tell red from green. */
const marks = {
  down: <CloseCircleFilled />,
  degraded: <WarningFilled />,
  unwatched: <EyeInvisibleOutlined />,
  ok: <CheckCircleFilled />,
  normal: <CheckCircleFilled />,
  abnormal: <CloseCircleFilled />,
  unknown: <QuestionCircleFilled />,
}

export function Mark({ of, word }: { of: keyof typeof marks; word: string }) {
  return (
    <span className={`wall-mark wall-is-${of}`}>
      {marks[of]} {word}
    </span>
  )
}

interface PanelProps<T> {
  area: string
  title: string
  /** null: the caller may not see them */
  rows: readonly T[] | null
  /** rows of a page */
  size: number
  turn: number
  empty: ReactNode
  children: (row: T) => ReactNode
}

/** A list that turns its pages instead of scrolling. Its place and size stay whatever it has. */
export function Panel<T>({ area, title, rows, size, turn, empty, children }: PanelProps<T>) {
  const { t } = useTranslation('wall')
  const { rows: shown, page, pages } = pageAt(rows ?? [], size, turn)
  return (
    <section className={`wall-panel wall-${area}`} aria-label={title}>
      <h2>
        {title}
        {rows && rows.length > 0 ? <b>{rows.length}</b> : null}
        {pages > 1 ? (
          <small aria-label={t('screen.page', { page: page + 1, pages })}>
            {page + 1}/{pages}
          </small>
        ) : null}
      </h2>
      {shown.length > 0 ? (
        <ul className="wall-rows">{shown.map(children)}</ul>
      ) : (
        <div className="wall-empty">{rows === null ? t('screen.notYours') : empty}</div>
      )}
    </section>
  )
}

/** `2 d 3 h`, `3 h 12 min`, `5 min`: the two largest parts of a stretch of time. */
export function lengthOf(t: TFunction<'wall'>, ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000))
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60]
  if (days > 0) return `${t('screen.days', { n: days })} ${t('screen.hours', { n: hours })}`
  if (hours > 0) return `${t('screen.hours', { n: hours })} ${t('screen.minutes', { n: rest })}`
  return t('screen.minutes', { n: rest })
}
