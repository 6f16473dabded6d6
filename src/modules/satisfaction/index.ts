import { route } from '#kernel/http/index.ts'
import type { Manifest } from '#kernel/manifest.ts'
import { business } from '#kernel/permission/index.ts'
import * as ask from './ask.ts'
import * as contract from './contract.ts'
import en from './en.ts'
import { evidence } from './evidence.ts'
import { answerSurveyVerb, callBackSurveyVerb, finishCallbackTaskVerb } from './rate.ts'
import * as read from './read.ts'
import zh from './zh-CN.ts'

export const manifest: Manifest = {
  name: 'satisfaction',
  folder: import.meta.dirname,
  locales: { zh, en },
  evidence,
  permissions: {
    'satisfaction.answer': { grants: business },
    'satisfaction.callback': { grants: ['desk', 'manager'] },
    'satisfaction.read': { grants: ['desk', 'engineer', 'vendor-engineer', 'duty-leader', 'manager'] },
    'satisfaction.configure': { grants: ['manager'] },
  },
  notices: { asked: ['satisfaction.answer'], callback: ['satisfaction.callback'] },
  routes: [
    route(contract.listSurveys, read.listSurveysVerb),
    route(contract.getSurvey, read.getSurveyVerb),
    route(contract.answerSurvey, answerSurveyVerb),
    route(contract.callBackSurvey, callBackSurveyVerb),
    route(contract.listCallbackTasks, read.listCallbackTasksVerb),
    route(contract.finishCallbackTask, finishCallbackTaskVerb),
    route(contract.incidentSatisfaction, read.incidentSatisfactionVerb),
    route(contract.requestSatisfaction, read.requestSatisfactionVerb),
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
  timers: [{ kind: ask.expireTimer, run: ask.expireOnTimer }],
}
