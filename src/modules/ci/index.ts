import { alertTopology } from './alert-topology.ts'
import { registerReference } from '#kernel/ledger/index.ts'
import type { Manifest } from '#kernel/manifest.ts'
import { staff } from '#kernel/permission/index.ts'
import { registerTopology } from '#modules/alert/index.ts'
import { shipCatalogue } from './classes.ts'
import en from './en.ts'
import { evidence } from './evidence.ts'
import { factSplits, facts } from './named-facts.ts'
import { ciReference } from './reference.ts'
import { routes } from './routes.ts'
import { reindexMoved } from './search.ts'
import { followMerge } from './tickets.ts'
import zh from './zh-CN.ts'

export { acceptProposalVerb, openProposal, rejectProposalVerb } from './decide-proposal.ts'
export {
  createCiVerb as createCi,
  setLiveStateVerb as setLiveState,
  setServicesVerb as setServices,
} from './cis.ts'
export { createRedundancyVerb as createRedundancy, relateVerb as relate } from './relations.ts'
export { catalogueOf } from './catalogue.ts'
export { ciClassesBelow, ciContainers, ciContents, ciFacts, ciFactsOfClasses, type CiFacts } from './facts.ts'
export type { CheckCounts } from './words.ts'
export { listCisVerb as listCis } from './read-cis.ts'
export { anyCi } from './store/list.ts'
export { registerCheckSource, type CheckSource } from './live.ts'
export { scopeTokens } from './search.ts'
export { proposeCi, type CiProposal, type ProposalOutcome } from './proposals.ts'

registerReference('ci', ciReference)

const keepers = ['engineer', 'duty-leader', 'manager', 'asset-keeper'] as const

export const manifest: Manifest = {
  name: 'ci',
  folder: import.meta.dirname,
  locales: { zh, en },
  facts,
  factSplits,
  permissions: {
    'ci.read': { grants: [...staff, 'vendor-engineer', 'asset-keeper'] },
    'ci.manage': { grants: keepers },
    'ci.configure': { grants: ['manager'] },
  },
  routes,
  reactions: [
    { name: 'ci.reindex-moved', on: 'org.moved', run: reindexMoved },
    { name: 'ci.follow-merge', on: 'incident.merged', run: followMerge },
  ],
  ensureShipped: shipCatalogue,
  setUp: () => registerTopology(alertTopology),
  evidence,
}
