import { Modal } from 'antd'
import type { ReactNode } from 'react'
import { RecordForm, type FormField, type FormValues } from '#web/kit/RecordForm.tsx'
import type { SchemaLike } from '#web/kit/form-check.ts'
import { SubmitKeys } from './SubmitKeys.tsx'

/** A form in a dialog; Ctrl+Enter submits, problems land at their fields, what was typed stays. */
export function FormDialog({
  title,
  fields,
  initial,
  schema,
  submitLabel,
  width = 520,
  above,
  onValues,
  onSubmit,
  onClose,
}: {
  title: ReactNode
  fields: FormField[]
  initial?: FormValues
  schema?: SchemaLike
  submitLabel: string
  width?: number
  above?: ReactNode
  onValues?: (values: FormValues) => void
  onSubmit: (values: FormValues) => Promise<unknown>
  onClose: () => void
}) {
  return (
    <Modal open title={title} onCancel={onClose} footer={null} width={width} destroyOnHidden>
      {above}
      <SubmitKeys>
        <RecordForm
          fields={fields}
          {...(initial ? { initial } : {})}
          {...(schema ? { schema } : {})}
          {...(onValues ? { onValues } : {})}
          onSubmit={onSubmit}
          submitLabel={submitLabel}
          onCancel={onClose}
        />
      </SubmitKeys>
    </Modal>
  )
}
