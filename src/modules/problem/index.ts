import type { Manifest } from '#kernel/manifest.ts'
import { staff } from '#kernel/permission/index.ts'
import { registerList } from '#kernel/view/index.ts'
import { registerTicketKind } from '#modules/ticket/index.ts'
import { problemKind } from './actions.ts'
import en from './en.ts'
import { evidence } from './evidence.ts'
import { factSplits, facts } from './facts.ts'
import { trendJob } from './find-trends.ts'
import { followMerge, useNamedKnownErrors } from './links.ts'
import { routes } from './routes.ts'
import { problemList } from './view-list.ts'
import zh from './zh-CN.ts'

export { addAnalysisVerb as addAnalysis } from './analyses.ts'
export { addActionVerb as addAction } from './actions.ts'
export { editProblemVerb as editProblem, openProblemVerb as openProblem } from './open.ts'
export { investigateVerb as investigateProblem, publishVerb as publishKnownError } from './perform.ts'
export { anyProblem } from './store/read.ts'

const workers = [...staff, 'vendor-engineer'] as const
const mine = ['problem.propose', 'problem.work']

export const manifest: Manifest = {
  name: 'problem',
  folder: import.meta.dirname,
  locales: { zh, en },
  evidence,
  facts,
  factSplits,
  permissions: {
    'problem.read': { grants: workers },
    // everything in the org subtree of the role, not only one's own
    'problem.read-scope': { grants: staff },
    'problem.propose': { grants: workers },
    'problem.work': { grants: workers },
    'problem.manage': { grants: ['duty-leader', 'manager'] },
  },
  notices: {
    assigned: ['problem.work'],
    resolved: mine,
    reopened: mine,
    closed: mine,
    cancelled: mine,
    proposed: ['problem.manage'],
  },
  routes,
  jobs: [{ name: 'problem.trends', everySeconds: 3600, run: trendJob }],
  reactions: [
    { name: 'problem.use-named', on: 'incident.resolved', run: useNamedKnownErrors },
    { name: 'problem.follow-merge', on: 'incident.merged', run: followMerge },
  ],
  setUp: () => {
    registerTicketKind(problemKind)
    registerList(problemList)
  },
}
