import { CopyOutlined } from '@ant-design/icons'
import { Alert, App, Button, Input, Modal, Popconfirm } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall, useMove } from '#web/hooks.ts'
import { TimeText } from '#web/kit/TimeText.tsx'
import { createFeed, listFeeds, revokeFeed } from '../contract.ts'

/** Addresses for calendars of phones and office programs: made, shown once, revoked. */
export function FeedsDialog({ teamId, onClose }: { teamId: string | undefined; onClose: () => void }) {
  const { t } = useTranslation('duty')
  const { message } = App.useApp()
  const found = useCall(listFeeds, {})
  const [address, setAddress] = useState<string | null>(null)
  const create = useMove(createFeed, {
    onDone: (made) => setAddress(`${window.location.origin}${made.path}`),
  })
  const revoke = useMove(revokeFeed, { done: t('screen.feed.revoked') })
  // the clipboard exists on secure pages only; the field is selected by a click in any case
  const copy = async () => {
    await navigator.clipboard.writeText(address ?? '')
    message.success(t('screen.feed.copied'))
  }
  return (
    <Modal open title={t('screen.feed.title')} onCancel={onClose} footer={null} destroyOnHidden>
      <p className="zy-page-sub">{t('screen.feed.hint')}</p>
      <div className="duty-feed-new">
        <Button type="primary" onClick={() => create.mutate({})} loading={create.isPending}>
          {t('screen.feed.newMine')}
        </Button>
        {teamId ? (
          <Button onClick={() => create.mutate({ teamId })}>{t('screen.feed.newTeam')}</Button>
        ) : null}
      </div>
      {address ? (
        <Alert
          type="success"
          title={t('screen.feed.once')}
          description={
            <div className="duty-feed-new">
              <Input readOnly value={address} onFocus={(event) => event.target.select()} aria-label="URL" />
              {window.isSecureContext ? (
                <Button icon={<CopyOutlined />} onClick={() => void copy()}>
                  {t('screen.feed.copy')}
                </Button>
              ) : null}
            </div>
          }
        />
      ) : null}
      <ul className="duty-feeds">
        {(found.data?.items ?? []).map((feed) => (
          <li key={feed.id}>
            <span>
              <strong>{feed.team?.name ?? t('screen.feed.mine')}</strong>{' '}
              <small>
                <TimeText at={feed.createdAt} /> ·{' '}
                {feed.lastUsedAt ? (
                  <>
                    {t('screen.feed.used')} <TimeText at={feed.lastUsedAt} mode="relative" />
                  </>
                ) : (
                  t('screen.feed.never')
                )}
              </small>
            </span>
            <Popconfirm title={t('screen.feed.revokeSure')} onConfirm={() => revoke.mutate({ id: feed.id })}>
              <Button size="small" danger>
                {t('screen.feed.revoke')}
              </Button>
            </Popconfirm>
          </li>
        ))}
        {found.data?.items.length === 0 ? <li>{t('screen.feed.none')}</li> : null}
      </ul>
    </Modal>
  )
}
