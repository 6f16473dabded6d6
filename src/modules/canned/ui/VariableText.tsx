import { Button, Input, type InputRef } from 'antd'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import './canned.css'

/** A text with buttons below that put a variable where the caret is. */
export function VariableText({
  value,
  onChange,
  id,
  names,
  rows,
  max,
}: {
  value?: unknown
  onChange?: (value: unknown) => void
  id?: string
  names: readonly string[]
  /** 1: a single line */
  rows: number
  max: number
}) {
  const { t } = useTranslation('canned')
  const box = useRef<HTMLDivElement>(null)
  const line = useRef<InputRef>(null)
  const text = typeof value === 'string' ? value : ''
  const insert = (name: string) => {
    const field = box.current?.querySelector<HTMLTextAreaElement | HTMLInputElement>('textarea, input')
    const at = field?.selectionStart ?? text.length
    const end = field?.selectionEnd ?? at
    onChange?.(`${text.slice(0, at)}{{${name}}}${text.slice(end)}`)
    field?.focus()
  }
  const common = {
    ...(id ? { id } : {}),
    value: text,
    maxLength: max,
    onChange: (event: { target: { value: string } }) => onChange?.(event.target.value),
  }
  return (
    <div ref={box}>
      {rows === 1 ? (
        <Input {...common} ref={line} />
      ) : (
        <Input.TextArea {...common} autoSize={{ minRows: rows, maxRows: 14 }} />
      )}
      <div className="zy-variables" role="group" aria-label={t('field.variables')}>
        {names.map((name) => (
          <Button key={name} size="small" type="dashed" title={`{{${name}}}`} onClick={() => insert(name)}>
            {t(`variable.${name.replace('.', '_')}`)}
          </Button>
        ))}
      </div>
    </div>
  )
}
