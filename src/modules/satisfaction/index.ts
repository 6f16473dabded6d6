import { route } from '#kernel/http/index.ts'
import type { Manifest } from '#kernel/manifest.ts'
import { business } from '#kernel/permission/index.ts'
import * as ask from './ask.ts'
import * as contract from './contract.ts'
import en from './en.ts'
import { evidence } from './evidence.ts'
import { factSplits, facts } from './facts.ts'
import { answerSurveyVerb, callBackSurveyVerb, finishCallbackTaskVerb } from './rate.ts'
import * as read from './read.ts'
import { rectificationEvidence, rectificationFacts, rectificationSplits } from './rectification-facts.ts'
import * as rectificationContract from './rectification-contract.ts'
import * as rectify from './rectify.ts'
import zh from './zh-CN.ts'

export {
  assignRectificationVerb as assignRectification,
  listRectificationsVerb as listRectifications,
  openRectification,
  remedyRectificationVerb as remedyRectification,
} from './rectify.ts'
export { workersOf } from './workers.ts'

export const manifest: Manifest = {
  name: 'satisfaction',
  folder: import.meta.dirname,
  locales: { zh, en },
  evidence: [...evidence, ...rectificationEvidence],
  facts: [...facts, ...rectificationFacts],
  factSplits: [...factSplits, ...rectificationSplits],
  permissions: {
    'satisfaction.answer': { grants: business },
    'satisfaction.callback': { grants: ['desk', 'manager'] },
    'satisfaction.read': { grants: ['desk', 'engineer', 'vendor-engineer', 'duty-leader', 'manager'] },
    'satisfaction.configure': { grants: ['manager'] },
  },
  notices: {
    asked: ['satisfaction.answer'],
    callback: ['satisfaction.callback'],
    rectify: ['satisfaction.callback'],
    verify: ['satisfaction.callback'],
    owner: ['satisfaction.read'],
    returned: ['satisfaction.read'],
    late: ['satisfaction.read'],
  },
  routes: [
    route(contract.listSurveys, read.listSurveysVerb),
    route(contract.getSurvey, read.getSurveyVerb),
    route(contract.answerSurvey, answerSurveyVerb),
    route(contract.callBackSurvey, callBackSurveyVerb),
    route(contract.listCallbackTasks, read.listCallbackTasksVerb),
    route(contract.finishCallbackTask, finishCallbackTaskVerb),
    route(contract.incidentSatisfaction, read.incidentSatisfactionVerb),
    route(contract.requestSatisfaction, read.requestSatisfactionVerb),
    route(rectificationContract.listRectifications, rectify.listRectificationsVerb),
    route(rectificationContract.getRectification, rectify.getRectificationVerb),
    route(rectificationContract.assignRectification, rectify.assignRectificationVerb),
    route(rectificationContract.remedyRectification, rectify.remedyRectificationVerb),
    route(rectificationContract.verifyRectification, rectify.verifyRectificationVerb),
    route(contract.getSetting, read.getSettingVerb),
    route(contract.putSetting, read.putSettingVerb),
  ],
  reactions: [
    { name: 'satisfaction.ask', on: 'incident.resolved', run: ask.askOnResolved },
    { name: 'satisfaction.cancel', on: 'incident.reopened', run: ask.cancelOnReopened },
    { name: 'satisfaction.ask-requester', on: ['request.done', 'request.closed'], run: ask.askOnDelivered },
    {
      name: 'satisfaction.cancel-request',
      on: ['request.working', 'request.returned', 'request.approval'],
      run: ask.cancelOnTakenUp,
    },
  ],
  timers: [{ kind: ask.expireTimer, run: ask.expireOnTimer }, rectify.chaseTimer],
  ensureShipped: rectify.ensureRectifications,
}
