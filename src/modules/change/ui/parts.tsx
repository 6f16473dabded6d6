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
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { call } from '#web/api.ts'
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

/** What was typed one a line. */
export const lines = (text: unknown): string[] =>
  String(text ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
