import { tableSplit } from '#kernel/fact/index.ts'
import { route } from '#kernel/http/index.ts'
import type { Manifest } from '#kernel/manifest.ts'
import { business, staff } from '#kernel/permission/index.ts'
import { recordTitles } from './access.ts'
import { createCategory, listCategories, updateCategory } from './categories.ts'
import * as contract from './contract.ts'
import * as taskContract from './task-contract.ts'
import { taskTimer } from './task-reminder.ts'
import * as tasks from './tasks.ts'
import en from './en.ts'
import { evidence } from './evidence.ts'
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
export { storyOf } from './story.ts'
export { addAffected, affectedOf, setWatcher, watchersOf, type AffectedRow } from './store/people.ts'
export { insertWorkLog, workLogsOf, type WorkLogRow } from './store/work-log.ts'
export { categories } from './store/category.ts'
export { createCategory } from './categories.ts'
export { accessTicket, ticketTitles, visibleTickets, type FoundTicket } from './access.ts'
export { contactsOf } from './store/visible.ts'
export { registerTicketKind, type TicketAccess, type TicketKind } from './kinds.ts'
export { addTasks, settleTasks } from './tasks.ts'
export { moveOpenTasks, type NewTask } from './store/tasks.ts'

const workers = [...staff, 'vendor-engineer'] as const

export const manifest: Manifest = {
  name: 'ticket',
  folder: import.meta.dirname,
  locales: { zh, en },
  evidence,
  recordTitles,
  factSplits: [tableSplit('category', 'category', true)],
  permissions: {
    'ticket.read-categories': { grants: business },
    'ticket.configure': { grants: ['manager'] },
    'ticket.tasks': { grants: workers },
  },
  routes: [
    route(contract.listCategories, listCategories),
    route(contract.createCategory, createCategory),
    route(contract.updateCategory, updateCategory),
    route(taskContract.listTasks, tasks.listTasks),
    route(taskContract.addTask, tasks.addTask),
    route(taskContract.orderTasks, tasks.orderTasks),
    route(taskContract.editTask, tasks.editTask),
    route(taskContract.finishTask, tasks.finishTask),
    route(taskContract.giveUpTask, tasks.giveUpTask),
    route(taskContract.reopenTask, tasks.reopenTask),
    route(taskContract.myTasks, tasks.myTasks),
  ],
  timers: [taskTimer],
  notices: {
    'task-assigned': ['ticket.tasks'],
    'task-due-soon': ['ticket.tasks'],
    'task-overdue': ['ticket.tasks'],
  },
}
