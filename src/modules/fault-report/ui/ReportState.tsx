import { CheckCircleOutlined, EditOutlined, EyeOutlined, RollbackOutlined } from '@ant-design/icons'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Tag, type Hue } from '#web/kit/tags.tsx'
import type { ReportState as State } from '../contract.ts'

const looks: Record<State, { hue: Hue; icon: ReactNode }> = {
  draft: { hue: 'blue', icon: <EditOutlined /> },
  submitted: { hue: 'violet', icon: <EyeOutlined /> },
  reviewed: { hue: 'green', icon: <CheckCircleOutlined /> },
  returned: { hue: 'amber', icon: <RollbackOutlined /> },
}

export function ReportState({ state }: { state: State }) {
  const { t } = useTranslation('fault-report')
  return (
    <Tag hue={looks[state].hue} icon={looks[state].icon}>
      {t(`state.${state}`)}
    </Tag>
  )
}
