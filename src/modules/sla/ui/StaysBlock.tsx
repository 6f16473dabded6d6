import { QuestionCircleOutlined } from '@ant-design/icons'
import { Button, Popover } from 'antd'
import { useTranslation } from 'react-i18next'
import { listStays } from '#modules/incident/story-contract.ts'
import { useCall } from '#web/hooks.ts'
import { ClockBadge } from '#web/kit/ClockBadge.tsx'
import { Duration } from '#web/kit/Duration.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { absoluteTime } from '#web/kit/TimeText.tsx'
import type { GroupStay } from '../contract.ts'
import './sla.css'

/** Who had an incident how long, and whether what was promised was kept; nothing where no group has had it. */
export function StaysBlock({ id }: { id: string }) {
  const { t } = useTranslation('sla')
  const { data, error, refetch } = useCall(listStays, { id })
  if (error && !data)
    return (
      <Panel title={t('stays.title')}>
        <ErrorState error={error} retry={() => void refetch()} small />
      </Panel>
    )
  if (!data || data.items.length === 0) return null
  return (
    <Panel title={t('stays.title')}>
      <ul className="sla-stays">
        {data.items.map((stay) => (
          <StayLine key={stay.id} stay={stay} />
        ))}
      </ul>
      <Totals stays={data.items} />
    </Panel>
  )
}

function StayLine({ stay }: { stay: GroupStay }) {
  const { t } = useTranslation('sla')
  const at = (iso: string) => absoluteTime(iso, { shortYear: true })
  const end = stay.endedBy
    ? t(`stays.endedBy.${stay.endedBy}`, { defaultValue: stay.endedBy })
    : t('stays.has')
  return (
    <li>
      <div className="sla-stay-who">
        <strong dir="auto">{stay.groupName}</strong>
        <Duration seconds={stay.seconds} days />
        <small>{end}</small>
      </div>
      <small className="zy-num">
        {stay.endedAt
          ? t('stays.span', { from: at(stay.beganAt), to: at(stay.endedAt) })
          : t('stays.since', { at: at(stay.beganAt) })}
      </small>
      {stay.clocks.length === 0 ? <small>{t('stays.none')}</small> : null}
      {stay.clocks.map((clock) => (
        <div key={clock.metric} className="sla-stay-clock">
          <span>{t(`kind.${clock.metric}`, { defaultValue: clock.metric })}</span>
          <ClockBadge state={clock.state} dueAt={clock.dueAt} remainingSeconds={clock.remainingSeconds} />
          <small className="zy-num">{t('stays.due', { at: at(clock.dueAt) })}</small>
          <Popover
            trigger="click"
            placement="top"
            title={t('stays.why')}
            content={<div className="zy-prewrap sla-why">{clock.explanation}</div>}
          >
            <Button
              type="text"
              size="small"
              className="zy-no-print"
              icon={<QuestionCircleOutlined />}
              aria-label={t('stays.why')}
              title={t('stays.why')}
            />
          </Popover>
        </div>
      ))}
    </li>
  )
}

/** What every group had in all, where one had it more than once. */
function Totals({ stays }: { stays: readonly GroupStay[] }) {
  const { t } = useTranslation('sla')
  const sums = new Map<string, { name: string; seconds: number; times: number }>()
  for (const { groupId, groupName, seconds } of stays) {
    const sum = sums.get(groupId) ?? { name: groupName, seconds: 0, times: 0 }
    sums.set(groupId, { name: groupName, seconds: sum.seconds + seconds, times: sum.times + 1 })
  }
  const again = [...sums.values()].filter((s) => s.times > 1)
  if (again.length === 0) return null
  return (
    <p className="sla-totals">
      {t('stays.total')}
      {again.map((s) => (
        <span key={s.name} className="sla-total">
          {s.name} <Duration seconds={s.seconds} days />
        </span>
      ))}
    </p>
  )
}
