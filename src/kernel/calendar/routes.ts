import { route } from '../http/route.ts'
import { computeDue, computeElapsed } from './compute.ts'
import * as contract from './contract.ts'
import { getHolidays, listHolidays, setHolidays } from './holiday-years.ts'
import { getCalendar, getCalendarYear, listCalendars } from './read-calendars.ts'
import { createCalendar, updateCalendar } from './save-calendar.ts'

export const routes = [
  route(contract.listCalendars, listCalendars),
  route(contract.getCalendar, getCalendar),
  route(contract.getCalendarYear, getCalendarYear),
  route(contract.createCalendar, createCalendar),
  route(contract.updateCalendar, updateCalendar),
  route(contract.listHolidays, listHolidays),
  route(contract.getHolidays, getHolidays),
  route(contract.setHolidays, setHolidays),
  route(contract.computeDue, computeDue),
  route(contract.computeElapsed, computeElapsed),
]
