import { Button, Popover } from 'antd'
import { QuestionCircleOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { ClockBadge } from '#web/kit/ClockBadge.tsx'
import { absoluteTime } from '#web/kit/TimeText.tsx'
import type { Clock } from '../types.ts'

/** All clocks of an incident; each explains itself on demand. */
export function ClockList({ clocks, title }: { clocks: readonly Clock[]; title?: string }) {
  const { t } = useTranslation('incident')
  return (
    <section className="zy-inc-clocks">
      {title ? <h3>{title}</h3> : null}
      {clocks.length === 0 ? <p>{t('ui.record.noClocks')}</p> : null}
      <ul>
        {clocks.map((clock) => (
          <ClockLine key={clock.metric} clock={clock} />
        ))}
      </ul>
    </section>
  )
}

function ClockLine({ clock }: { clock: Clock }) {
  const { t } = useTranslation('incident')
  const at = (iso: string) => absoluteTime(iso, { shortYear: true })
  const target =
    clock.metric === 'supervision'
      ? ''
      : t('ui.record.target', { value: clock.targetValue, unit: t(`ui.record.unit.${clock.targetUnit}`) })
  return (
    <li>
      <b>{t(`metric.${clock.metric}`, { defaultValue: clock.metric })}</b>
      <ClockBadge state={clock.state} dueAt={clock.dueAt} remainingSeconds={clock.remainingSeconds} />
      <span className="zy-inc-clock-due zy-num">
        {clock.stoppedAt
          ? t('ui.record.done', { at: at(clock.stoppedAt) })
          : t('ui.record.due', { at: at(clock.dueAt) })}
      </span>
      {clock.explanation ? (
        <Popover
          trigger="click"
          placement="left"
          title={t('ui.record.why')}
          content={
            <div className="zy-inc-why">
              {target ? <p>{target}</p> : null}
              <div className="zy-prewrap">{clock.explanation}</div>
            </div>
          }
        >
          <Button
            type="text"
            size="small"
            className="zy-no-print"
            icon={<QuestionCircleOutlined />}
            aria-label={t('ui.record.why')}
            title={t('ui.record.why')}
          />
        </Popover>
      ) : null}
    </li>
  )
}
