import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  CloseCircleOutlined,
  ExclamationCircleOutlined,
  MinusCircleOutlined,
  PlusCircleOutlined,
  QuestionCircleOutlined,
  StopOutlined,
  SyncOutlined,
} from '@ant-design/icons'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Tag, type Hue } from '#web/kit/Tag.tsx'
import type { DeviceState, Outcome, RunState } from '../words.ts'

type Look = { hue: Hue; icon: ReactNode }

const ofDevice: Record<DeviceState, Look> = {
  new: { hue: 'blue', icon: <PlusCircleOutlined /> },
  changed: { hue: 'amber', icon: <ExclamationCircleOutlined /> },
  accepted: { hue: 'green', icon: <CheckCircleOutlined /> },
  rejected: { hue: 'grey', icon: <StopOutlined /> },
  failed: { hue: 'red', icon: <CloseCircleOutlined /> },
}
const ofRun: Record<RunState, Look> = {
  queued: { hue: 'grey', icon: <ClockCircleOutlined /> },
  running: { hue: 'blue', icon: <SyncOutlined /> },
  stopping: { hue: 'amber', icon: <StopOutlined /> },
  done: { hue: 'green', icon: <CheckCircleOutlined /> },
  stopped: { hue: 'grey', icon: <StopOutlined /> },
  interrupted: { hue: 'amber', icon: <ExclamationCircleOutlined /> },
  failed: { hue: 'red', icon: <CloseCircleOutlined /> },
}
const ofOutcome: Record<Outcome, Look> = {
  ok: { hue: 'green', icon: <CheckCircleOutlined /> },
  partial: { hue: 'amber', icon: <ExclamationCircleOutlined /> },
  silent: { hue: 'grey', icon: <MinusCircleOutlined /> },
  refused: { hue: 'red', icon: <StopOutlined /> },
  unreadable: { hue: 'red', icon: <QuestionCircleOutlined /> },
}

export function StateTag({ state }: { state: DeviceState }) {
  const { t } = useTranslation('discovery')
  return <Tag {...ofDevice[state]}>{t(`state.${state}`)}</Tag>
}
export function RunTag({ state }: { state: RunState }) {
  const { t } = useTranslation('discovery')
  return <Tag {...ofRun[state]}>{t(`runState.${state}`)}</Tag>
}
export function OutcomeTag({ outcome }: { outcome: Outcome }) {
  const { t } = useTranslation('discovery')
  return <Tag {...ofOutcome[outcome]}>{t(`outcome.${outcome}`)}</Tag>
}

/** `10 Gbit/s`; a dash for none. */
export function speedText(speed: number | null): string {
  if (!speed) return '—'
  const units = ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s', 'Tbit/s']
  const power = Math.min(units.length - 1, Math.floor(Math.log10(speed) / 3))
  return `${Math.round((speed / 1000 ** power) * 10) / 10} ${units[power]}`
}

/** `16 GB`, in powers of 1024 as memory is counted. */
export function bytesText(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB', 'PB']
  const power = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10))
  return `${Math.round((bytes / 1024 ** power) * 10) / 10} ${units[power]}`
}
