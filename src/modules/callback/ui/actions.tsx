import { Button, Dropdown } from 'antd'
import { MoreOutlined, PhoneOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMove } from '#web/hooks.ts'
import { ConfirmMove } from '#web/kit/ConfirmMove.tsx'
import { cancelCallback } from '../contract.ts'
import { MoveDialog, RecordDialog, type Callback } from './dialogs.tsx'

/** What one may do with a call-back: record the outcome; move or cancel it behind the menu. */
export function CallbackActions({ callback }: { callback: Callback }) {
  const { t } = useTranslation('callback')
  const [dialog, setDialog] = useState<'record' | 'move' | 'cancel' | null>(null)
  const close = () => setDialog(null)
  const cancel = useMove(cancelCallback, { done: t('done.cancelled'), onDone: close, onProblem: () => true })
  if (callback.abilities.length === 0) return null
  return (
    <span className="zy-callback-do zy-no-print">
      <Button size="small" icon={<PhoneOutlined />} onClick={() => setDialog('record')}>
        {t('do.record')}
      </Button>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            { key: 'move', label: t('do.move'), onClick: () => setDialog('move') },
            { key: 'cancel', label: t('do.cancel'), onClick: () => setDialog('cancel') },
          ],
        }}
      >
        <Button
          size="small"
          type="text"
          icon={<MoreOutlined />}
          aria-label={t('do.more', { contact: callback.contact.name })}
        />
      </Dropdown>
      {dialog === 'record' ? <RecordDialog callback={callback} onClose={close} /> : null}
      {dialog === 'move' ? <MoveDialog callback={callback} onClose={close} /> : null}
      <ConfirmMove
        open={dialog === 'cancel'}
        title={t('do.cancel')}
        description={
          <>
            {callback.contact.name} {callback.contact.phone}
            <br />
            {t('hint.cancelled')}
          </>
        }
        reason="required"
        reasonLabel={t('do.cancelReason')}
        danger
        busy={cancel.isPending}
        error={cancel.error}
        onCancel={close}
        onConfirm={(reason) => cancel.mutate({ id: callback.id, version: callback.version, reason })}
      />
    </span>
  )
}
