import { Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { lookupPeople } from '#kernel/identity/people-contract.ts'
import { lookupGroups } from '#kernel/org/contract.ts'
import { call } from '#web/api.ts'
import { RecordForm, type FormField, type FormValues } from '#web/kit/RecordForm.tsx'
import type { RemoteSource } from '#web/kit/RemoteSelect.tsx'

/** People by name, login or phone; nothing before the first character. */
export const personSource: RemoteSource = {
  name: 'major.person',
  search: async (q, signal) =>
    q
      ? (await call(lookupPeople, { q }, { signal })).items.map(({ id, name, orgName }) => ({
          value: id,
          label: name,
          detail: orgName,
        }))
      : [],
}

export const groupSource: RemoteSource = {
  name: 'major.group',
  search: async (q, signal) =>
    (await call(lookupGroups, q ? { q } : {}, { signal })).items.map(({ id, name, members }) => ({
      value: id,
      label: name,
      detail: members.map((one) => one.name).join('、'),
    })),
}

/** A form in a dialog; Ctrl+Enter sends it, and what was typed stays when it is refused. */
export function Dialog(props: {
  title: string
  fields: FormField[]
  initial?: FormValues
  submitLabel: string
  above?: string
  onSubmit: (values: FormValues) => Promise<unknown>
  onClose: () => void
}) {
  const { title, fields, initial, submitLabel, above, onSubmit, onClose } = props
  return (
    <Modal open title={title} onCancel={onClose} footer={null} width={520} destroyOnHidden>
      {above ? <p className="zy-page-sub">{above}</p> : null}
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
          onSubmit={onSubmit}
          submitLabel={submitLabel}
          onCancel={onClose}
        />
      </div>
    </Modal>
  )
}

/** Whom a communication went to; a role is kept by its key. */
export function useWhom(): (notified: string) => string {
  const { t } = useTranslation('major')
  return (notified) => (notified.startsWith('role:') ? t(`role.${notified.slice(5)}`) : notified)
}
