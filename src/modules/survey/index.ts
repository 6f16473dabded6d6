import { route } from '#kernel/http/index.ts'
import type { Manifest } from '#kernel/manifest.ts'
import { business } from '#kernel/permission/index.ts'
import { answerByPhoneVerb, answerMineVerb } from './answer.ts'
import * as contract from './contract.ts'
import en from './en.ts'
import { evidence } from './evidence.ts'
import { exportRunVerb } from './export.ts'
import { facts } from './facts.ts'
import * as questionnaires from './questionnaires.ts'
import { runResultsVerb } from './results.ts'
import * as runContract from './run-contract.ts'
import * as runs from './runs.ts'
import { closeTimer, openTimer, remindTimer } from './timers.ts'
import { recordTitles } from './titles.ts'
import zh from './zh-CN.ts'

export { answerMineVerb as answerMine } from './answer.ts'
export {
  createQuestionnaireVerb as createQuestionnaire,
  getQuestionnaireVerb as getQuestionnaire,
  listQuestionnairesVerb as listQuestionnaires,
  openRunVerb as openRun,
} from './questionnaires.ts'
export { closeRunVerb as closeRun, getRunVerb as getRun, publishRunVerb as publishRun } from './runs.ts'

export const manifest: Manifest = {
  name: 'survey',
  folder: import.meta.dirname,
  locales: { zh, en },
  evidence,
  recordTitles,
  facts,
  permissions: {
    'survey.answer': { grants: business },
    'survey.read': { grants: ['duty-leader', 'manager', 'desk'] },
    'survey.manage': { grants: ['manager'] },
    'survey.call': { grants: ['desk', 'manager'] },
  },
  notices: {
    asked: ['survey.answer'],
    'asked-anonymous': ['survey.answer'],
    remind: ['survey.answer'],
    closed: ['survey.manage'],
    'left-out-open': ['survey.manage'],
    'left-out-few': ['survey.manage'],
  },
  routes: [
    route(contract.listQuestionnaires, questionnaires.listQuestionnairesVerb),
    route(contract.getQuestionnaire, questionnaires.getQuestionnaireVerb),
    route(contract.countAudience, questionnaires.countAudienceVerb),
    route(contract.createQuestionnaire, questionnaires.createQuestionnaireVerb),
    route(contract.editQuestionnaire, questionnaires.editQuestionnaireVerb),
    route(contract.openRun, questionnaires.openRunVerb),
    route(runContract.listRuns, runs.listRunsVerb),
    route(runContract.getRun, runs.getRunVerb),
    route(runContract.runResults, runResultsVerb),
    route(runContract.exportRun, exportRunVerb),
    route(runContract.closeRun, runs.closeRunVerb),
    route(runContract.publishRun, runs.publishRunVerb),
    route(runContract.listWaiting, runs.listWaitingVerb),
    route(runContract.answerByPhone, answerByPhoneVerb),
    route(runContract.listMine, runs.listMineVerb),
    route(runContract.getMine, runs.getMineVerb),
    route(runContract.answerMine, answerMineVerb),
  ],
  timers: [openTimer, remindTimer, closeTimer],
}
