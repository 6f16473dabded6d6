import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  ExclamationCircleOutlined,
  WarningOutlined,
} from '@ant-design/icons'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { StatusTag, Tag, type Hue } from '#web/kit/tags.tsx'
import type { LineRecord } from '../contract.ts'
import './zero-report.css'

const hues: Record<LineRecord['state'], Hue> = {
  waiting: 'blue',
  missing: 'red',
  nothing: 'green',
  something: 'amber',
}

const icons: Record<LineRecord['state'], ReactNode> = {
  waiting: <ClockCircleOutlined />,
  missing: <ExclamationCircleOutlined />,
  nothing: <CheckCircleOutlined />,
  something: <WarningOutlined />,
}

/** What a party is called: its team, else its unit. */
export const partyName = (line: Pick<LineRecord, 'org' | 'team'>): string => line.team?.name ?? line.org.name

export function LineState({ line }: { line: Pick<LineRecord, 'state' | 'late'> }) {
  const { t } = useTranslation('zero-report')
  return (
    <>
      <StatusTag
        state={line.state}
        label={t(`state.${line.state}`)}
        hue={hues[line.state]}
        icon={icons[line.state]}
      />
      {line.late ? (
        <Tag hue="red" icon={<ClockCircleOutlined />}>
          {t('late')}
        </Tag>
      ) : null}
    </>
  )
}
