import { Button, Input, Radio } from 'antd'
import {
  BellOutlined,
  CheckOutlined,
  CloseOutlined,
  RollbackOutlined,
  SendOutlined,
  SwapOutlined,
  UserAddOutlined,
} from '@ant-design/icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMove } from '#web/hooks.ts'
import { useHotkeys } from '#web/kit/hotkeys.ts'
import { approve, remind } from '../contract.ts'
import { Dialogs, type DialogKind } from './Dialogs.tsx'
import type { Detail } from './types.ts'

interface Props {
  approval: Detail
  /** after a decision of one's own: the list goes on to the next */
  onDecided?: (() => void) | undefined
  /** keys act on this one: off where several are on one page */
  keys?: boolean
}

/** What I can do with an approval: decide, take back, remind. Nothing when there is nothing to do. */
export function Decision({ approval, onDecided, keys = true }: Props) {
  const { t } = useTranslation('approval')
  const [dialog, setDialog] = useState<DialogKind | null>(null)
  const [chosen, setChosen] = useState<string | null>(null)
  const { mine, abilities } = approval
  const itemId = mine.find((item) => item.id === chosen)?.id ?? mine[0]?.id
  const deciding = abilities.includes('approve')
  const remindMove = useMove(remind, { done: t('ui.done.remind') })
  const group = 'approval:ui.keys.group'
  useHotkeys(
    { r: () => setDialog('reject'), b: () => setDialog('return') },
    [
      { key: 'r', label: 'approval:ui.keys.reject', group },
      { key: 'b', label: 'approval:ui.keys.return', group },
    ],
    keys && deciding,
  )
  const rest = abilities.filter((one) => one === 'recall' || one === 'withdraw' || one === 'resubmit')
  if (!deciding && rest.length === 0 && !abilities.includes('remind')) return null
  return (
    <section className={deciding ? 'zy-appr-decision zy-appr-deciding' : 'zy-appr-decision'}>
      {deciding && mine.length > 0 ? (
        <>
          {mine.length > 1 || mine[0]?.onBehalfOf ? (
            <Radio.Group
              aria-label={t('ui.as')}
              value={itemId}
              onChange={(event) => setChosen(event.target.value as string)}
              options={mine.map((item) => ({
                value: item.id,
                label: item.onBehalfOf ? t('ui.behalf', { name: item.onBehalfOf.name }) : t('ui.mine'),
              }))}
            />
          ) : null}
          <Approve
            key={`${approval.id} ${itemId ?? ''}`}
            approval={approval}
            itemId={itemId}
            keys={keys}
            onDecided={onDecided}
            open={setDialog}
          />
        </>
      ) : null}
      <div className="zy-appr-buttons">
        {abilities.includes('remind') ? (
          <Button
            icon={<BellOutlined />}
            loading={remindMove.isPending}
            onClick={() => remindMove.mutate({ id: approval.id, version: approval.version })}
          >
            {t('ui.remind')}
          </Button>
        ) : null}
        {rest.map((one) => (
          <Button
            key={one}
            type={one === 'resubmit' ? 'primary' : 'default'}
            icon={one === 'resubmit' ? <SendOutlined /> : <RollbackOutlined />}
            onClick={() => setDialog(one)}
          >
            {t(`ui.${one}`)}
          </Button>
        ))}
      </div>
      <Dialogs
        approval={approval}
        kind={dialog}
        itemId={itemId}
        close={() => setDialog(null)}
        onDone={() => {
          if (dialog === 'reject' || dialog === 'return' || dialog === 'transfer') onDecided?.()
        }}
      />
    </section>
  )
}

function Approve({
  approval,
  itemId,
  keys,
  onDecided,
  open,
}: {
  approval: Detail
  itemId: string | undefined
  keys: boolean
  onDecided: (() => void) | undefined
  open: (dialog: DialogKind) => void
}) {
  const { t } = useTranslation('approval')
  const [reason, setReason] = useState('')
  const move = useMove(approve, {
    done: t('ui.done.approve'),
    onDone: () => {
      setReason('')
      onDecided?.()
    },
  })
  useHotkeys(
    { a: () => document.querySelector<HTMLTextAreaElement>('.zy-appr-deciding textarea')?.focus() },
    [{ key: 'a', label: 'approval:ui.keys.decide', group: 'approval:ui.keys.group' }],
    keys,
  )
  const send = () => {
    if (!move.isPending)
      move.mutate({
        id: approval.id,
        version: approval.version,
        reason: reason.trim(),
        ...(itemId === undefined ? {} : { itemId }),
      })
  }
  return (
    <div
      className="zy-appr-approve"
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send()
      }}
    >
      <Input.TextArea
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        aria-label={t('ui.reason')}
        placeholder={t('ui.reasonHint')}
        autoSize={{ minRows: 2, maxRows: 6 }}
        maxLength={2000}
      />
      <div className="zy-appr-buttons">
        <Button
          type="primary"
          icon={<CheckOutlined />}
          loading={move.isPending}
          onClick={send}
          title="Ctrl+Enter"
        >
          {t('ui.approve')}
        </Button>
        <Button danger icon={<CloseOutlined />} onClick={() => open('reject')}>
          {t('ui.reject')}
        </Button>
        <Button icon={<RollbackOutlined />} onClick={() => open('return')}>
          {t('ui.return')}
        </Button>
        <Button icon={<UserAddOutlined />} onClick={() => open('add-signer')}>
          {t('ui.add-signer')}
        </Button>
        <Button icon={<SwapOutlined />} onClick={() => open('transfer')}>
          {t('ui.transfer')}
        </Button>
      </div>
    </div>
  )
}
