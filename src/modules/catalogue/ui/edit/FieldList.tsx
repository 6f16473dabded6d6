import { Button, Collapse } from 'antd'
import { PlusOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Tag } from '#web/kit/tags.tsx'
import { fieldLabel } from '../../format-contract.ts'
import type { Field } from '../../form-contract.ts'
import { FieldEditor } from './FieldEditor.tsx'
import { MoveButtons } from './parts.tsx'

/** The fields of a form in their order: added, moved, taken away, each opened to be changed. */
export function FieldList({
  fields,
  path,
  addLabel,
  onChange,
}: {
  fields: Field[]
  path: string
  addLabel: string
  onChange: (fields: Field[]) => void
}) {
  const { t, i18n } = useTranslation('catalogue')
  const [open, setOpen] = useState<string[]>([])
  const add = () => {
    const taken = new Set(fields.map((field) => field.key))
    let n = fields.length + 1
    while (taken.has(`field${n}`)) n++
    const key = `field${n}`
    const blank: Field = {
      key,
      type: 'text',
      label: t('ui.edit.label'),
      labelEn: '',
      help: '',
      helpEn: '',
      required: false,
    }
    onChange([...fields, blank])
    setOpen([...open, String(fields.length)])
  }
  return (
    <div className="zy-cat-list">
      {fields.length > 0 ? (
        <Collapse
          size="small"
          activeKey={open}
          onChange={(keys) => setOpen([keys].flat().map(String))}
          items={fields.map((field, at) => ({
            key: String(at),
            label: (
              <span className="zy-cat-head">
                <b>{fieldLabel(i18n.language, field)}</b>
                <small>{t(`ui.edit.types.${field.type}`)}</small>
                {field.required ? <Tag hue="red">{t('ui.edit.required')}</Tag> : null}
                {field.shownWhen ? <Tag hue="violet">{t('ui.edit.shownWhen')}</Tag> : null}
              </span>
            ),
            extra: (
              // the head opens and closes; its buttons do not
              <span
                onClick={(event) => event.stopPropagation()}
                onKeyDown={(event) => event.stopPropagation()}
              >
                <MoveButtons items={fields} at={at} name={field.label} onChange={onChange} />
              </span>
            ),
            children: (
              <FieldEditor
                field={field}
                path={`${path}.${at}`}
                before={fields.slice(0, at)}
                onChange={(next) => onChange(fields.map((one, n) => (n === at ? next : one)))}
              />
            ),
          }))}
        />
      ) : null}
      <Button icon={<PlusOutlined />} onClick={add}>
        {addLabel}
      </Button>
    </div>
  )
}
