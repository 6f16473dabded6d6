import {
  BugOutlined,
  CheckCircleOutlined,
  CloseCircleOutlined,
  ExclamationCircleOutlined,
  MinusCircleOutlined,
  QuestionCircleOutlined,
  StopOutlined,
  WarningOutlined,
} from '@ant-design/icons'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '#web/api.ts'
import type { RemoteSource } from '#web/kit/RemoteSelect.tsx'
import { StatusTag, Tag, type Hue } from '#web/kit/tags.tsx'
import { lookupAnswerers } from '../contract.ts'
import { statuses, type Source, type Status } from '../words.ts'
import './norm.css'

const looks: Record<Status, { hue: Hue; icon: ReactNode }> = {
  conforms: { hue: 'green', icon: <CheckCircleOutlined /> },
  partly: { hue: 'amber', icon: <ExclamationCircleOutlined /> },
  fails: { hue: 'red', icon: <CloseCircleOutlined /> },
  error: { hue: 'red', icon: <BugOutlined /> },
  'no-case': { hue: 'blue', icon: <MinusCircleOutlined /> },
  'not-measurable': { hue: 'grey', icon: <QuestionCircleOutlined /> },
  'not-applicable': { hue: 'grey', icon: <StopOutlined /> },
}

interface State {
  status: Status | null
  source: Source | null
  doubt: boolean
}

/** How a clause stands, in a word and with an icon. */
export function ConformityTag({ status }: { status: Status | null }) {
  const { t } = useTranslation('norm')
  if (status === null) return <Tag hue="grey">{t('ui.clause.notRun')}</Tag>
  return <StatusTag state={status} label={t(`status.${status}`)} {...looks[status]} />
}

/** The same with what said so, and whether that is in doubt. */
export function StateMark({ state }: { state: State }) {
  const { t } = useTranslation('norm')
  return (
    <span className="zy-norm-state">
      <ConformityTag status={state.status} />
      {state.doubt && state.source !== 'proof' ? (
        <Tag hue="amber" icon={<WarningOutlined />}>
          {t('ui.doubt')}
        </Tag>
      ) : null}
      {state.source ? <small>{t(`source.${state.source}`)}</small> : null}
    </span>
  )
}

/** Shares of the clauses per status as one bar, with its legend in words and numbers. */
export function CountBar({ counts, total }: { counts: Partial<Record<Status, number>>; total: number }) {
  const { t } = useTranslation('norm')
  const shown = statuses.filter((one) => (counts[one] ?? 0) > 0)
  return (
    <div>
      <div className="zy-norm-bar" aria-hidden="true">
        {shown.map((one) => (
          <i
            key={one}
            className={`zy-norm-${one}`}
            style={{ width: `${((counts[one] ?? 0) / Math.max(total, 1)) * 100}%` }}
          />
        ))}
      </div>
      <ul className="zy-norm-legend">
        {shown.map((one) => (
          <li key={one}>
            <i className={`zy-norm-${one}`} aria-hidden="true" />
            {t(`status.${one}`)} <b className="zy-num">{counts[one]}</b>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** The text in the reader's language; English falls back to Chinese where there is none. */
export function useText(): (zh: string, en: string) => string {
  const { i18n } = useTranslation()
  return (zh, en) => (i18n.language === 'en' && en !== '' ? en : zh)
}

/** The title in the reader's language; behind the English one the Chinese, by which the norm is cited. */
export function useTitles(): (of: { title: string; titleEn: string }) => string {
  const { i18n } = useTranslation()
  return ({ title, titleEn }) =>
    i18n.language === 'en' && titleEn !== '' && titleEn !== title ? `${titleEn} · ${title}` : title
}

const frequencies = [
  'event',
  'continuous',
  'daily',
  'weekly',
  'quarterly',
  'yearly',
  'periodic',
  'before-budget',
  'contract-mid-and-end',
] as const

/** How often, in words; what a unit's own norm says in its own words stays as it is. */
export function useFrequency(): (code: string | null) => string | null {
  const { t } = useTranslation('norm')
  return (code) => {
    const known = frequencies.find((one) => one === code)
    return known ? t(`frequency.${known}`) : code
  }
}

export const answererSource: RemoteSource = {
  name: 'norm-people',
  search: async (q, signal) =>
    (await call(lookupAnswerers, q ? { q } : {}, { signal })).items.map((one) => ({
      value: one.id,
      label: one.name,
      detail: one.org,
    })),
}

/** Today and the day so many days later, as the unit's people write them. */
export function dayFromNow(days: number): string {
  return new Intl.DateTimeFormat('sv-SE').format(new Date(Date.now() + days * 86_400_000))
}
