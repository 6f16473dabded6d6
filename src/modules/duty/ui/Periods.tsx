import { SafetyOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { comma } from '#web/kit/marks.ts'
import { Tag } from '#web/kit/Tag.tsx'
import type { RosterRecord } from '../contract.ts'

type Line = RosterRecord['periods'][number]
const hues = { special: 'red', first: 'red', second: 'amber', third: 'blue' } as const

/** Guarantee periods 重保 of what is shown, a line each. */
export function Periods({ periods }: { periods: readonly Line[] }) {
  const { t } = useTranslation('duty')
  if (periods.length === 0) return null
  return (
    <ul className="duty-periods" aria-label={t('page.periods')}>
      {periods.map((one) => (
        <li key={one.id}>
          <Level level={one.level} /> <b>{one.name}</b>{' '}
          <span className="zy-num">{`${one.fromDay} – ${one.toDay}`}</span>
          {one.rules ? <small>{one.rules}</small> : null}
        </li>
      ))}
    </ul>
  )
}

export function Level({ level }: { level: Line['level'] }) {
  const { t } = useTranslation('duty')
  return (
    <Tag hue={hues[level]} icon={<SafetyOutlined />}>
      {t(`screen.level.${level}`)}
    </Tag>
  )
}

/** A mark on a day that lies in a guarantee period, with its name. */
export function PeriodMark({ day, periods }: { day: string; periods: readonly Line[] }) {
  const holding = periods.filter((one) => one.fromDay <= day && day <= one.toDay)
  if (holding.length === 0) return null
  const names = holding.map((one) => one.name).join(comma())
  return (
    <span className="duty-guarded" title={names}>
      <SafetyOutlined /> {names}
    </span>
  )
}
