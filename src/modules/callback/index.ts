import { route } from '#kernel/http/index.ts'
import type { Manifest } from '#kernel/manifest.ts'
import { staff } from '#kernel/permission/index.ts'
import * as contract from './contract.ts'
import en from './en.ts'
import { checkTimeVerb } from './hours.ts'
import * as moves from './moves.ts'
import { callbacksOfTicketVerb, listCallbacksVerb } from './read.ts'
import { callbackTimer } from './reminder.ts'
import zh from './zh-CN.ts'

const doers = ['callback.do']

export const manifest: Manifest = {
  name: 'callback',
  folder: import.meta.dirname,
  locales: { zh, en },
  permissions: {
    'callback.do': { grants: [...staff, 'vendor-engineer'] },
    // any of the org subtree of the role, not only one's own
    'callback.lead': { grants: ['desk', 'duty-leader', 'manager'] },
  },
  notices: { given: doers, due: doers, overdue: doers, unsolved: doers },
  routes: [
    route(contract.listCallbacks, listCallbacksVerb),
    route(contract.callbacksOfTicket, callbacksOfTicketVerb),
    route(contract.checkCallbackTime, checkTimeVerb),
    route(contract.scheduleCallback, moves.scheduleCallbackVerb),
    route(contract.recordCallback, moves.recordCallbackVerb),
    route(contract.moveCallback, moves.moveCallbackVerb),
    route(contract.cancelCallback, moves.cancelCallbackVerb),
  ],
  reactions: [{ name: 'callback.bring-over', on: 'incident.merged', run: moves.bringOverOnMerge }],
  timers: [callbackTimer],
}
