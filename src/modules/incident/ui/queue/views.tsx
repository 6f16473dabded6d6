import {
  ApartmentOutlined,
  CheckSquareOutlined,
  FieldTimeOutlined,
  InboxOutlined,
  PauseCircleOutlined,
  UnorderedListOutlined,
  UserOutlined,
} from '@ant-design/icons'
import type { ReactNode } from 'react'
import type { CallInput } from '#kernel/http/endpoint.ts'
import type { UrlState } from '#web/url.ts'
import type { listIncidents } from '../../contract.ts'
import { queues, type Queue } from '../../words.ts'

export type View = Queue | 'all'
type Query = Omit<CallInput<typeof listIncidents>, 'cursor'>

export const viewIcons: Record<View, ReactNode> = {
  mine: <UserOutlined />,
  group: <ApartmentOutlined />,
  unassigned: <InboxOutlined />,
  'due-soon': <FieldTimeOutlined />,
  pending: <PauseCircleOutlined />,
  resolved: <CheckSquareOutlined />,
  all: <UnorderedListOutlined />,
}

/** Filters that live in the address under the API's own names. */
export const filterKeys = [
  'state',
  'priority',
  'grade',
  'type',
  'channel',
  'serviceId',
  'categoryId',
  'groupId',
  'ownerId',
  'orgId',
  'requesterId',
  'breached',
  'open',
  'occurredFrom',
  'occurredTo',
  'orgOnly',
  'noService',
  'notCancelled',
  'resolvedFrom',
  'resolvedTo',
  'dueFrom',
  'dueTo',
  'metric',
  'clock',
  'usedFrom',
  'usedTo',
  'stayGroupId',
  'stay',
  'satisfaction',
] as const

/** The order of the queues; the first is the person's own start: the desk begins with what nobody has yet. */
export function viewOrder(dispatches: boolean): View[] {
  const first: Queue = dispatches ? 'unassigned' : 'mine'
  return [first, ...queues.filter((queue) => queue !== first), 'all']
}

/**
 * Which queue an address means. A link with filters and without a queue (a figure of the dashboard) means all, and so
 * does a saved view that names none.
 */
export function viewOf(url: UrlState, order: readonly View[]): View {
  const asked = url['view'] ?? (url['saved'] ? (url['queue'] ?? 'all') : undefined)
  return order.find((view) => view === asked) ?? order[0] ?? 'all'
}

/** True when the address filters inside its queue. */
export function isFiltered(url: UrlState): boolean {
  return [...filterKeys, 'q'].some((key) => url[key])
}

/** The list's question, from the address. Unknown values are the server's to refuse. */
export function queryOf(url: UrlState, view: View): Query {
  const filters = Object.fromEntries(filterKeys.flatMap((key) => (url[key] ? [[key, url[key]]] : [])))
  const sort = url['sort'] ?? (view === 'due-soon' ? 'due' : undefined)
  return {
    ...filters,
    ...(url['q'] ? { q: url['q'] } : {}),
    ...(view === 'all' ? {} : { queue: view }),
    ...(sort ? { sort } : {}),
    limit: 50,
  } as Query
}
