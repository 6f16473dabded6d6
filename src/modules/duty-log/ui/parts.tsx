import { ClockCircleOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { StatusTag, Tag, type Hue } from '#web/kit/tags.tsx'
import type { getLog, listLogs } from '../contract.ts'

export type Log = CallOutput<typeof getLog>
export type Line = Log['lines'][number]
export type LogLine = CallOutput<typeof listLogs>['items'][number]

const hues: Record<LogLine['state'], Hue> = { open: 'blue', signed: 'amber', 'taken-over': 'green' }

export function StateTag({ log }: { log: Pick<LogLine, 'state' | 'missed'> }) {
  const { t } = useTranslation('duty-log')
  return (
    <>
      <StatusTag state={log.state} label={t(`state.${log.state}`)} hue={hues[log.state]} />
      {log.missed ? (
        <Tag hue="red" icon={<ClockCircleOutlined />}>
          {t('missed')}
        </Tag>
      ) : null}
    </>
  )
}
