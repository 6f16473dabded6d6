import { route } from '#kernel/http/index.ts'
import { ratifyChangeVerb } from './approve.ts'
import * as contract from './contract.ts'
import * as partsContract from './parts-contract.ts'
import * as draft from './draft.ts'
import * as flows from './flows.ts'
import * as freezes from './freezes.ts'
import * as handIn from './hand-in.ts'
import * as links from './links.ts'
import * as parts from './parts.ts'
import * as perform from './perform.ts'
import * as plan from './plan-contract.ts'
import * as read from './read-changes.ts'
import * as settings from './settings.ts'

export const routes = [
  route(contract.listChanges, read.listChangesVerb),
  route(contract.getChange, read.getChangeVerb),
  route(contract.createChange, draft.createChangeVerb),
  route(contract.recordUnauthorised, draft.recordUnauthorisedVerb),
  route(contract.editChange, draft.editChangeVerb),
  route(contract.submitChange, handIn.submitChangeVerb),
  route(contract.assessChange, handIn.assessChangeVerb),
  route(contract.sendBackChange, handIn.sendBackVerb),
  route(contract.startChange, perform.startChangeVerb),
  route(contract.implementChange, perform.implementChangeVerb),
  route(contract.failChange, perform.failChangeVerb),
  route(contract.backOutChange, perform.backOutVerb),
  route(contract.closeChange, perform.closeChangeVerb),
  route(contract.cancelChange, perform.cancelChangeVerb),
  route(contract.allowOutside, perform.allowOutsideVerb),
  route(contract.exceptFreeze, perform.exceptFreezeVerb),
  route(contract.acknowledgeConflict, perform.acknowledgeVerb),
  route(contract.confirmChange, perform.confirmVerb),
  route(contract.ratifyChange, ratifyChangeVerb),
  route(partsContract.recordEvidence, parts.recordEvidenceVerb),
  route(partsContract.addFile, parts.addFileVerb),
  route(partsContract.copyFile, parts.copyFileVerb),
  route(partsContract.addTask, parts.addTaskVerb),
  route(partsContract.doTask, parts.doTaskVerb),
  route(partsContract.linkIncident, links.linkIncidentVerb),
  route(partsContract.unlinkIncident, links.unlinkIncidentVerb),
  route(partsContract.changesOfIncident, links.changesOfIncidentVerb),
  route(partsContract.getStory, parts.getStoryVerb),
  route(partsContract.commentChange, parts.commentVerb),
  route(partsContract.silencedAlerts, parts.silencedAlertsVerb),
  route(partsContract.watchChange, parts.watchVerb),
  route(partsContract.attachToChange, parts.attachToChangeVerb),
  route(partsContract.downloadFromChange, parts.downloadFromChangeVerb),
  route(plan.getCalendar, read.getCalendarVerb),
  route(plan.getFigures, read.getFiguresVerb),
  route(plan.listFreezes, freezes.listFreezesVerb),
  route(plan.createFreeze, freezes.createFreezeVerb),
  route(plan.editFreeze, freezes.editFreezeVerb),
  route(plan.listTemplates, settings.listTemplatesVerb),
  route(plan.createTemplate, settings.createTemplateVerb),
  route(plan.editTemplate, settings.editTemplateVerb),
  route(plan.listFlows, flows.listFlowsVerb),
  route(plan.saveFlow, flows.saveFlowVerb),
  route(plan.getSetting, settings.getSettingVerb),
  route(plan.putSetting, settings.putSettingVerb),
  route(plan.lookupImplementers, read.lookupImplementersVerb),
]
