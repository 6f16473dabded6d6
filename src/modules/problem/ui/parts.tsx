import {
  BulbOutlined,
  CheckCircleOutlined,
  PlusCircleOutlined,
  SearchOutlined,
  StopOutlined,
  ToolOutlined,
} from '@ant-design/icons'
import { Modal, Select } from 'antd'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { lookupGroups } from '#kernel/org/contract.ts'
import { listIncidents } from '#modules/incident/contract.ts'
import { lookupServices } from '#modules/service/contract.ts'
import { listCategories } from '#modules/ticket/contract.ts'
import { call } from '#web/api.ts'
import { useCall } from '#web/hooks.ts'
import { RecordForm, type FormField, type FormValues } from '#web/kit/RecordForm.tsx'
import type { RemoteOption, RemoteSource } from '#web/kit/RemoteSelect.tsx'
import { StatusTag, type Hue } from '#web/kit/tags.tsx'
import { listProblems, type getProblem } from '../contract.ts'
import type { State } from '../words.ts'
import './problem.css'

export type Problem = CallOutput<typeof getProblem>

const looks: Record<State, { hue: Hue; icon: ReactNode }> = {
  new: { hue: 'blue', icon: <PlusCircleOutlined /> },
  investigating: { hue: 'violet', icon: <SearchOutlined /> },
  'known-error': { hue: 'amber', icon: <BulbOutlined /> },
  'fix-planned': { hue: 'blue', icon: <ToolOutlined /> },
  resolved: { hue: 'green', icon: <CheckCircleOutlined /> },
  closed: { hue: 'grey', icon: <CheckCircleOutlined /> },
  cancelled: { hue: 'grey', icon: <StopOutlined /> },
}

export function ProblemState({ state }: { state: State }) {
  const { t } = useTranslation('problem')
  return <StatusTag state={state} label={t(`state.${state}`)} {...looks[state]} />
}

const query = (q: string) => (q ? { q } : {})

export const groupSource: RemoteSource = {
  name: 'problem-group',
  search: async (q, signal) =>
    (await call(lookupGroups, query(q), { signal })).items.map(({ id, name }) => ({
      value: id,
      label: name,
    })),
}

/** Everybody in a support group: those who work on problems. */
export const ownerSource: RemoteSource = {
  name: 'problem-owner',
  search: async (q, signal) => {
    const { items } = await call(lookupGroups, { limit: 200 }, { signal })
    const byId = new Map<string, RemoteOption>()
    for (const group of items)
      for (const { id, name } of group.members)
        if (!byId.has(id) && name.includes(q)) byId.set(id, { value: id, label: name, detail: group.name })
    return [...byId.values()]
  },
}

/** Open problems that one may see, by number or words. */
export const problemSource: RemoteSource = {
  name: 'problem',
  search: async (q, signal) =>
    (await call(listProblems, { ...query(q), open: 'true', limit: 20 }, { signal })).items.map((one) => ({
      value: one.id,
      label: one.number,
      detail: one.title,
    })),
}

/** Incidents that one may see, by number or words; what is chosen is the number. */
export const incidentSource: RemoteSource = {
  name: 'problem-incident',
  search: async (q, signal) =>
    (await call(listIncidents, { ...query(q), limit: 20 }, { signal })).items.map((one) => ({
      value: one.number,
      label: one.number,
      detail: one.title,
    })),
}

/** Information systems, one or several; `labels` names those that the record already has. */
export function ServicesSelect({
  value,
  onChange,
  id,
  known = [],
}: {
  value?: unknown
  onChange?: (value: unknown) => void
  id?: string
  known?: readonly { id: string; name: string }[]
}) {
  const [q, setQ] = useState('')
  const [all, setAll] = useState(() => new Map(known.map((one) => [one.id, one.name])))
  const found = useCall(lookupServices, query(q.trim()), { staleTime: 60_000, keepPrevious: true })
  // what has been found once keeps its name when it is chosen and something else is searched for
  const fresh = (found.data?.items ?? []).filter((one) => !all.has(one.id))
  if (fresh.length > 0) setAll(new Map([...all, ...fresh.map((one) => [one.id, one.name] as const)]))
  return (
    <Select
      {...(id ? { id } : {})}
      mode="multiple"
      value={(value as string[] | undefined) ?? []}
      {...(onChange ? { onChange } : {})}
      loading={found.isPending}
      showSearch={{ optionFilterProp: 'label', onSearch: setQ }}
      options={[...all].map(([key, label]) => ({ value: key, label }))}
      style={{ width: '100%' }}
    />
  )
}

/** Active categories, each with the one above it. */
export function useCategories(): { value: string; label: string }[] {
  const { i18n } = useTranslation()
  const { data } = useCall(listCategories, { active: 'true' }, { staleTime: 60_000 })
  const rows = data?.items ?? []
  const name = (row: (typeof rows)[number]): string =>
    i18n.language === 'en' && row.nameEn ? row.nameEn : row.name
  const byId = new Map(rows.map((row) => [row.id, row]))
  return rows.map((row) => {
    const above = row.parentId ? byId.get(row.parentId) : undefined
    return { value: row.id, label: above ? `${name(above)} / ${name(row)}` : name(row) }
  })
}

/** A form in a dialog. */
export function FormDialog(props: {
  title: string
  fields: FormField[]
  initial?: FormValues
  wide?: boolean
  submitLabel?: string
  onSubmit: (values: FormValues) => Promise<unknown>
  onClose: () => void
}) {
  const { title, fields, initial, wide, submitLabel, onSubmit, onClose } = props
  return (
    <Modal open title={title} onCancel={onClose} footer={null} width={wide ? 720 : 520} destroyOnHidden>
      <RecordForm
        fields={fields}
        {...(initial ? { initial } : {})}
        {...(submitLabel ? { submitLabel } : {})}
        onSubmit={async (values) => {
          await onSubmit(values)
          onClose()
        }}
        onCancel={onClose}
      />
    </Modal>
  )
}
