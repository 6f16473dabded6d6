/** How long a rule leaves an alert to people before it opens an incident. */
import { defaultCalendar, dueAt, loadCalendars, type CompiledCalendar } from '#kernel/calendar/index.ts'
import type { Db } from '#kernel/db/index.ts'
import { serviceForIntake } from '#modules/service/index.ts'

/** How long people have; `service`: counted in the service's hours, where it has none in the unit's. */
export interface Patience {
  minutes: number
  hours: 'always' | 'service'
}

/** Until when an alert that begins at `from` (ms) is left to people. */
export function answerDue(calendar: CompiledCalendar | undefined, from: number, minutes: number): number {
  return calendar ? dueAt(calendar, from, minutes * 60) : from + minutes * 60_000
}

/** The calendars of these services, by their ids; under `null` the unit's, which also stands for services without one. */
export async function hoursOf(
  db: Db,
  serviceIds: readonly string[],
): Promise<(serviceId: string | null) => CompiledCalendar> {
  const unit = await defaultCalendar(db)
  const calendarIds = new Map<string, string>()
  for (const id of new Set(serviceIds)) {
    const calendarId = (await serviceForIntake(db, id))?.calendarId
    if (calendarId) calendarIds.set(id, calendarId)
  }
  const calendars = await loadCalendars(db, [...new Set(calendarIds.values())])
  return (serviceId) => calendars.get(calendarIds.get(serviceId ?? '') ?? '') ?? unit
}
