import { route } from '#kernel/http/index.ts'
import type { Manifest } from '#kernel/manifest.ts'
import { staff } from '#kernel/permission/index.ts'
import * as contract from './contract.ts'
import en from './en.ts'
import { evidence } from './evidence.ts'
import { facts } from './facts.ts'
import * as logs from './logs.ts'
import { printLogsVerb } from './print.ts'
import { missTimer, reactions } from './shifts.ts'
import zh from './zh-CN.ts'

export const manifest: Manifest = {
  name: 'duty-log',
  folder: import.meta.dirname,
  locales: { zh, en },
  facts,
  permissions: {
    'duty-log.read': { grants: [...staff, 'vendor-engineer'] },
    'duty-log.write': { grants: [...staff, 'vendor-engineer'] },
    // where nobody of the shift can: its leaders write, sign and take over
    'duty-log.manage': { grants: ['duty-leader', 'manager'] },
  },
  routes: [
    route(contract.listLogs, logs.listLogsVerb),
    route(contract.myLog, logs.myLogVerb),
    route(contract.getLog, logs.getLogVerb),
    route(contract.prefillLog, logs.prefillLogVerb),
    route(contract.addLine, logs.addLineVerb),
    route(contract.editLine, logs.editLineVerb),
    route(contract.removeLine, logs.removeLineVerb),
    route(contract.signLog, logs.signLogVerb),
    route(contract.takeOver, logs.takeOverVerb),
    route(contract.printLogs, printLogsVerb),
  ],
  notices: Object.fromEntries(Object.keys(zh.notify).map((leaf) => [leaf, ['duty-log.read']])),
  timers: [missTimer],
  reactions,
  evidence,
}
