import {
  CheckCircleOutlined,
  ExclamationCircleOutlined,
  FireOutlined,
  InfoCircleOutlined,
  MinusOutlined,
  QuestionCircleOutlined,
  WarningOutlined,
} from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { Tag, type Hue } from '#web/kit/Tag.tsx'
import type { getAlert } from '../contract.ts'
import type { Severity, Status } from '../words.ts'
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
      <span className="zy-num">{incident.number}</span>{' '}
      <small>{t(`state.${incident.state}`, { defaultValue: incident.state })}</small>
    </Link>
  )
}
