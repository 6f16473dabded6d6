import type { CallOutput } from '#kernel/http/endpoint.ts'
import type { dashboardBreaches, dashboardLoad } from '../contract.ts'
import { shares, type Metric } from '../words.ts'

/** Filters in the address of `/incidents`, under the API's own names. */
export type Search = Record<string, string>

/** The filters of the page that every link keeps. */
export interface Chosen {
  orgId?: string | undefined
  serviceId?: string | undefined
}

interface Span {
  from: string
  to: string
}

const keep = ({ orgId, serviceId }: Chosen): Search => ({
  view: 'all',
  ...(orgId ? { orgId } : {}),
  ...(serviceId ? { serviceId } : {}),
})
const occurred = ({ from, to }: Span): Search => ({ occurredFrom: from, occurredTo: to })
/** What counts as a fault: not what was cancelled. */
const fault: Search = { type: 'fault', notCancelled: 'true' }

export const openNow = (c: Chosen): Search => ({ ...keep(c), open: 'true' })
export const openInState = (c: Chosen, state: string): Search => ({ ...openNow(c), state })
export const filedBetween = (c: Chosen, span: Span): Search => ({ ...keep(c), ...occurred(span) })
export const resolvedBetween = (c: Chosen, { from, to }: Span): Search => ({
  ...keep(c),
  resolvedFrom: from,
  resolvedTo: to,
})

type Ahead = CallOutput<typeof dashboardBreaches>['ahead'][number]
export type Day = CallOutput<typeof dashboardLoad>['days'][number]

export const dueBetween = (c: Chosen, { dueFrom, dueTo }: Pick<Ahead, 'dueFrom' | 'dueTo'>): Search => ({
  ...openNow(c),
  ...(dueFrom ? { dueFrom } : {}),
  ...(dueTo ? { dueTo } : {}),
  sort: 'due',
})

/** Faults whose clock stands or ended like this. */
export const clockEnded = (c: Chosen, span: Span, metric: Metric, clock: string): Search => ({
  ...keep(c),
  ...fault,
  ...occurred(span),
  metric,
  clock,
})

/** Faults whose clock stopped with the share of its target used that `shares[at]` says. */
export function clockUsed(c: Chosen, span: Span, metric: Metric, at: number): Search {
  const share = shares[at]
  return {
    ...keep(c),
    ...fault,
    ...occurred(span),
    metric,
    usedFrom: String(share?.from ?? 0),
    ...(share?.to ? { usedTo: String(share.to) } : {}),
  }
}

/** Faults of the period. */
export const faultsOf = (c: Chosen, span: Span): Search => ({ ...keep(c), ...fault, ...occurred(span) })

const onlyOpen = (open: boolean | undefined): Search => (open === undefined ? {} : { open: String(open) })

/** Faults of an information system, of none when `id` is null. */
export const ofService = (c: Chosen, span: Span, id: string | null, open?: boolean): Search => ({
  ...faultsOf(c, span),
  ...(id === null ? { noService: 'true' } : { serviceId: id }),
  ...onlyOpen(open),
})

/** Faults of the org itself. */
export const ofOrg = (c: Chosen, span: Span, orgId: string, open?: boolean): Search => ({
  ...faultsOf(c, span),
  orgId,
  orgOnly: 'true',
  ...onlyOpen(open),
})

/** Tickets of the period that were with the group under an agreement; with how its promise stands or ended. */
export const ofGroup = (c: Chosen, span: Span, groupId: string, stay?: string): Search => ({
  ...keep(c),
  ...occurred(span),
  notCancelled: 'true',
  stayGroupId: groupId,
  ...(stay ? { stay } : {}),
})
export const ofStays = (c: Chosen, span: Span, stay: string): Search => ({
  ...keep(c),
  ...occurred(span),
  notCancelled: 'true',
  stay,
})

/** Tickets of the period that somebody rated so; `asked`: not yet, `expired`: never. */
export const answered = (c: Chosen, span: Span, satisfaction: string): Search => ({
  ...keep(c),
  ...occurred(span),
  satisfaction,
})

/** Requests of the period that their requester rated so; a link to the list of requests. */
export const requestsAnswered = ({ orgId }: Chosen, span: Span, satisfaction: string): Search => ({
  view: 'requests',
  ...(orgId ? { orgId } : {}),
  ...occurred(span),
  satisfaction,
})
