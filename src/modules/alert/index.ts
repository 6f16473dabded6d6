import { route } from '#kernel/http/index.ts'
import type { Manifest } from '#kernel/manifest.ts'
import { staff } from '#kernel/permission/index.ts'
import {
  getIntakeVerb,
  getSettingVerb,
  listIntakesVerb,
  putSettingVerb,
  retryIntakeVerb,
} from './configure.ts'
import { ackEnds, acknowledgementsEnd, bulkAlertsVerb } from './console/bulk.ts'
import { openIncidentVerb } from './console/open-incident.ts'
import { previewMatchVerb, previewRuleVerb } from './console/preview.ts'
import * as consoleContract from './console-contract.ts'
import * as contract from './contract.ts'
import en from './en.ts'
import { evidence } from './evidence.ts'
import { factSplits, facts } from './facts.ts'
import { resolveSelfRecovered, selfRecovered } from './follow.ts'
import { intakeAlertmanagerVerb, intakeAlertsVerb } from './intake.ts'
import { processAlerts } from './process.ts'
import * as read from './read-alerts.ts'
import { reactions } from './reactions.ts'
import zh from './zh-CN.ts'

export { alertLoad, alertsBetween, openAlertsOfItems } from './read-alerts.ts'
export type { Happening } from './store/between.ts'
export { takeGenericAlerts, type TakenAlert } from './take.ts'
export { registerSilencer, releaseSilenced, silencedBy, type Silencer } from './silence.ts'
export { registerTopology, type ItemFacts, type Topology } from './topology.ts'

export const manifest: Manifest = {
  name: 'alert',
  folder: import.meta.dirname,
  locales: { zh, en },
  evidence,
  facts,
  factSplits,
  permissions: {
    'alert.intake': { grants: ['intake'] },
    'alert.read': { grants: staff },
    'alert.handle': { grants: staff },
    'alert.configure': { grants: ['manager'] },
  },
  routes: [
    route(contract.intakeAlertmanager, intakeAlertmanagerVerb),
    route(contract.intakeAlerts, intakeAlertsVerb),
    route(contract.listAlerts, read.listAlertsVerb),
    route(contract.getAlert, read.getAlertVerb),
    route(consoleContract.groupAlerts, read.groupAlertsVerb),
    route(consoleContract.alertEvents, read.alertEventsVerb),
    route(consoleContract.keepersNow, read.keepersVerb),
    route(consoleContract.bulkAlerts, bulkAlertsVerb),
    route(consoleContract.openIncident, openIncidentVerb),
    route(consoleContract.previewMatch, previewMatchVerb),
    route(consoleContract.previewRule, previewRuleVerb),
    route(contract.incidentAlerts, read.incidentAlertsVerb),
    route(contract.listIntakes, listIntakesVerb),
    route(contract.getIntake, getIntakeVerb),
    route(contract.retryIntake, retryIntakeVerb),
    route(contract.getAlertSetting, getSettingVerb),
    route(contract.putAlertSetting, putSettingVerb),
  ],
  reactions,
  jobs: [{ name: 'alert.process', everySeconds: 0.5, run: processAlerts }],
  timers: [
    { kind: selfRecovered, run: resolveSelfRecovered },
    { kind: ackEnds, run: acknowledgementsEnd },
  ],
}
