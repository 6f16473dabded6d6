import type { Db } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { unitZone } from '#kernel/settings/index.ts'
import { visibleIncidents } from '#modules/incident/index.ts'
import type { DashboardFilters } from './contract.ts'
import { readRange, type Range, type Scope } from './store/scope.ts'
import { longestPeriod } from './words.ts'

const lengths = { today: 1, '7d': 7, '30d': 30, '90d': 90 } as const

/**
 * Whose tickets of which days a figure counts.
 * @throws dashboard.period_incomplete, dashboard.period_reversed, dashboard.period_too_long (422)
 */
export async function readQuestion(
  db: Db,
  actor: Actor,
  input: DashboardFilters,
): Promise<{ scope: Scope; range: Range }> {
  const range = await readRange(db, unitZone(), daysOf(input))
  const { orgId, serviceId } = input
  return { scope: { visible: visibleIncidents(actor), orgId, serviceId }, range }
}

function daysOf(input: DashboardFilters): { days: number } | { from: string; to: string } {
  if (input.period !== 'custom') return { days: lengths[input.period] }
  const { from, to } = input
  if (!from || !to)
    throw new AppError('dashboard.period_incomplete', { status: 422, field: from ? 'to' : 'from' })
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1
  if (days < 1) throw new AppError('dashboard.period_reversed', { status: 422, field: 'to' })
  if (days > longestPeriod)
    throw new AppError('dashboard.period_too_long', {
      status: 422,
      field: 'to',
      params: { n: longestPeriod },
    })
  return { from, to }
}
