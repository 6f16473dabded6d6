import { Badge, Button, Drawer } from 'antd'
import { BellOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Bars } from '../kit/Loading.tsx'
import { EmptyState } from '../kit/states.tsx'
import { bell as BellBody } from '../rooms.ts'
import { unreadQuery } from '../session.tsx'

/** Unread count and the drawer; its content comes from the room that exports `bell`. */
export function Bell() {
  const unread = useQuery(unreadQuery).data ?? 0
  const { t } = useTranslation('web')
  const [open, setOpen] = useState(false)
  const close = () => setOpen(false)
  const label =
    unread > 0
      ? `${t('shell.notifications')} · ${t('shell.unread', { n: unread })}`
      : t('shell.notifications')
  return (
    <>
      <Badge count={unread} size="small" overflowCount={99} offset={[-6, 6]}>
        <Button
          type="text"
          icon={<BellOutlined />}
          onClick={() => setOpen(true)}
          aria-label={label}
          title={label}
        />
      </Badge>
      <Drawer open={open} onClose={close} title={t('shell.notifications')} size={400} destroyOnHidden>
        <Suspense fallback={<Bars />}>
          {BellBody ? <BellBody close={close} /> : <EmptyState title={t('shell.notificationsNone')} small />}
        </Suspense>
      </Drawer>
    </>
  )
}
