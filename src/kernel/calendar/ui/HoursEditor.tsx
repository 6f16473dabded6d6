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
          <Input
            type="time"
            value={h.from}
            aria-label={t('field.from')}
            onChange={(e) => onChange(value.with(i, { ...h, from: e.target.value }))}
          />
          –
          <Input
            type="time"
            // a time input knows no 24:00; midnight at the end of a day is written 00:00 there
            value={h.to === '24:00' ? '00:00' : h.to}
            aria-label={t('field.to')}
            onChange={(e) =>
              onChange(value.with(i, { ...h, to: e.target.value === '00:00' ? '24:00' : e.target.value }))
            }
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
