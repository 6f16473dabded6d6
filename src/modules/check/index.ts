import type { Manifest } from '#kernel/manifest.ts'
import { staff } from '#kernel/permission/index.ts'
import { registerCheckSource } from '#modules/ci/index.ts'
import en from './en.ts'
import { evidence } from './evidence.ts'
import { facts } from './facts.ts'
import { forgetHistory, keepHistory } from './roll-up.ts'
import { checksOfItems } from './of-items.ts'
import { routes } from './routes.ts'
import { applyTimer, followCi } from './template-apply.ts'
import { CheckWorker } from './schedule/worker.ts'
import { tick } from './tick.ts'
import zh from './zh-CN.ts'

export { environmentReadings } from './environment.ts'
export { checkTotals } from './metrics.ts'
export { overviewVerb as checkOverview } from './overview.ts'
// for the sample city
export { createCheckVerb as createCheck } from './checks.ts'
export { addReadingVerb as addReading } from './readings.ts'
export { RemoteProbe } from './schedule/remote.ts'
export { runFigures } from './schedule/worker.ts'

const keepers = ['engineer', 'duty-leader', 'manager'] as const

export const manifest: Manifest = {
  name: 'check',
  folder: import.meta.dirname,
  locales: { zh, en },
  facts,
  permissions: {
    'check.read': { grants: [...staff, 'vendor-engineer', 'asset-keeper'] },
    'check.report': { grants: [...staff, 'asset-keeper'] },
    'check.manage': { grants: keepers },
    'check.configure': { grants: ['manager'] },
  },
  routes,
  reactions: [{ name: 'check.template-follows', on: 'ci.changed', run: followCi }],
  timers: [applyTimer],
  jobs: [
    { name: 'check.tick', everySeconds: 1, run: ({ db }) => tick(db) },
    { name: 'check.keep-history', everySeconds: 10, run: ({ db }) => keepHistory(db) },
    { name: 'check.forget-history', everySeconds: 600, run: ({ db }) => forgetHistory(db) },
  ],
  daemons: [
    {
      name: 'check.run',
      start: (context) => {
        const worker = new CheckWorker(context)
        worker.start()
        return worker
      },
    },
  ],
  setUp: () => registerCheckSource(checksOfItems),
  evidence,
}
