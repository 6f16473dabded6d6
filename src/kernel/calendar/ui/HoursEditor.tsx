import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Hours } from './words.ts'

/** Intervals of one day; none means closed. An end before the start is the next day's. */
export function HoursEditor({ value, onChange }: { value: Hours[]; onChange: (hours: Hours[]) => void }) {
  const { t } = useTranslation('calendar')
  return (
    <div className="cal-hours">
      {value.length === 0 ? <span className="cal-dim">{t('page.closed')}</span> : null}
      {value.map((h, i) => (
        <span key={i} className="cal-interval">
          <Clock
            value={h.from}
            label={t('field.from')}
            onChange={(from) => onChange(value.with(i, { ...h, from }))}
          />
          –
          <Clock
            value={h.to}
            label={t('field.to')}
            onChange={(to) => onChange(value.with(i, { ...h, to }))}
          />
          <Button
            type="text"
            size="small"
            icon={<DeleteOutlined />}
            aria-label={t('page.remove')}
            onClick={() => onChange(value.filter((_, at) => at !== i))}
          />
        </span>
      ))}
      <Button
        size="small"
        icon={<PlusOutlined />}
        onClick={() =>
          onChange([
            ...value,
            value.length === 0 ? { from: '08:30', to: '12:00' } : { from: '13:30', to: '17:30' },
          ])
        }
      >
        {t('page.addHours')}
      </Button>
    </div>
  )
}

/** A time of day as text: the browser's own time input follows the browser's language and knows no 24:00. */
function Clock({
  value,
  label,
  onChange,
}: {
  value: string
  label: string
  onChange: (value: string) => void
}) {
  const sound = /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/.test(value)
  return (
    <Input
      value={value}
      maxLength={5}
      placeholder="08:30"
      aria-label={label}
      status={sound ? '' : 'error'}
      onChange={(e) => onChange(e.target.value.replaceAll('：', ':').trim())}
    />
  )
}
