import {
  ApartmentOutlined,
  CheckCircleOutlined,
  ClockCircleOutlined,
  CloseCircleOutlined,
  PauseCircleOutlined,
  QuestionCircleOutlined,
  WarningOutlined,
} from '@ant-design/icons'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '#web/api.ts'
import { useCall } from '#web/hooks.ts'
import { comma } from '#web/kit/marks.ts'
import type { RemoteSource } from '#web/kit/RemoteSelect.tsx'
import { query } from '#web/kit/sources.ts'
import { StatusTag, type Hue } from '#web/kit/tags.tsx'
import { getCi, listCis } from '#modules/ci/contract.ts'
import { listArticles } from '#modules/knowledge/contract.ts'
import { lookupChecks } from '../contract.ts'
import { listProbes } from '../remote-contract.ts'
import { isPassive, outcomeKey, type CheckState } from '../words.ts'
import './check.css'

const looks: Record<CheckState, { hue: Hue; icon: ReactNode }> = {
  critical: { hue: 'red', icon: <CloseCircleOutlined /> },
  warning: { hue: 'amber', icon: <WarningOutlined /> },
  unknown: { hue: 'violet', icon: <QuestionCircleOutlined /> },
  unreachable: { hue: 'violet', icon: <ApartmentOutlined /> },
  pending: { hue: 'blue', icon: <ClockCircleOutlined /> },
  paused: { hue: 'grey', icon: <PauseCircleOutlined /> },
  ok: { hue: 'green', icon: <CheckCircleOutlined /> },
}
/** The worst first. */
export const bySeverity = Object.keys(looks) as CheckState[]
export const hueOf = (state: CheckState): Hue => looks[state].hue

/** State of a check: icon, word and hue. */
export function CheckTag({ state }: { state: CheckState }) {
  const { t } = useTranslation('check')
  return <StatusTag state={state} label={t(`state.${state}`)} {...looks[state]} />
}

/** Names of kinds: those that are asked come from the probe room. */
export function useKindName(): (kind: string) => string {
  const { t } = useTranslation(['check', 'probe'])
  return (kind) => t(isPassive(kind) ? `check:screen.kind.${kind}` : `probe:kind.${kind}`)
}

/** What a result said, in words; '' before the first. */
export function useOutcome(): (code: string, params: Readonly<Record<string, string | number>>) => string {
  const { t } = useTranslation(['probe', 'check'])
  return (code, params) => (code ? t(outcomeKey(code), { ...params, defaultValue: code }) : '')
}

/** Name of a figure: those that kinds measure have words, others are called what they are. */
export function useFigureName(): (name: string) => string {
  const { t } = useTranslation(['check', 'probe'])
  return (name) =>
    name === 'ms' ? t('check:screen.series.ms') : t(`probe:figure.${name}`, { defaultValue: name })
}

/** 12.34 ms, 3.2 MB, 97 %: three digits that matter. */
export function amount(value: number, unit = ''): string {
  if (unit === 'B') return bytes(value)
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2
  const text = Number.isInteger(value) ? String(value) : value.toFixed(digits)
  return unit ? `${text} ${unit === 'd' ? '' : unit}`.trimEnd() : text
}

function bytes(value: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB', 'PB']
  const step = Math.min(units.length - 1, value > 0 ? Math.floor(Math.log(value) / Math.log(1024)) : 0)
  const scaled = value / 1024 ** Math.max(0, step)
  return `${step > 0 ? scaled.toFixed(1) : scaled} ${units[Math.max(0, step)]}`
}

/** 99.95 %, never rounded up to 100 when something was down. */
export function percent(ratio: number | null): string {
  if (ratio === null) return '—'
  if (ratio === 1) return '100%'
  return `${(Math.floor(ratio * 100_000) / 1000).toFixed(ratio > 0.999 ? 3 : 2)}%`
}

/** Checks that one may see, by a part of their name. */
export const checkSource: RemoteSource = {
  name: 'check',
  search: async (q, signal) =>
    (await call(lookupChecks, query(q), { signal })).items.map(({ id, name }) => ({
      value: id,
      label: name,
    })),
}

/** Items that one may see, by words. */
export const ciSource: RemoteSource = {
  name: 'ci',
  search: async (q, signal) =>
    (await call(listCis, { ...query(q), limit: 20 }, { signal })).items.map((one) => ({
      value: one.id,
      label: one.name,
      detail: `${one.code} · ${one.org.name}`,
    })),
  byId: async (id, signal) => {
    const one = await call(getCi, { id }, { signal })
    return { value: one.id, label: one.name }
  },
}

/** Articles that a runbook can be. */
export const articleSource: RemoteSource = {
  name: 'article',
  search: async (q, signal) =>
    (await call(listArticles, { ...query(q), limit: 20 }, { signal })).items.map((one) => ({
      value: one.id,
      label: one.title,
      detail: one.number,
    })),
}

/** Remote probes as choices. */
export function useProbeOptions(): { value: string; label: string }[] {
  const found = useCall(listProbes, { limit: 200 }, { staleTime: 60_000 })
  return (found.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))
}

const wordsOfSettings: Record<string, string> = {
  intervalSeconds: 'interval',
  timeoutMs: 'timeout',
  calendarId: 'calendar',
  orgId: 'org',
  serviceId: 'service',
  groupId: 'group',
  runbookArticleId: 'runbookArticle',
  probeId: 'probe',
}

/** Names of settings as templates compare them: `intervalSeconds`, `spec.port`. */
export function useSettingNames(): (keys: readonly string[]) => string {
  const { t } = useTranslation(['check', 'probe'])
  const one = (key: string): string => {
    if (key.startsWith('spec.')) return t(`probe:field.${key.slice(5)}`, { defaultValue: key })
    if (key === 'thresholds') return t('probe:field.thresholds')
    return t(`check:screen.field.${wordsOfSettings[key] ?? key}`, { defaultValue: key })
  }
  return (keys) => keys.map(one).join(comma())
}
