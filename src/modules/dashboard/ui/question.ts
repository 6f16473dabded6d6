import type { CallInput } from '#kernel/http/endpoint.ts'
import { useUrlState } from '#web/url.ts'
import type { dashboardLoad } from '../contract.ts'
import { periods, type Period } from '../words.ts'
import type { Chosen } from './links.ts'

export type Question = CallInput<typeof dashboardLoad>

/** What all figures are asked, from the address: the page's only state, so that it can be sent to a colleague. */
export function useQuestion(): { question: Question; chosen: Chosen; period: Period; complete: boolean } {
  const [url] = useUrlState()
  const period = periods.find((one) => one === url['period']) ?? '30d'
  const { from, to, orgId, serviceId } = url
  const chosen: Chosen = { ...(orgId ? { orgId } : {}), ...(serviceId ? { serviceId } : {}) }
  const days = period === 'custom' ? { ...(from ? { from } : {}), ...(to ? { to } : {}) } : {}
  const complete = period !== 'custom' || Boolean(from && to)
  return { question: { period, ...days, ...chosen }, chosen, period, complete }
}
