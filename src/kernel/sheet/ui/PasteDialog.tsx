import { Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

/** Takes cells as a spreadsheet copies them, with their heading, for who has no file at hand. */
export function PasteDialog({ onTake, onClose }: { onTake: (file: File) => void; onClose: () => void }) {
  const { t } = useTranslation('sheet')
  const [text, setText] = useState('')
  return (
    <Modal
      open
      title={t('import.paste')}
      okText={t('import.look')}
      okButtonProps={{ disabled: text.trim() === '' }}
      onOk={() => onTake(new File([text], `${t('import.pasted')}.csv`, { type: 'text/csv' }))}
      onCancel={onClose}
      width={720}
    >
      <p>{t('import.pasteHint')}</p>
      <Input.TextArea
        value={text}
        onChange={(event) => setText(event.target.value)}
        rows={12}
        wrap="off"
        aria-label={t('import.paste')}
        autoFocus
      />
    </Modal>
  )
}
