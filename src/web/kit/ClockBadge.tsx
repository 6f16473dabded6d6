import {
  CheckOutlined,
  ClockCircleOutlined,
  ExclamationCircleFilled,
  PauseOutlined,
  StopOutlined,
  WarningFilled,
} from '@ant-design/icons'
import { Tooltip } from 'antd'
import type { TFunction } from 'i18next'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { durationText } from './Duration.tsx'
import { absoluteTime } from './TimeText.tsx'
import type { Hue } from './tags.tsx'
import { useNow } from './useNow.ts'

export interface ClockBadgeProps {
  state: 'running' | 'paused' | 'met' | 'breached' | 'cancelled'
  dueAt?: string | null
  /** Working time left when the record was read; negative when over. Without it, wall-clock time to `dueAt` counts. */
  remainingSeconds?: number | null
  /** Length of the target in working seconds: less than a quarter left is a warning (without it: less than 30 min). */
  totalSeconds?: number | null
  /** What is measured: 响应, 恢复. */
  metric?: string
  /** The clock in words, shown on hover and focus. */
  explanation?: string | null
}

interface Look {
  hue: Hue
  icon: ReactNode
  text: string
}

/** Time left in working time, calm → warning → breached, each with its icon and word. */
export function ClockBadge(props: ClockBadgeProps) {
  const { t } = useTranslation('web')
  const now = useNow()
  const look = lookOf(props, now, t)
  const due = props.dueAt ? t('clock.due', { at: absoluteTime(props.dueAt, { shortYear: true }) }) : ''
  const more = (
    <span className="zy-prewrap">
      {[props.metric, due].filter(Boolean).join(' · ')}
      {props.explanation ? `\n${props.explanation}` : ''}
    </span>
  )
  return (
    <Tooltip title={more} styles={{ root: { maxWidth: 420 } }}>
      <span className={`zy-tag zy-clock zy-tag-${look.hue}`} tabIndex={0}>
        <span aria-hidden="true">{look.icon}</span>
        {props.metric ? <span className="zy-clock-metric">{props.metric}</span> : null}
        <span className="zy-num">{look.text}</span>
      </span>
    </Tooltip>
  )
}

function lookOf(props: ClockBadgeProps, now: number, t: TFunction): Look {
  const left = props.remainingSeconds ?? (props.dueAt ? (Date.parse(props.dueAt) - now) / 1000 : null)
  if (props.state === 'met') return { hue: 'green', icon: <CheckOutlined />, text: t('web:clock.met') }
  if (props.state === 'cancelled')
    return { hue: 'grey', icon: <StopOutlined />, text: t('web:clock.cancelled') }
  if (props.state === 'paused') return { hue: 'grey', icon: <PauseOutlined />, text: t('web:clock.paused') }
  if (props.state === 'breached' || (left !== null && left < 0)) {
    const text =
      left !== null && left < 0
        ? t('web:clock.over', { time: durationText(t, left) })
        : t('web:clock.breached')
    return { hue: 'red', icon: <ExclamationCircleFilled />, text }
  }
  if (left === null) return { hue: 'blue', icon: <ClockCircleOutlined />, text: t('web:clock.calm') }
  const text = t('web:clock.left', { time: durationText(t, left) })
  const near = left < (props.totalSeconds ? props.totalSeconds / 4 : 1_800)
  return near
    ? { hue: 'amber', icon: <WarningFilled />, text }
    : { hue: 'grey', icon: <ClockCircleOutlined />, text }
}
