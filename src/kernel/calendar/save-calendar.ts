import { audit } from '../audit/index.ts'
import { newId, type Tx } from '../db/index.ts'
import { AppError, notFound } from '../errors/index.ts'
import { emit } from '../events/index.ts'
import type { Input, Output } from '../http/endpoint.ts'
import type { Actor } from '../permission/index.ts'
import { unitZone } from '../settings/zone.ts'
import type { CalendarSpec } from './calendar.ts'
import type * as contract from './contract.ts'
import { calendarFacts, calendarView, intervals, weekIntervals } from './shape.ts'
import { clearDefault, findCalendar, insertCalendar, lockCalendars, replaceCalendar } from './store.ts'
import type { StoredCalendar } from './store.ts'
import { isZone } from './zone.ts'

type Created = Input<typeof contract.createCalendar>

/**
 * Adds a calendar; the first of `isDefault: true` takes the mark from the one that had it.
 * @throws calendar.unknown_zone (422); http.duplicate (409) for a name in use
 */
export async function createCalendar(
  tx: Tx,
  actor: Actor,
  input: Created,
): Promise<Output<typeof contract.createCalendar>> {
  const spec = checked({ id: newId(), ...fields({ zone: unitZone(), ...input }) } as CalendarSpec)
  await lockCalendars(tx)
  if (input.isDefault) await clearDefault(tx)
  await insertCalendar(tx, spec, input.isDefault)
  const after = await stored(tx, spec.id)
  await audit(tx, actor, {
    action: 'calendar.create',
    entity: 'calendar',
    entityId: spec.id,
    after: calendarFacts(after),
  })
  return calendarView(actor, after)
}

/**
 * Changes a calendar; lists that are given replace the old ones whole. Emits `calendar.changed`, on which running
 * clocks are computed anew.
 * @throws calendar.not_found (404); calendar.version_stale (412); calendar.default_needed (409) when the mark
 * would go with nobody taking it; calendar.unknown_zone (422)
 */
export async function updateCalendar(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.updateCalendar>,
): Promise<Output<typeof contract.updateCalendar>> {
  const { id, version, ...patch } = input
  await lockCalendars(tx)
  const before = await findCalendar(tx, id, true)
  if (!before) throw notFound('calendar')
  if (before.version !== version)
    throw new AppError('calendar.version_stale', { status: 412, params: { version: before.version } })
  const isDefault = patch.isDefault ?? before.isDefault
  if (before.isDefault && !isDefault) throw new AppError('calendar.default_needed', { field: 'isDefault' })
  const spec = checked({ ...before, ...fields(patch) })
  if (isDefault && !before.isDefault) await clearDefault(tx)
  if (!(await replaceCalendar(tx, spec, isDefault, version)))
    throw new AppError('calendar.version_stale', { status: 412, params: { version } })
  const after = await stored(tx, id)
  await audit(tx, actor, {
    action: 'calendar.update',
    entity: 'calendar',
    entityId: id,
    before: calendarFacts(before),
    after: calendarFacts(after),
  })
  await emit(tx, { type: 'calendar.changed', entity: 'calendar', entityId: id })
  return calendarView(actor, after)
}

type Patch = { [K in keyof Created]?: Created[K] | undefined }

/** The given fields in the shape of a spec; those that are not given are left out. */
function fields(input: Patch): Partial<CalendarSpec> {
  const { isDefault: _, week, seasons, specialDays, ...plain } = input
  return {
    ...(Object.fromEntries(
      Object.entries(plain).filter(([, v]) => v !== undefined),
    ) as Partial<CalendarSpec>),
    ...(week && { week: weekIntervals(week) }),
    ...(seasons && { seasons: seasons.map((s) => ({ ...s, week: weekIntervals(s.week) })) }),
    ...(specialDays && { specialDays: specialDays.map((d) => ({ ...d, hours: intervals(d.hours) })) }),
  }
}

function checked<T extends CalendarSpec>(spec: T): T {
  if (!isZone(spec.zone))
    throw new AppError('calendar.unknown_zone', { status: 422, field: 'zone', params: { zone: spec.zone } })
  return spec
}

async function stored(tx: Tx, id: string): Promise<StoredCalendar> {
  const row = await findCalendar(tx, id)
  if (!row) throw new Error(`calendar ${id} is gone within its own transaction`)
  return row
}
