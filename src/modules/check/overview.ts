import { loadCalendars, zoneOf } from '#kernel/calendar/index.ts'
import { dbNow, type Db } from '#kernel/db/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { scopeOf, type Actor } from '#kernel/permission/index.ts'
import { unitZone } from '#kernel/settings/index.ts'
import { ciContainers } from '#modules/ci/index.ts'
import type { Gathering, getOverview } from './overview-contract.ts'
import { visibleCheck } from './policy.ts'
import { ratiosOf } from './ratios.ts'
import { selectBriefs, type Brief } from './store/overview.ts'
import { checkStates, type CheckState } from './words.ts'

/** The worst first; a group is paused only when nothing else is to be said of it. */
const worst: readonly CheckState[] = [
  'critical',
  'warning',
  'unknown',
  'unreachable',
  'pending',
  'ok',
  'paused',
]
const rank = (state: CheckState): number => worst.indexOf(state)
const well: readonly CheckState[] = ['ok', 'paused']
/** Checks that a card names. */
const named = 4

/** The class of items that machine rooms are. */
const roomClass = 'machine-room'

interface Group {
  id: string | null
  name: string
  calendarId: string | null
  checks: Brief[]
}

/** Checks of the caller's units, gathered; availability is that of this month in the unit's zone. */
export async function overviewVerb(
  db: Db,
  actor: Actor,
  { by }: Input<typeof getOverview>,
): Promise<Output<typeof getOverview>> {
  const briefs = await selectBriefs(db, visibleCheck(actor))
  const groups = await gather(db, actor, by, briefs)
  const to = (await dbNow(db)).getTime()
  const { month, from } = monthOf(to)
  const calendars = await loadCalendars(db, [...new Set(groups.flatMap((one) => one.calendarId ?? []))])
  const gathered = groups.map((group) => ({
    id: group.id,
    checkIds: group.checks.map((one) => one.id),
    calendar: group.calendarId ? (calendars.get(group.calendarId) ?? null) : null,
  }))
  const key = [by, month, ...visibleCheck(actor), ...(by === 'room' ? scopeOf(actor, 'ci.read') : [])].join(
    ' ',
  )
  const ratios = await ratiosOf(db, key, gathered, { from, to })
  const shown = groups.map((group) => present(group, ratios.get(group.id) ?? null))
  shown.sort((a, b) => rank(a.state) - rank(b.state) || a.name.localeCompare(b.name, 'zh'))
  return { groups: shown, states: countStates(briefs), month }
}

function monthOf(now: number): { month: string; from: number } {
  const zone = zoneOf(unitZone())
  const day = new Date(zone.dayOf(now) * 86_400_000)
  const first = Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), 1)
  return { month: new Date(first).toISOString().slice(0, 7), from: zone.toInstant(first) }
}

async function gather(db: Db, actor: Actor, by: Gathering, briefs: readonly Brief[]): Promise<Group[]> {
  const rooms = by === 'room' ? await roomsOf(db, actor, briefs) : new Map<string, Named>()
  const keyOf = (one: Brief): (Named & { calendarId?: string | null }) | null =>
    by === 'service' ? one.service : by === 'vendor' ? one.vendor : (rooms.get(one.ciId ?? '') ?? null)
  const groups = new Map<string | null, Group>()
  for (const one of briefs) {
    const key = keyOf(one)
    const id = key?.id ?? null
    const group = groups.get(id) ?? {
      id,
      name: key?.name ?? '',
      calendarId: key?.calendarId ?? null,
      checks: [],
    }
    group.checks.push(one)
    groups.set(id, group)
  }
  return [...groups.values()]
}

interface Named {
  id: string
  name: string
}

function roomsOf(db: Db, actor: Actor, briefs: readonly Brief[]): Promise<Map<string, Named>> {
  const ids = [...new Set(briefs.flatMap((one) => one.ciId ?? []))]
  return ciContainers(db, scopeOf(actor, 'ci.read'), ids, roomClass)
}

function present({ id, name, checks }: Group, ratio: number | null) {
  const sorted = [...checks].sort((a, b) => rank(a.state) - rank(b.state))
  return {
    id,
    name,
    state: sorted[0]!.state,
    states: countStates(checks),
    checks: checks.length,
    raised: checks.filter((one) => one.raised).length,
    ratio,
    bad: sorted
      .filter((one) => !well.includes(one.state))
      .slice(0, named)
      .map((one) => ({ id: one.id, name: one.name, state: one.state })),
  }
}

function countStates(checks: readonly Brief[]): Record<CheckState, number> {
  const counts = Object.fromEntries(checkStates.map((state) => [state, 0])) as Record<CheckState, number>
  for (const { state } of checks) counts[state]++
  return counts
}
