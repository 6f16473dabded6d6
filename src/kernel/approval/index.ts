import type { Manifest } from '#kernel/manifest.ts'
import { business } from '#kernel/permission/index.ts'
import en from './en.ts'
import { routes } from './routes.ts'
import { timers } from './timers.ts'
import zh from './zh-CN.ts'

export {
  approvalOf,
  digestOf,
  requireApproved,
  resubmitApproval,
  startApproval,
  voidApprovals,
  voidIfChanged,
  withdrawApproval,
  type NewApproval,
} from './front.ts'
export { approveVerb as approve } from './moves.ts'
export { isAskedAbout } from './takes-part.ts'
export { signersOf } from './store/approvals.ts'
export { registerSubject, type SubjectKind, type SubjectView } from './subjects.ts'

export const manifest: Manifest = {
  name: 'approval',
  folder: import.meta.dirname,
  locales: { zh, en },
  permissions: {
    // one's own: what one asked for, what one is asked
    'approval.follow': { grants: business },
    'approval.decide': { grants: business },
    // all approvals in the org subtree of the role
    'approval.read-all': { grants: ['manager'] },
    // give what waits for somebody who cannot decide to somebody else
    'approval.manage': { grants: ['manager'] },
  },
  routes,
  timers,
}
