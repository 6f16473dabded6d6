import { Alert, Button, Input, Modal } from 'antd'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useExplain } from '../hooks.ts'

export interface ConfirmMoveProps {
  open: boolean
  title: string
  /** What will happen, in one sentence. */
  description?: ReactNode
  reason?: 'required' | 'optional' | 'none'
  reasonLabel?: string
  /** Ready-made reasons, one click each. */
  suggestions?: string[]
  /** Further inputs of the move. */
  children?: ReactNode
  okText?: string
  danger?: boolean
  busy?: boolean
  /** Problem of the last attempt; the dialog stays open with what was typed. */
  error?: unknown
  /** False while `children` are incomplete. */
  ready?: boolean
  onCancel: () => void
  onConfirm: (reason: string) => void
}

/** Asks before a move, with a reason where a person would ask for one. Ctrl+Enter confirms. */
export function ConfirmMove(props: ConfirmMoveProps) {
  const {
    open,
    title,
    description,
    reason = 'optional',
    suggestions = [],
    children,
    busy,
    error,
    ready = true,
  } = props
  const { t } = useTranslation('web')
  const explain = useExplain()
  const [text, setText] = useState('')
  const [tried, setTried] = useState(false)
  const [wasOpen, setWasOpen] = useState(open)
  // Opened anew: nothing of the last time stays.
  if (wasOpen !== open) {
    setWasOpen(open)
    setText('')
    setTried(false)
  }
  const missing = reason === 'required' && text.trim() === ''
  const confirm = () => {
    setTried(true)
    if (!missing && ready && !busy) props.onConfirm(text.trim())
  }
  return (
    <Modal
      open={open}
      title={title}
      onCancel={props.onCancel}
      onOk={confirm}
      okText={props.okText ?? t('action.confirm')}
      okButtonProps={{ danger: props.danger ?? false, disabled: !ready }}
      confirmLoading={busy ?? false}
      width={480}
      destroyOnHidden
    >
      <div
        className="zy-confirm"
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) confirm()
        }}
      >
        {description ? <p>{description}</p> : null}
        {error ? <Alert type="error" showIcon title={explain(error)} role="alert" /> : null}
        {children}
        {reason === 'none' ? null : (
          <label className="zy-confirm-reason">
            <span>
              {props.reasonLabel ?? t('kit.reason')}
              {reason === 'required' ? <i aria-hidden="true">*</i> : null}
            </span>
            <Input.TextArea
              autoFocus
              value={text}
              onChange={(event) => setText(event.target.value)}
              placeholder={t('kit.reasonHint')}
              autoSize={{ minRows: 3, maxRows: 8 }}
              maxLength={2000}
              status={tried && missing ? 'error' : ''}
              aria-required={reason === 'required'}
              aria-invalid={tried && missing}
            />
            {tried && missing ? <em role="alert">{t('error.required')}</em> : null}
          </label>
        )}
        {suggestions.length > 0 ? (
          <div className="zy-confirm-picks">
            {suggestions.map((one) => (
              <Button key={one} size="small" onClick={() => setText(one)}>
                {one}
              </Button>
            ))}
          </div>
        ) : null}
      </div>
    </Modal>
  )
}
