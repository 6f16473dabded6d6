import { route } from '#kernel/http/index.ts'
import type { Manifest } from '#kernel/manifest.ts'
import * as contract from './contract.ts'
import en from './en.ts'
import { fileTimer } from './file-due.ts'
import * as schedules from './schedules.ts'
import zh from './zh-CN.ts'

export const manifest: Manifest = {
  name: 'recurring',
  folder: import.meta.dirname,
  locales: { zh, en },
  permissions: {
    'recurring.read': { grants: ['duty-leader', 'manager'] },
    'recurring.manage': { grants: ['manager'] },
  },
  routes: [
    route(contract.listRecurring, schedules.listRecurring),
    route(contract.createRecurring, schedules.createRecurring),
    route(contract.editRecurring, schedules.editRecurring),
    route(contract.deleteRecurring, schedules.deleteRecurring),
  ],
  timers: [fileTimer],
}
