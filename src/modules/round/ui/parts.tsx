import { ClockCircleOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { comma } from '#web/kit/marks.ts'
import { StatusTag, Tag, type Hue } from '#web/kit/tags.tsx'
import type { getPlan } from '../contract.ts'
import type { getRound, listRounds } from '../round-contract.ts'

export type Plan = CallOutput<typeof getPlan>
export type Round = CallOutput<typeof getRound>
export type Line = CallOutput<typeof listRounds>['items'][number]
export type Entry = Round['entries'][number]

const stateHues: Record<Line['state'], Hue> = {
  due: 'amber',
  underway: 'blue',
  missed: 'red',
  done: 'green',
  skipped: 'grey',
}
const resultHues: Record<string, Hue> = { normal: 'green', abnormal: 'red', skipped: 'grey', none: 'grey' }

export function StateTag({ round }: { round: Pick<Line, 'state' | 'late'> }) {
  const { t } = useTranslation('round')
  const { state, late } = round
  return (
    <>
      <StatusTag state={state} label={t(`state.${state}`)} hue={stateHues[state]} />
      {late && state !== 'missed' ? (
        <Tag hue="red" icon={<ClockCircleOutlined />}>
          {t('late')}
        </Tag>
      ) : null}
    </>
  )
}

export function ResultTag({ result }: { result: Entry['result'] }) {
  const { t } = useTranslation('round')
  const shown = result ?? 'none'
  return <StatusTag state={shown} label={t(`result.${shown}`)} hue={resultHues[shown]!} />
}

export function Progress({ done, entries }: { done: number; entries: number }) {
  const { t } = useTranslation('round')
  return (
    <span className="zy-rnd-progress">
      <progress value={done} max={entries} aria-label={t('field.progress')} /> {done} / {entries}
    </span>
  )
}

/** What a reading says, in the words of its item. */
export function useReading() {
  const { t } = useTranslation('round')
  return (
    of: Pick<Entry, 'kind' | 'unit'>,
    value: { number: number | null; text: string | null },
  ): string => {
    if (value.number !== null) return `${value.number} ${of.unit ?? ''}`.trim()
    if (of.kind === 'yes-no' && value.text) return t(value.text === 'yes' ? 'reading.yes' : 'reading.no')
    return value.text ?? '—'
  }
}

/** What is normal of an item, in words; nothing where nothing is said. */
export function useNormal() {
  const { t } = useTranslation('round')
  return (of: Pick<Entry, 'kind' | 'low' | 'high' | 'unit' | 'normal'>): string => {
    if (of.kind === 'choice') return t('field.normalOnes', { list: of.normal.join(comma()) || '—' })
    if (of.low === null && of.high === null) return ''
    return t('field.range', { low: of.low ?? '…', high: of.high ?? '…', unit: of.unit ?? '' })
  }
}
