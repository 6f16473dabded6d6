import { AutoComplete, Form } from 'antd'

export interface Contact {
  id: string | null
  name: string
  phone: string
}

/** Whom to call: anybody, or one of the people of the ticket, who brings the number along. */
export function ContactField({
  contacts,
  value,
  onChange,
  id,
}: {
  contacts: readonly Contact[]
  value?: unknown
  onChange?: (value: unknown) => void
  id?: string
}) {
  const form = Form.useFormInstance()
  return (
    <AutoComplete
      {...(id ? { id } : {})}
      value={typeof value === 'string' ? value : ''}
      maxLength={100}
      options={contacts.map((one, i) => ({
        value: one.name,
        label: [one.name, one.phone].filter(Boolean).join(' · '),
        key: one.id ?? String(i),
        phone: one.phone,
      }))}
      onChange={(next: string) => onChange?.(next)}
      onSelect={(_: string, option: { phone?: string }) => {
        if (option.phone) form.setFieldsValue({ contactPhone: option.phone })
      }}
    />
  )
}
