import {
  BellOutlined,
  CheckCircleOutlined,
  ClockCircleOutlined,
  EyeInvisibleOutlined,
  LikeOutlined,
  StopOutlined,
  ThunderboltOutlined,
  UserOutlined,
} from '@ant-design/icons'
import type { ReactNode } from 'react'
import type { CallInput } from '#kernel/http/endpoint.ts'
import type { UrlState } from '#web/url.ts'
import type { listAlerts } from '../contract.ts'

export const views = [
  'todo',
  'acknowledged',
  'mine',
  'waiting',
  'silenced',
  'suppressed',
  'open',
  'resolved',
] as const
export type View = (typeof views)[number]

export const viewIcons: Record<View, ReactNode> = {
  todo: <BellOutlined />,
  acknowledged: <LikeOutlined />,
  mine: <UserOutlined />,
  waiting: <ClockCircleOutlined />,
  silenced: <EyeInvisibleOutlined />,
  suppressed: <StopOutlined />,
  open: <ThunderboltOutlined />,
  resolved: <CheckCircleOutlined />,
}

type Query = Omit<CallInput<typeof listAlerts>, 'cursor' | 'limit'>

/** What each view asks for. The first is what nobody has taken in hand. */
export const viewQuery: Record<View, Query> = {
  todo: { state: 'firing,flapping' },
  acknowledged: { state: 'acknowledged' },
  mine: { status: 'firing', owner: 'me' },
  waiting: { state: 'waiting' },
  silenced: { state: 'silenced' },
  suppressed: { state: 'suppressed' },
  open: { state: 'firing,flapping,acknowledged,waiting,silenced,suppressed' },
  resolved: { state: 'resolved' },
}

export const viewOf = (url: UrlState): View => views.find((one) => one === url['view']) ?? 'todo'

/** The question of the page: its view and the filters of the address. */
export function queryOf(url: UrlState, view: View): Query {
  return {
    ...viewQuery[view],
    q: url['q'],
    severity: url['severity'],
    serviceId: url['serviceId'],
    ciId: url['ciId'],
    name: url['name'],
  }
}

/** How many a view holds, from the counts by state; null where they do not say it. */
export function countOf(
  view: View,
  counts: { key: string | null; count: number }[] | undefined,
): number | null {
  if (!counts || view === 'mine' || view === 'resolved') return null
  const states = String(viewQuery[view].state).split(',')
  return counts.reduce((sum, one) => sum + (states.includes(one.key ?? '') ? one.count : 0), 0)
}
