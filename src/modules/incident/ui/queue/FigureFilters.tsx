import { Tag } from 'antd'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { lookupGroups, lookupOrgs } from '#kernel/org/contract.ts'
import { answers } from '#modules/satisfaction/words.ts'
import { useCall } from '#web/hooks.ts'
import { absoluteTime } from '#web/kit/TimeText.tsx'
import { useCan } from '#web/session.tsx'
import { useUrlState, type UrlState } from '#web/url.ts'
import './figure.css'

interface Chip {
  keys: string[]
  text: string
}

/** Conditions that came with a link from a figure and have no control of their own: each in words, each removable. */
export function FigureFilters() {
  const { t } = useTranslation('incident')
  const [url, setUrl] = useUrlState()
  const chips = useChips(url)
  if (chips.length === 0) return null
  return (
    <div className="zy-inc-figure" role="group" aria-label={t('ui.figure.label')}>
      {chips.map(({ keys, text }) => (
        <Tag
          key={keys[0]}
          closable
          onClose={(event) => {
            event.preventDefault()
            setUrl(Object.fromEntries(keys.map((key) => [key, undefined])), { push: true })
          }}
        >
          {text}
        </Tag>
      ))}
    </div>
  )
}

function useChips(url: UrlState): Chip[] {
  const { t } = useTranslation(['incident', 'sla', 'satisfaction'])
  const orgName = useOrgName(url['orgId'])
  const chips: Chip[] = []
  for (const what of ['occurred', 'resolved', 'due'] as const) {
    const [from, to] = [url[`${what}From`], url[`${what}To`]]
    const span = spanOf(t, from, to)
    if (span) chips.push({ keys: [`${what}From`, `${what}To`], text: t(`ui.figure.${what}`, { span }) })
  }
  if (url['orgId'])
    chips.push({
      keys: ['orgId', 'orgOnly'],
      text: url['orgOnly'] ? t('ui.figure.orgOnly', { name: orgName }) : orgName,
    })
  if (url['noService']) chips.push({ keys: ['noService'], text: t('ui.figure.noService') })
  if (url['notCancelled']) chips.push({ keys: ['notCancelled'], text: t('ui.figure.notCancelled') })
  const clock = clockOf(t, url)
  if (clock) chips.push({ keys: ['metric', 'clock', 'usedFrom', 'usedTo'], text: clock })
  const groupName = useGroupName(url['stayGroupId'])
  if (url['stayGroupId'] || url['stay']) {
    const how = url['stay'] ? t(`ui.figure.clock.${url['stay']}`) : t('ui.figure.bound')
    const name = url['stayGroupId'] ? groupName : t('ui.figure.anyGroup')
    chips.push({ keys: ['stayGroupId', 'stay'], text: t('ui.figure.stay', { name, how }) })
  }
  const said = url['satisfaction']
  if (said) {
    const family = (answers as readonly string[]).includes(said) ? 'answer' : 'state'
    chips.push({
      keys: ['satisfaction'],
      text: t('ui.figure.said', { what: t(`satisfaction:${family}.${said}`) }),
    })
  }
  return chips
}

type T = TFunction<readonly ['incident', 'sla', 'satisfaction']>

function spanOf(t: T, from: string | undefined, to: string | undefined): string {
  const at = (iso: string) => (Number.isNaN(Date.parse(iso)) ? iso : absoluteTime(iso, { shortYear: true }))
  if (from && to) return `${at(from)} – ${at(to)}`
  if (from) return t('ui.figure.from', { at: at(from) })
  return to ? t('ui.figure.to', { at: at(to) }) : ''
}

function clockOf(t: T, url: UrlState): string {
  const { metric, clock, usedFrom, usedTo } = url
  const parts = [
    metric ? t(`sla:metric.${metric}`) : '',
    clock ? t(`ui.figure.clock.${clock}`) : '',
    usedFrom || usedTo
      ? usedTo
        ? t('ui.figure.used', { from: usedFrom ?? '0', to: usedTo })
        : t('ui.figure.usedOver', { from: usedFrom ?? '0' })
      : '',
  ]
  return parts.filter(Boolean).join(' · ')
}

function useGroupName(id: string | undefined): string {
  const { t } = useTranslation('incident')
  const can = useCan()
  const enabled = Boolean(id) && can('group.lookup')
  const groups = useCall(lookupGroups, { limit: 200 }, { enabled, staleTime: 300_000 })
  return groups.data?.items.find((one) => one.id === id)?.name ?? t('ui.field.group')
}

function useOrgName(id: string | undefined): string {
  const { t } = useTranslation('incident')
  const orgs = useCall(lookupOrgs, { limit: 500 }, { enabled: Boolean(id), staleTime: 300_000 })
  return orgs.data?.items.find((one) => one.id === id)?.name ?? t('ui.field.org')
}
