import { Button, Segmented } from 'antd'
import { CheckOutlined, SettingOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { useInfiniteList, useMove } from '#web/hooks.ts'
import { Bars } from '#web/kit/Loading.tsx'
import { EmptyState, ErrorState } from '#web/kit/states.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { LoadMore } from '#web/kit/LoadMore.tsx'
import { listNotifications, readAllNotifications, readNotification } from '../contract.ts'
import './notify.css'

type Item = CallOutput<typeof readNotification>

/** Body of the bell's drawer: newest first, unread ones marked by a dot and bold text; opening one reads it. */
export function NotificationDrawer({ close }: { close: () => void }) {
  const { t } = useTranslation('notify')
  const navigate = useNavigate()
  const [only, setOnly] = useState<'all' | 'unread'>('all')
  const list = useInfiniteList(listNotifications, {
    limit: 30,
    ...(only === 'unread' ? { unread: 'true' as const } : {}),
  })
  const read = useMove(readNotification, { invalidates: ['notify', 'identity.me'] })
  const readAll = useMove(readAllNotifications, { invalidates: ['notify', 'identity.me'] })
  const open = (item: Item) => {
    if (!item.readAt) read.mutate({ id: item.id })
    close()
    void navigate({ to: item.path })
  }
  const newest = list.items[0]?.id
  return (
    <div className="zy-notices">
      <div className="zy-notices-head">
        <Segmented
          value={only}
          onChange={setOnly}
          options={[
            { value: 'all', label: t('drawer.all') },
            { value: 'unread', label: t('drawer.unread') },
          ]}
        />
        <Button
          type="text"
          icon={<CheckOutlined />}
          disabled={!list.items.some((item) => !item.readAt)}
          loading={readAll.isPending}
          onClick={() => readAll.mutate(newest ? { upTo: newest } : {})}
        >
          {t('drawer.readAll')}
        </Button>
      </div>
      <Items list={list} only={only} open={open} />
      <Button
        type="link"
        icon={<SettingOutlined />}
        onClick={() => {
          close()
          void navigate({ to: '/account/notifications' })
        }}
      >
        {t('drawer.preferences')}
      </Button>
    </div>
  )
}

interface ItemsProps {
  list: ReturnType<typeof useInfiniteList<typeof listNotifications>>
  only: 'all' | 'unread'
  open: (item: Item) => void
}

function Items({ list, only, open }: ItemsProps) {
  const { t } = useTranslation()
  if (list.isPending) return <Bars rows={8} />
  if (list.error && list.items.length === 0)
    return <ErrorState error={list.error} retry={() => void list.refetch()} small />
  if (list.items.length === 0)
    return (
      <EmptyState
        small
        title={t(only === 'unread' ? 'notify:drawer.noneUnread' : 'notify:drawer.none')}
        hint={t('notify:drawer.noneHint')}
      />
    )
  return (
    <>
      <ul className="zy-notices-list">
        {list.items.map((item) => (
          <li key={item.id} className={item.readAt ? undefined : 'zy-unread'}>
            <button type="button" onClick={() => open(item)}>
              <span className="zy-notice-text">
                {item.readAt ? null : <i role="img" aria-label={t('notify:drawer.isUnread')} />}
                {item.text}
              </span>
              <TimeText at={item.recordedAt} mode="relative" />
            </button>
          </li>
        ))}
      </ul>
      <LoadMore list={list} block />
    </>
  )
}
