import { RecordNumber } from '#web/kit/RecordNumber.tsx'
import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  ExclamationCircleOutlined,
  EyeInvisibleOutlined,
  FireOutlined,
  InfoCircleOutlined,
  LikeOutlined,
  MinusOutlined,
  QuestionCircleOutlined,
  StopOutlined,
  SwapOutlined,
  WarningOutlined,
} from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { Tag, type Hue } from '#web/kit/Tag.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import type { getAlert } from '../contract.ts'
import type { Severity, State, Status } from '../words.ts'
import './alert.css'

export type Alert = CallOutput<typeof getAlert>

const severityLooks: Record<Severity, { hue: Hue; icon: ReactNode }> = {
  critical: { hue: 'red', icon: <ExclamationCircleOutlined /> },
  warning: { hue: 'amber', icon: <WarningOutlined /> },
  unknown: { hue: 'amber', icon: <QuestionCircleOutlined /> },
  info: { hue: 'blue', icon: <InfoCircleOutlined /> },
  none: { hue: 'grey', icon: <MinusOutlined /> },
}

export function SeverityTag({ severity }: { severity: Severity }) {
  const { t } = useTranslation('alert')
  const { hue, icon } = severityLooks[severity]
  return (
    <Tag hue={hue} icon={icon} strong={severity === 'critical'}>
      {t(`severity.${severity}`)}
    </Tag>
  )
}

export function AlertStatus({ status }: { status: Status }) {
  const { t } = useTranslation('alert')
  const firing = status === 'firing'
  return (
    <Tag hue={firing ? 'red' : 'green'} icon={firing ? <FireOutlined /> : <CheckCircleOutlined />}>
      {t(`status.${status}`)}
    </Tag>
  )
}

/** An alert in one line of a list: how it stands, how bad it is, what it is, how often and when it last came. */
export function AlertLine({
  alert,
}: {
  alert: Pick<Alert, 'status' | 'severity' | 'name' | 'count' | 'lastAt'>
}) {
  return (
    <div className="zy-alerts-line">
      <AlertStatus status={alert.status} />
      <SeverityTag severity={alert.severity} />
      <strong dir="auto">{alert.name}</strong>
      {alert.count > 1 ? <small className="zy-num">×{alert.count}</small> : null}
      <TimeText at={alert.lastAt} />
    </div>
  )
}

const stateLooks: Record<State, { hue: Hue; icon: ReactNode }> = {
  firing: { hue: 'red', icon: <FireOutlined /> },
  acknowledged: { hue: 'blue', icon: <LikeOutlined /> },
  waiting: { hue: 'violet', icon: <ClockCircleOutlined /> },
  flapping: { hue: 'amber', icon: <SwapOutlined /> },
  suppressed: { hue: 'grey', icon: <StopOutlined /> },
  silenced: { hue: 'grey', icon: <EyeInvisibleOutlined /> },
  resolved: { hue: 'green', icon: <CheckCircleOutlined /> },
}

export function StateTag({ state }: { state: State }) {
  const { t } = useTranslation('alert')
  return <Tag {...stateLooks[state]}>{t(`state.${state}`)}</Tag>
}

/** Labels that only place an alert, and what is shown elsewhere. */
const hidden = new Set(['alertname', 'severity', 'service_id', 'ci_id', 'group_id', 'check_id'])

/** Labels in one line of text. */
export function LabelText({ labels }: { labels: Record<string, string> }) {
  const shown = Object.entries(labels).filter(([key]) => !hidden.has(key))
  return <>{shown.map(([key, value]) => `${key}=${value}`).join('  ')}</>
}

/** Labels as small tags; the name is shown elsewhere. `most`: so many, the rest as a number whose tooltip names them. */
export function LabelTags({ labels, most = Infinity }: { labels: Record<string, string>; most?: number }) {
  const all = Object.entries(labels)
    .filter(([key]) => key !== 'alertname' && key !== 'severity')
    .map(([key, value]) => `${key}=${value}`)
  const rest = all.slice(most)
  return (
    <span className="zy-labels">
      {all.slice(0, most).map((label) => (
        <span key={label} className="zy-label" title={label} dir="auto">
          {label}
        </span>
      ))}
      {rest.length > 0 ? (
        <span className="zy-label" title={rest.join('\n')}>
          +{rest.length}
        </span>
      ) : null}
    </span>
  )
}

export function IncidentLink({ incident }: { incident: Alert['incident'] }) {
  const { t } = useTranslation('incident')
  if (!incident) return <>—</>
  return (
    <Link to="/incidents/$id" params={{ id: incident.id }} title={incident.title}>
      <RecordNumber>{incident.number}</RecordNumber>{' '}
      <small>{t(`state.${incident.state}`, { defaultValue: incident.state })}</small>
    </Link>
  )
}
