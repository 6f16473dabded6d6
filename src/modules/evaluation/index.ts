import type { Manifest } from '#kernel/manifest.ts'
import { business } from '#kernel/permission/index.ts'
import { approvalReaction, registerEvaluations } from './approve.ts'
import en from './en.ts'
import { evidence } from './evidence.ts'
import { routes } from './routes.ts'
import { ensureShippedLibrary } from './shipped.ts'
import { remindRaters } from './tell.ts'
import { recordTitles } from './titles.ts'
import zh from './zh-CN.ts'

export { settleApproval } from './approve.ts'
export { computeEvaluationVerb as computeEvaluation } from './compute.ts'
export {
  createEvaluationVerb as createEvaluation,
  getEvaluationVerb as getEvaluation,
  listEvaluationsVerb as listEvaluations,
} from './evaluations.ts'
export { getFormVerb as getForm, handInFormVerb as handInForm, listFormsVerb as listForms } from './forms.ts'
export {
  acceptEvaluationVerb as acceptEvaluation,
  announceEvaluationVerb as announceEvaluation,
  publishEvaluationVerb as publishEvaluation,
  startEvaluationVerb as startEvaluation,
  submitEvaluationVerb as submitEvaluation,
} from './moves.ts'
export { issueNoticeVerb as issueNotice } from './notices.ts'
export {
  answerVerb as answerEvaluation,
  objectVerb as objectToEvaluation,
  reviewObjectionVerb as reviewObjection,
} from './objections.ts'
export { listSchemesVerb as listSchemes } from './schemes.ts'

export const manifest: Manifest = {
  name: 'evaluation',
  folder: import.meta.dirname,
  locales: { zh, en },
  permissions: {
    // results that are published, and those of one's own company or org with the right to object and to answer
    'evaluation.follow': { grants: business },
    // fill in the forms sent to oneself
    'evaluation.score': { grants: business },
    'evaluation.read': { grants: ['duty-leader', 'manager'] },
    'evaluation.manage': { grants: ['manager'] },
    // objections; never by whom the result was computed
    'evaluation.review': { grants: ['duty-leader', 'manager'] },
    'evaluation.approve': { grants: ['duty-leader', 'manager'] },
  },
  notices: {
    form: ['evaluation.score'],
    remind: ['evaluation.score'],
    announced: ['evaluation.follow'],
    published: ['evaluation.follow'],
    objected: ['evaluation.review'],
    reviewed: ['evaluation.follow'],
    answered: ['evaluation.manage'],
    returned: ['evaluation.manage'],
    approved: ['evaluation.manage'],
  },
  routes,
  evidence,
  recordTitles,
  reactions: [approvalReaction],
  jobs: [{ name: 'evaluation.remind', everySeconds: 1800, run: remindRaters }],
  ensureShipped: ensureShippedLibrary,
  setUp: registerEvaluations,
}
