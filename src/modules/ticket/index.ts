import { route } from '#kernel/http/index.ts'
import type { Manifest } from '#kernel/manifest.ts'
import { business } from '#kernel/permission/index.ts'
import { createCategory, listCategories, updateCategory } from './categories.ts'
import * as contract from './contract.ts'
import en from './en.ts'
import zh from './zh-CN.ts'

export {
  insertTicket,
  updateTicket,
  setDue,
  touchTicket,
  duplicatesOf,
  type NewTicket,
  type TicketPatch,
} from './store/ticket.ts'
export {
  insertTimeline as addTimeline,
  insertTimelines as addTimelines,
  timelineOf,
  type NewTimelineEntry,
  type TimelineRow,
} from './store/timeline.ts'
export { addAffected, affectedOf, setWatcher, watchersOf, type AffectedRow } from './store/people.ts'
export { insertWorkLog, workLogsOf, type WorkLogRow } from './store/work-log.ts'
export { categories } from './store/category.ts'
export { createCategory } from './categories.ts'

export const manifest: Manifest = {
  name: 'ticket',
  folder: import.meta.dirname,
  locales: { zh, en },
  permissions: {
    'ticket.read-categories': { grants: business },
    'ticket.configure': { grants: ['manager'] },
  },
  routes: [
    route(contract.listCategories, listCategories),
    route(contract.createCategory, createCategory),
    route(contract.updateCategory, updateCategory),
  ],
}
