import { Button, DatePicker } from 'antd'
import { WarningOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { useCall } from '#web/hooks.ts'
import { absoluteTime } from '#web/kit/TimeText.tsx'
import { fromWall, toWall } from '#web/kit/zone.ts'
import { checkCallbackTime } from '../contract.ts'
import './callback.css'

/** A moment to call at, as ISO 8601; it says so when the unit does not work then, and offers when it does. */
export function WhenField({
  value,
  onChange,
  id,
}: {
  value?: unknown
  onChange?: (value: unknown) => void
  id?: string
}) {
  const at = typeof value === 'string' ? value : null
  return (
    <>
      {/* Enter takes the time that was typed, and does not send a form that is half filled in */}
      <div onKeyDown={(event) => event.key === 'Enter' && !event.ctrlKey && event.preventDefault()}>
        <DatePicker
          {...(id ? { id } : {})}
          value={toWall(at)}
          onChange={(next) => onChange?.(fromWall(next))}
          showTime={{ format: 'HH:mm', minuteStep: 5 }}
          format="YYYY-MM-DD HH:mm"
          style={{ width: '100%' }}
        />
      </div>
      {at ? <HoursHint at={at} use={(next) => onChange?.(next)} /> : null}
    </>
  )
}

function HoursHint({ at, use }: { at: string; use: (at: string) => void }) {
  const { t } = useTranslation('callback')
  // a hint that could not be asked for is no reason to stop: the call may be scheduled at any time
  const { data } = useCall(checkCallbackTime, { at }, { staleTime: 600_000 })
  if (!data || data.working) return null
  const { nextAt } = data
  return (
    <div className="zy-callback-hint" role="status">
      <WarningOutlined aria-hidden="true" />{' '}
      {t('hint.outside', { at: nextAt ? absoluteTime(nextAt, { shortYear: true }) : '—' })}
      {nextAt ? (
        <Button type="link" size="small" onClick={() => use(nextAt)}>
          {t('hint.useNext')}
        </Button>
      ) : null}
    </div>
  )
}
