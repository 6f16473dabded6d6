import { route } from '#kernel/http/index.ts'
import type { Manifest } from '#kernel/manifest.ts'
import { business, staff } from '#kernel/permission/index.ts'
import * as contract from './contract.ts'
import en from './en.ts'
import { evidence } from './evidence.ts'
import { facts } from './facts.ts'
import * as review from './review.ts'
import { getSettingVerb, putSettingVerb } from './setting.ts'
import * as tell from './tell.ts'
import { resumeOnReopened, timers } from './update-due.ts'
import * as work from './work.ts'
import zh from './zh-CN.ts'

export { openMajors } from './open-majors.ts'

const workers = [...staff, 'vendor-engineer'] as const

export const manifest: Manifest = {
  name: 'major',
  folder: import.meta.dirname,
  locales: { zh, en },
  evidence,
  facts,
  permissions: {
    'major.read': { grants: workers },
    'major.work': { grants: workers },
    'major.read-notices': { grants: business },
    'major.review': { grants: ['duty-leader', 'manager'] },
    'major.configure': { grants: ['manager'] },
  },
  notices: {
    called: ['major.read'],
    brought: ['major.work'],
    leads: ['major.work'],
    'update-due': ['major.work'],
    submitted: ['major.review'],
    returned: ['major.work'],
    confirmed: ['major.work'],
    action: ['major.work'],
    'action-due': ['major.work'],
  },
  // somebody is needed now: no quiet hours hold it back
  urgentNotices: ['called', 'brought', 'leads', 'update-due'],
  routes: [
    route(contract.getMajor, work.getMajorVerb),
    route(contract.leadMajor, work.leadMajorVerb),
    route(contract.listLog, work.listLogVerb),
    route(contract.addLog, work.addLogVerb),
    route(contract.joinBridge, work.joinBridgeVerb),
    route(contract.leaveBridge, work.leaveBridgeVerb),
    route(contract.callPeople, tell.callPeopleVerb),
    route(contract.publishNotice, tell.publishNoticeVerb),
    route(contract.withdrawNotice, tell.withdrawNoticeVerb),
    route(contract.listServiceNotices, tell.listServiceNoticesVerb),
    route(contract.getReview, review.getReviewVerb),
    route(contract.writeReview, review.writeReviewVerb),
    route(contract.submitReview, review.submitReviewVerb),
    route(contract.confirmReview, review.confirmReviewVerb),
    route(contract.returnReview, review.returnReviewVerb),
    route(contract.finishAction, review.finishActionVerb),
    route(contract.getSetting, getSettingVerb),
    route(contract.putSetting, putSettingVerb),
  ],
  reactions: [{ name: 'major.resume', on: 'incident.reopened', run: resumeOnReopened }],
  timers,
}
