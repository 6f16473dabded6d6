import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  CloseCircleOutlined,
  DoubleRightOutlined,
  ExclamationCircleOutlined,
  FireOutlined,
  InfoCircleOutlined,
  MinusOutlined,
  PauseCircleOutlined,
  PlayCircleOutlined,
  PlusCircleOutlined,
  StopOutlined,
  UserOutlined,
  WarningOutlined,
} from '@ant-design/icons'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Tag, type Hue } from './Tag.tsx'

export { Tag, type Hue }

const looks: Record<string, { hue: Hue; icon: ReactNode }> = {
  new: { hue: 'blue', icon: <PlusCircleOutlined /> },
  assigned: { hue: 'violet', icon: <UserOutlined /> },
  'in-progress': { hue: 'blue', icon: <PlayCircleOutlined /> },
  pending: { hue: 'amber', icon: <PauseCircleOutlined /> },
  resolved: { hue: 'green', icon: <CheckCircleOutlined /> },
  closed: { hue: 'grey', icon: <CheckCircleOutlined /> },
  cancelled: { hue: 'grey', icon: <StopOutlined /> },
  active: { hue: 'green', icon: <CheckCircleOutlined /> },
  inactive: { hue: 'grey', icon: <StopOutlined /> },
  locked: { hue: 'red', icon: <StopOutlined /> },
  firing: { hue: 'red', icon: <FireOutlined /> },
  ok: { hue: 'green', icon: <CheckCircleOutlined /> },
  warning: { hue: 'amber', icon: <WarningOutlined /> },
  failed: { hue: 'red', icon: <CloseCircleOutlined /> },
  info: { hue: 'blue', icon: <InfoCircleOutlined /> },
  running: { hue: 'blue', icon: <ClockCircleOutlined /> },
}

/** State of a record. Known states have their look; others are grey unless `hue` (and `icon`) say otherwise. */
export function StatusTag({
  state,
  label,
  hue,
  icon,
}: {
  state: string
  label: string
  hue?: Hue
  icon?: ReactNode
}) {
  const look = looks[state]
  return (
    <Tag hue={hue ?? look?.hue ?? 'grey'} icon={icon ?? look?.icon ?? <InfoCircleOutlined />}>
      {label}
    </Tag>
  )
}

const priorities: Record<number, { hue: Hue; icon: ReactNode }> = {
  1: { hue: 'red', icon: <FireOutlined /> },
  2: { hue: 'amber', icon: <DoubleRightOutlined rotate={-90} /> },
  3: { hue: 'blue', icon: <MinusOutlined /> },
  4: { hue: 'grey', icon: <DoubleRightOutlined rotate={90} /> },
}

/** Priority 1–4. `compact` keeps icon and number for dense lists, the word as tooltip. */
export function PriorityTag({ priority, compact }: { priority: number; compact?: boolean }) {
  const { t } = useTranslation('web')
  const look = priorities[priority] ?? priorities[4]!
  const word = t(`priority.${priority}`)
  return (
    <span title={`P${priority} ${word}`} className="zy-nowrap">
      <Tag hue={look.hue} icon={look.icon} strong={priority === 1}>
        {compact ? `P${priority}` : `P${priority} ${word}`}
      </Tag>
    </span>
  )
}

const grades: Record<string, { hue: Hue; icon: ReactNode }> = {
  major: { hue: 'red', icon: <ExclamationCircleOutlined /> },
  serious: { hue: 'amber', icon: <WarningOutlined /> },
  general: { hue: 'blue', icon: <InfoCircleOutlined /> },
  minor: { hue: 'grey', icon: <MinusOutlined /> },
}

/** Grade of a fault; `suggested` marks a grade that no person has confirmed yet. */
export function GradeTag({ grade, suggested }: { grade: string | null | undefined; suggested?: boolean }) {
  const { t } = useTranslation('web')
  if (!grade) return <>—</>
  const look = grades[grade] ?? grades['minor']!
  return (
    <Tag hue={look.hue} icon={look.icon} strong={grade === 'major'}>
      {t(`grade.${grade}`)}
      {suggested ? <em className="zy-tag-note">{t('kit.suggested')}</em> : null}
    </Tag>
  )
}
