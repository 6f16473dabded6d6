import { Modal } from 'antd'
import type { ReactNode } from 'react'
import { RecordForm, type FormField, type FormValues } from './RecordForm.tsx'

/** A form in a dialog, closed when it was sent; what was typed stays when it is refused. Ctrl+Enter sends it. */
export function FormDialog(props: {
  title: string
  fields: FormField[]
  initial?: FormValues
  submitLabel?: string
  width?: number
  /** a word before the fields */
  above?: ReactNode
  /** name of the field that a problem's path means, where the form calls it otherwise */
  fieldOf?: (path: string) => string
  onSubmit: (values: FormValues) => Promise<unknown>
  onClose: () => void
}) {
  const { title, fields, initial, submitLabel, width = 560, above, fieldOf, onSubmit, onClose } = props
  return (
    <Modal open title={title} onCancel={onClose} footer={null} width={width} destroyOnHidden>
      {typeof above === 'string' ? <p className="zy-page-sub">{above}</p> : above}
      <div
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
          event.preventDefault()
          event.currentTarget.querySelector('form')?.requestSubmit()
        }}
      >
        <RecordForm
          fields={fields}
          {...(initial ? { initial } : {})}
          {...(submitLabel ? { submitLabel } : {})}
          {...(fieldOf ? { fieldOf } : {})}
          onSubmit={async (values) => {
            await onSubmit(values)
            onClose()
          }}
          onCancel={onClose}
        />
      </div>
    </Modal>
  )
}
