import type { Manifest } from '#kernel/manifest.ts'
import { staff } from '#kernel/permission/index.ts'
import { registerList } from '#kernel/view/index.ts'
import { reactions, registerChanges, timers } from './approve.ts'
import { followMerge } from './links.ts'
import en from './en.ts'
import { evidence } from './evidence.ts'
import { factSplits, facts } from './named-facts.ts'
import { routes } from './routes.ts'
import { silenceAlerts, windowEnd, windowIsOver } from './silence.ts'
import { changeList } from './view-list.ts'
import zh from './zh-CN.ts'

export { accessChange } from './policy.ts'
export { findChangeByNumber, titlesOf } from './front.ts'
export { createChangeVerb as createChange } from './draft.ts'
export { createFreezeVerb as createFreeze } from './freezes.ts'
export { assessChangeVerb as assessChange, submitChangeVerb as submitChange } from './hand-in.ts'
export { doTaskVerb as doTask, recordEvidenceVerb as recordEvidence } from './parts.ts'
export {
  closeChangeVerb as closeChange,
  confirmVerb as confirmChange,
  implementChangeVerb as implementChange,
  startChangeVerb as startChange,
} from './perform.ts'
export { createTemplateVerb as createTemplate } from './settings.ts'
export { templatesByName } from './store/plan.ts'

const workers = [...staff, 'vendor-engineer'] as const
const mine = ['change.request', 'change.implement']

export const manifest: Manifest = {
  name: 'change',
  folder: import.meta.dirname,
  locales: { zh, en },
  evidence,
  facts,
  factSplits,
  permissions: {
    'change.read': { grants: workers },
    // everything in the org subtree of the role, not only one's own
    'change.read-scope': { grants: staff },
    'change.request': { grants: workers },
    'change.assess': { grants: ['duty-leader', 'manager'] },
    'change.implement': { grants: workers },
    'change.manage': { grants: ['manager'] },
  },
  notices: {
    submitted: ['change.assess'],
    'sent-back': mine,
    scheduled: mine,
    returned: mine,
    rejected: mine,
    voided: mine,
    started: mine,
    implemented: [...mine, 'change.assess'],
    failed: [...mine, 'change.assess'],
    'backed-out': mine,
    closed: mine,
    cancelled: mine,
    confirm: mine,
    'ratify-overdue': [...mine, 'change.manage'],
    'ratify-returned': [...mine, 'change.manage'],
    watched: ['change.read'],
  },
  routes,
  reactions: [...reactions, { name: 'change.follow-merge', on: 'incident.merged', run: followMerge }],
  timers: [...timers, { kind: windowEnd, run: windowIsOver }],
  setUp: () => {
    registerChanges()
    registerList(changeList)
    silenceAlerts()
  },
}
