import {
  BulbOutlined,
  CheckCircleOutlined,
  PlusCircleOutlined,
  SearchOutlined,
  StopOutlined,
  ToolOutlined,
} from '@ant-design/icons'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { listIncidents } from '#modules/incident/contract.ts'
import { listCategories } from '#modules/ticket/contract.ts'
import { call } from '#web/api.ts'
import { useCall } from '#web/hooks.ts'
import type { RemoteSource } from '#web/kit/RemoteSelect.tsx'
import { query } from '#web/kit/sources.ts'
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
