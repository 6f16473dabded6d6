import { Button, Popover } from 'antd'
import { ScheduleOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCan } from '#web/session.tsx'
import { NowStrip } from './NowStrip.tsx'

/** Who is on duty, from every page; asked only when it is opened. */
export function NowBadge() {
  const { t } = useTranslation('duty')
  const can = useCan()
  const [open, setOpen] = useState(false)
  if (!can('duty.read')) return null
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomRight"
      destroyOnHidden
      // drawn when it is opened, and only then asked for
      content={
        <div className="duty-pop">
          <NowStrip />
          <Link to="/duty-calendar" onClick={() => setOpen(false)}>
            {t('page.calendar')}
          </Link>
        </div>
      }
    >
      <Button
        type="text"
        className="zy-not-phone"
        icon={<ScheduleOutlined />}
        title={t('screen.now')}
        aria-label={t('screen.now')}
      />
    </Popover>
  )
}
