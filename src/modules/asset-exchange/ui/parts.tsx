import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { StatusTag, type Hue } from '#web/kit/tags.tsx'
import type { getExchange, listExchangeRows } from '../contract.ts'

export type Exchange = CallOutput<typeof getExchange>
export type Row = CallOutput<typeof listExchangeRows>['items'][number]

const stateHues: Record<string, Hue> = {
  reading: 'violet',
  refused: 'red',
  interrupted: 'red',
  open: 'amber',
  signing: 'blue',
  signed: 'green',
  cancelled: 'grey',
}
const kindHues: Record<string, Hue> = {
  same: 'green',
  differs: 'amber',
  'only-here': 'blue',
  'only-there': 'violet',
}

export function StateTag({ state }: { state: string }) {
  const { t } = useTranslation('asset-exchange')
  return <StatusTag state={state} label={t(`screen.state.${state}`)} hue={stateHues[state] ?? 'grey'} />
}

export function KindTag({ kind }: { kind: string }) {
  const { t } = useTranslation('asset-exchange')
  return <StatusTag state={kind} label={t(`screen.kind.${kind}`)} hue={kindHues[kind] ?? 'grey'} />
}

/** Counts of a run in the order of `kinds`. */
export const countsOf = ({ counts }: Pick<Exchange, 'counts'>): [string, number][] => [
  ['same', counts.same],
  ['differs', counts.differs],
  ['only-here', counts.onlyHere],
  ['only-there', counts.onlyThere],
]
