import type { Manifest } from '#kernel/manifest.ts'
import { wordSplit } from '#kernel/fact/index.ts'
import en from './en.ts'
import { evidence } from './evidence.ts'
import { facts } from './facts.ts'
import { jobs } from './fire-steps.ts'
import { reactions } from './reactions.ts'
import { routes } from './routes.ts'
import { ensureShipped } from './shipped.ts'
import zh from './zh-CN.ts'

export {
  cancelClocks,
  pauseClocks,
  reopenClock,
  resumeClocks,
  reviveClocks,
  stopClock,
} from './change-clocks.ts'
export { fireSteps } from './fire-steps.ts'
export { handOver, type HandOver } from './hand-over.ts'
export { type Grade } from './metrics.ts'
export { clocksOf, explainClocks, type ExplainedClock } from './read-clocks.ts'
export { staysOf } from './read-stays.ts'
export { pauseOwnClocks, resumeOwnClocks, startOwnClock } from './own-targets.ts'
export { recalculateClocks, type Recalculation } from './recalculate-clocks.ts'
export { DEFAULT_AGREEMENT_ID } from './shipped.ts'
export {
  planClocks,
  startClock,
  startClocks,
  type NewClock,
  type NewClocks,
  type PlannedClocks,
} from './start-clocks.ts'

export const manifest: Manifest = {
  name: 'sla',
  folder: import.meta.dirname,
  locales: { zh, en },
  evidence,
  facts,
  factSplits: [wordSplit('metric', 'sla:metric')],
  routes,
  permissions: {
    'sla.read': {
      grants: ['desk', 'engineer', 'vendor-engineer', 'duty-leader', 'manager', 'asset-keeper', 'finance'],
    },
    'sla.manage': { grants: ['manager'] },
  },
  reactions,
  jobs,
  ensureShipped,
}
