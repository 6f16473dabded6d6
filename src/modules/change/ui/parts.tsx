import {
  AlertOutlined,
  CheckCircleOutlined,
  ClockCircleOutlined,
  CloseCircleOutlined,
  EditOutlined,
  FileDoneOutlined,
  RollbackOutlined,
  SafetyCertificateOutlined,
  SearchOutlined,
} from '@ant-design/icons'
import { Modal, Select } from 'antd'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { lookupGroups } from '#kernel/org/contract.ts'
import { lookupServices } from '#modules/service/contract.ts'
import { call } from '#web/api.ts'
import { useCall } from '#web/hooks.ts'
import { RecordForm, type FormField, type FormValues } from '#web/kit/RecordForm.tsx'
import type { RemoteSource } from '#web/kit/RemoteSelect.tsx'
import { StatusTag, Tag, type Hue } from '#web/kit/tags.tsx'
import type { getChange } from '../contract.ts'
import { lookupImplementers } from '../plan-contract.ts'
import type { Kind, Risk, State } from '../words.ts'

export type ChangeView = CallOutput<typeof getChange>

const stateLooks: Partial<Record<State, { hue: Hue; icon: ReactNode }>> = {
  draft: { hue: 'grey', icon: <EditOutlined /> },
  assessing: { hue: 'violet', icon: <SearchOutlined /> },
  awaiting: { hue: 'amber', icon: <ClockCircleOutlined /> },
  returned: { hue: 'amber', icon: <RollbackOutlined /> },
  scheduled: { hue: 'blue', icon: <SafetyCertificateOutlined /> },
  implemented: { hue: 'green', icon: <FileDoneOutlined /> },
  'backed-out': { hue: 'amber', icon: <RollbackOutlined /> },
  closed: { hue: 'grey', icon: <CheckCircleOutlined /> },
  rejected: { hue: 'red', icon: <CloseCircleOutlined /> },
}

export function ChangeState({ state }: { state: State }) {
  const { t } = useTranslation('change')
  return <StatusTag state={state} label={t(`state.${state}`)} {...stateLooks[state]} />
}

export function KindTag({ kind }: { kind: Kind }) {
  const { t } = useTranslation('change')
  const urgent = kind === 'emergency'
  return (
    <Tag hue={urgent ? 'red' : 'grey'} {...(urgent ? { icon: <AlertOutlined /> } : {})}>
      {t(`kind.${kind}`)}
    </Tag>
  )
}

const riskHues: Record<Risk, Hue> = { low: 'green', medium: 'amber', high: 'red' }

export function RiskTag({ risk }: { risk: Risk | null }) {
  const { t } = useTranslation('change')
  if (!risk) return <>—</>
  return (
    <Tag hue={riskHues[risk]}>
      {t('field.risk')} {t(`risk.${risk}`)}
    </Tag>
  )
}

export const personSource: RemoteSource = {
  name: 'change.implementer',
  search: async (q, signal) =>
    (await call(lookupImplementers, { q }, { signal })).items.map((one) => ({
      value: one.id,
      label: one.name,
      detail: one.org,
    })),
}

export const groupSource: RemoteSource = {
  name: 'change.group',
  search: async (q, signal) =>
    (await call(lookupGroups, q ? { q } : {}, { signal })).items.map(({ id, name }) => ({
      value: id,
      label: name,
    })),
}

/** Several services, searched on the server; `known` names those a record has already. */
export function ServicesSelect({
  value,
  onChange,
  known = [],
  id,
}: {
  value?: unknown
  onChange?: (value: unknown) => void
  known?: readonly { id: string; name: string }[]
  id?: string
}) {
  const { t } = useTranslation('web')
  const [q, setQ] = useState('')
  const found = useCall(lookupServices, { q }, { keepPrevious: true, staleTime: 60_000 })
  const options = new Map([...known, ...(found.data?.items ?? [])].map((one) => [one.id, one.name]))
  return (
    <Select
      {...(id ? { id } : {})}
      mode="multiple"
      showSearch={{ filterOption: false, onSearch: setQ }}
      placeholder={t('kit.remoteHint')}
      value={(value as string[] | undefined) ?? []}
      onChange={(next: string[]) => onChange?.(next)}
      options={[...options].map(([key, label]) => ({ value: key, label }))}
    />
  )
}

/** A form in a dialog. */
export function FormDialog({
  title,
  fields,
  initial,
  submitLabel,
  width = 560,
  above,
  onSubmit,
  onClose,
}: {
  title: string
  fields: FormField[]
  initial?: FormValues
  submitLabel: string
  width?: number
  above?: ReactNode
  onSubmit: (values: FormValues) => Promise<unknown>
  onClose: () => void
}) {
  return (
    <Modal open title={title} onCancel={onClose} footer={null} width={width} destroyOnHidden>
      {above}
      <RecordForm
        fields={fields}
        {...(initial ? { initial } : {})}
        onSubmit={async (values) => {
          await onSubmit(values)
          onClose()
        }}
        submitLabel={submitLabel}
        onCancel={onClose}
      />
    </Modal>
  )
}

/** What was typed one a line. */
export const lines = (text: unknown): string[] =>
  String(text ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
