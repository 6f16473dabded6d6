import type { Manifest } from '../manifest.ts'
import en from './en.ts'
import { routes } from './routes.ts'
import { kernelSplits } from './splits.ts'
import zh from './zh-CN.ts'

export type { GivenCase } from './store.ts'
export type { Fact, FactQuery, FactRecord, FactSplit, Figure } from './fact.ts'
export { allFacts, factOf } from './registry.ts'
export { registerMeasures } from './measures.ts'
export { factKeyOfRule } from './of-rules.ts'
export { namedParts } from './read.ts'
export {
  figureOfFact,
  figuresOfParts,
  givenCases,
  inGroupSql,
  inSubjectSql,
  recordsOfFact,
  spanOfDays,
  tableSplit,
  vendorGroupsSql,
  wordSplit,
} from './store.ts'

export const manifest: Manifest = {
  name: 'fact',
  folder: import.meta.dirname,
  locales: { zh, en },
  routes,
  factSplits: kernelSplits,
  permissions: {
    // a vendor's engineers see the figures of their own company, as everybody those of the orgs of their roles
    'fact.read': {
      grants: ['desk', 'engineer', 'vendor-engineer', 'duty-leader', 'manager', 'asset-keeper'],
    },
  },
}
