import {
  CheckCircleOutlined,
  CloseCircleOutlined,
  ExclamationCircleOutlined,
  InboxOutlined,
  QuestionCircleOutlined,
  ScheduleOutlined,
  StopOutlined,
  ToolOutlined,
} from '@ant-design/icons'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '#web/api.ts'
import { useCall } from '#web/hooks.ts'
import { comma } from '#web/kit/marks.ts'
import type { RemoteSource } from '#web/kit/RemoteSelect.tsx'
import { query } from '#web/kit/sources.ts'
import { StatusTag, type Hue } from '#web/kit/tags.tsx'
import { getCatalogue, type AttributeDefinition, type CiClass, type RelationType } from '../class-contract.ts'
import { listCis } from '../contract.ts'
import type { Lifecycle, LiveState } from '../words.ts'
import './ci.css'

const lives: Record<LiveState, { hue: Hue; icon: ReactNode }> = {
  up: { hue: 'green', icon: <CheckCircleOutlined /> },
  degraded: { hue: 'amber', icon: <ExclamationCircleOutlined /> },
  down: { hue: 'red', icon: <CloseCircleOutlined /> },
  unknown: { hue: 'grey', icon: <QuestionCircleOutlined /> },
}
const stages: Record<Lifecycle, { hue: Hue; icon: ReactNode }> = {
  planned: { hue: 'blue', icon: <ScheduleOutlined /> },
  'in-use': { hue: 'green', icon: <CheckCircleOutlined /> },
  standby: { hue: 'violet', icon: <InboxOutlined /> },
  'in-repair': { hue: 'amber', icon: <ToolOutlined /> },
  retired: { hue: 'grey', icon: <StopOutlined /> },
}

export function LiveTag({ state }: { state: LiveState }) {
  const { t } = useTranslation('ci')
  return <StatusTag state={state} label={t(`ui.live.${state}`)} {...lives[state]} />
}

export function StageTag({ state }: { state: Lifecycle }) {
  const { t } = useTranslation('ci')
  return <StatusTag state={state} label={t(`ui.stage.${state}`)} {...stages[state]} />
}

/** Classes, relation types and sources in the reader's language. */
export function useCatalogue() {
  const { i18n, t } = useTranslation('ci')
  const found = useCall(getCatalogue, {}, { staleTime: 300_000 })
  const english = i18n.language.startsWith('en')
  const data = found.data
  const byId = new Map(data?.classes.map((one) => [one.id, one]))
  const types = new Map(data?.relationTypes.map((one) => [one.key, one]))
  const nameOf = (one: { name: string; nameEn: string } | undefined) =>
    one ? (english ? one.nameEn : one.name) : ''
  const line = (id: string): CiClass[] => {
    const all: CiClass[] = []
    for (let at = byId.get(id); at && !all.includes(at); at = byId.get(at.parentId ?? '')) all.unshift(at)
    return all
  }
  return {
    found,
    classes: data?.classes ?? [],
    types: data?.relationTypes ?? [],
    sources: data?.sources ?? [],
    nameOf,
    className: (id: string) => nameOf(byId.get(id)),
    line,
    /** what an item of the class can say; a class nearer to it says an attribute anew */
    definitions: (id: string): AttributeDefinition[] => [
      ...new Map(line(id).flatMap((one) => one.attributes.map((def) => [def.key, def] as const))).values(),
    ],
    words: (key: string, direction: 'out' | 'in') => wordsOf(types.get(key), direction, english) || key,
    sourceName: (key: string) => nameOf(data?.sources.find((one) => one.key === key)) || key,
    /** name of a field of an item: shared or an attribute of the class */
    fieldName: (classId: string, field: string) => {
      const key = field.replace(/^attributes\./, '')
      const def = line(classId)
        .flatMap((one) => one.attributes)
        .findLast((one) => one.key === key)
      return def ? nameOf(def) : t(`ui.field.${field}`, { defaultValue: field })
    },
    /** options of a picker, indented by their place in the tree */
    classOptions: (usableOnly: boolean) =>
      tree(data?.classes ?? []).map(({ one, depth }) => ({
        value: one.id,
        label: `${'　'.repeat(depth)}${nameOf(one)}`,
        disabled: usableOnly && (one.abstract || !one.active),
      })),
  }
}

function wordsOf(type: RelationType | undefined, direction: 'out' | 'in', english: boolean): string {
  if (!type) return ''
  if (direction === 'out') return english ? type.forwardEn : type.forward
  return english ? type.backwardEn : type.backward
}

/** Parents before children. */
export function tree(
  classes: readonly CiClass[],
  parentId: string | null = null,
  depth = 0,
): { one: CiClass; depth: number }[] {
  return classes
    .filter((one) => one.parentId === parentId)
    .flatMap((one) => [{ one, depth }, ...tree(classes, one.id, depth + 1)])
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
}

/** A value of an attribute as people read it. */
export function AttributeText({
  def,
  value,
  names,
}: {
  def: AttributeDefinition | undefined
  value: unknown
  names?: Record<string, string>
}) {
  const { t, i18n } = useTranslation('ci')
  const all = [value].flat().filter((one) => one !== null && one !== undefined)
  if (all.length === 0) return <>—</>
  const english = i18n.language.startsWith('en')
  const one = (v: unknown): string => {
    if (typeof v === 'boolean') return t(v ? 'ui.yes' : 'ui.no')
    if (typeof v === 'number') return def?.unit ? `${v} ${def.unit}` : String(v)
    const option = def?.options?.find((o) => o.value === v)
    if (option) return english ? option.nameEn : option.name
    return names?.[String(v)] ?? (typeof v === 'object' ? JSON.stringify(v) : String(v))
  }
  return <>{all.map(one).join(comma())}</>
}
