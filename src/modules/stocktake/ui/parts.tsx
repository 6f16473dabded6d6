import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { StatusTag, type Hue } from '#web/kit/tags.tsx'
import type { getStocktake, listLines } from '../contract.ts'
import { departments } from '../lifecycle.ts'

export type Stocktake = CallOutput<typeof getStocktake>
export type Line = CallOutput<typeof listLines>['items'][number]

const stateHues: Record<string, Hue> = {
  draft: 'blue',
  counting: 'violet',
  reviewing: 'amber',
  signing: 'amber',
  closed: 'green',
  cancelled: 'grey',
}
const resultHues: Record<string, Hue> = {
  found: 'green',
  missing: 'red',
  moved: 'amber',
  damaged: 'red',
  differs: 'amber',
  surplus: 'violet',
}

export function StateTag({ state }: { state: string }) {
  const { t } = useTranslation('stocktake')
  return <StatusTag state={state} label={t(`state.${state}`)} hue={stateHues[state] ?? 'grey'} />
}

export function ResultTag({ result }: { result: string | null }) {
  const { t } = useTranslation('stocktake')
  if (result === null) return <>—</>
  return <StatusTag state={result} label={t(`result.${result}`)} hue={resultHues[result] ?? 'grey'} />
}

/** How much of a stocktake has been counted. */
export function counted(results: Stocktake['results']): { done: number; all: number } {
  const all = Object.values(results).reduce((sum, n) => sum + n, 0)
  return { done: all - (results['none'] ?? 0), all }
}

export function Progress({ results }: { results: Stocktake['results'] }) {
  const { t } = useTranslation('stocktake')
  const { done, all } = counted(results)
  if (all === 0) return <>—</>
  return (
    <span className="zy-stk-progress">
      <progress value={done} max={all} aria-label={t('page.progress')} /> {done} / {all}
    </span>
  )
}

/** Members by department. */
export function byDepartment(members: Stocktake['members']): [string, string[]][] {
  return departments.map((department) => [
    department,
    members.filter((one) => one.department === department).map((one) => one.person.name),
  ])
}
