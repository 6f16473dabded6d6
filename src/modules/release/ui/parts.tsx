import { CheckCircleOutlined, RocketOutlined, StopOutlined } from '@ant-design/icons'
import { Modal } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { lookupPeople } from '#kernel/identity/people-contract.ts'
import { lookupServices } from '#modules/service/contract.ts'
import { call } from '#web/api.ts'
import { RecordForm, type FormField, type FormValues } from '#web/kit/RecordForm.tsx'
import type { RemoteSource } from '#web/kit/RemoteSelect.tsx'
import { StatusTag, type Hue } from '#web/kit/tags.tsx'
import type { State } from '../words.ts'

const looks: Record<State, { hue: Hue; icon: ReactNode }> = {
  preparing: { hue: 'blue', icon: <RocketOutlined /> },
  live: { hue: 'green', icon: <CheckCircleOutlined /> },
  cancelled: { hue: 'grey', icon: <StopOutlined /> },
}

export function ReleaseState({ state }: { state: State }) {
  const { t } = useTranslation('release')
  return <StatusTag state={state} label={t(`state.${state}`)} {...looks[state]} />
}

export const serviceSource: RemoteSource = {
  name: 'release.service',
  search: async (q, signal) =>
    (await call(lookupServices, { q }, { signal })).items.map(({ id, name }) => ({ value: id, label: name })),
}

/** People by name; nothing before the first character. */
export const personSource: RemoteSource = {
  name: 'release.person',
  search: async (q, signal) =>
    q
      ? (await call(lookupPeople, { q }, { signal })).items.map((one) => ({
          value: one.id,
          label: one.name,
          detail: one.orgName,
        }))
      : [],
}

/** A form in a dialog, closed when it was sent. */
export function FormDialog({
  title,
  fields,
  initial = {},
  onSubmit,
  onClose,
}: {
  title: string
  fields: FormField[]
  initial?: FormValues
  onSubmit: (values: FormValues) => Promise<unknown>
  onClose: () => void
}) {
  return (
    <Modal open title={title} onCancel={onClose} footer={null} width={560} destroyOnHidden>
      <RecordForm
        fields={fields}
        initial={initial}
        onSubmit={async (values) => {
          await onSubmit(values)
          onClose()
        }}
        onCancel={onClose}
      />
    </Modal>
  )
}

/** What people write about a release. */
export function useReleaseFields(): FormField[] {
  const { t } = useTranslation('release')
  return [
    { name: 'title', label: t('field.title'), type: 'text', required: true, autoFocus: true },
    {
      name: 'versionName',
      label: t('field.versionName'),
      type: 'text',
      max: 60,
      required: true,
      half: true,
      placeholder: 'V2.3.0',
    },
    { name: 'plannedAt', label: t('field.plannedAt'), type: 'datetime', half: true },
    { name: 'builder', label: t('field.builder'), type: 'text' },
    { name: 'notes', label: t('field.notes'), type: 'longtext', rows: 3 },
  ]
}
