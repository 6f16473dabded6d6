import type { Manifest } from '../manifest.ts'
import en from './en.ts'
import { routes } from './routes.ts'
import { ensureShippedCalendars, syncHolidays } from './ship.ts'
import zh from './zh-CN.ts'

export * from './core.ts'
export { defaultCalendar, loadCalendar, loadCalendars, workingDaysAfter } from './load.ts'
export { nextOccurrence, upcoming, type Rule } from './recurrence.ts'
export { ensureShippedCalendars, syncHolidays }

export const manifest: Manifest = {
  name: 'calendar',
  folder: import.meta.dirname,
  locales: { zh, en },
  routes,
  permissions: {
    // Hours and holidays are a setting of the platform: the manager's and the system administrator's.
    'calendar.manage': { grants: ['manager', 'system-admin'], administrative: true },
  },
  ensureShipped: async (tx) => {
    await syncHolidays(tx)
    await ensureShippedCalendars(tx)
  },
}
