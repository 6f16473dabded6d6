import { route } from '#kernel/http/index.ts'
import { attachToIncident, downloadAttachment, listAttachments } from './attachments.ts'
import { bulkIncidents } from './bulk.ts'
import { bulkIncidents as bulkContract } from './bulk-contract.ts'
import * as contract from './contract.ts'
import { editIncident, gradeIncident } from './edit-incident.ts'
import { fileIncident } from './file-incident.ts'
import * as lead from './lead.ts'
import { assignIncident, escalateIncident } from './moves/assign.ts'
import { cancelIncident, closeIncident, reopenIncident, resolveIncident } from './moves/end.ts'
import { confirmArrival, requestOnsite } from './moves/onsite.ts'
import { holdIncident, resumeIncident, returnIncident, startIncident, takeIncident } from './moves/work.ts'
import { getIncident, incidentPrecedents, listIncidents, similarIncidents } from './read-incidents.ts'
import { joinIncident, markDuplicate } from './relate.ts'
import { mentionable } from './mentions.ts'
import { mergeIncident } from './merge.ts'
import * as settings from './settings.ts'
import { listStays } from './stays.ts'
import * as storyContract from './story-contract.ts'
import * as story from './story.ts'

export const routes = [
  route(contract.createIncident, fileIncident),
  route(contract.listIncidents, listIncidents),
  route(contract.getIncident, getIncident),
  route(contract.editIncident, editIncident),
  route(contract.gradeIncident, gradeIncident),
  route(contract.assignIncident, assignIncident),
  route(contract.takeIncident, takeIncident),
  route(contract.startIncident, startIncident),
  route(contract.holdIncident, holdIncident),
  route(contract.resumeIncident, resumeIncident),
  route(contract.requestOnsite, requestOnsite),
  route(contract.confirmArrival, confirmArrival),
  route(contract.resolveIncident, resolveIncident),
  route(contract.reopenIncident, reopenIncident),
  route(contract.closeIncident, closeIncident),
  route(contract.cancelIncident, cancelIncident),
  route(contract.escalateIncident, escalateIncident),
  route(contract.returnIncident, returnIncident),
  route(contract.markDuplicate, markDuplicate),
  route(contract.mergeIncident, mergeIncident),
  route(contract.joinIncident, joinIncident),
  route(bulkContract, bulkIncidents),
  route(storyContract.getTimeline, story.getTimeline),
  route(storyContract.addComment, story.addComment),
  route(storyContract.mentionable, mentionable),
  route(storyContract.addWorkLog, story.addWorkLog),
  route(storyContract.listWorkLogs, story.listWorkLogs),
  route(storyContract.listStays, listStays),
  route(storyContract.setWatching, story.setWatching),
  route(storyContract.listAffected, story.listAffected),
  route(storyContract.listAttachments, listAttachments),
  route(storyContract.attachToIncident, attachToIncident),
  route(storyContract.downloadAttachment, downloadAttachment),
  route(storyContract.listSupervisions, lead.listSupervisions),
  route(storyContract.mySupervisions, lead.mySupervisions),
  route(storyContract.supervise, lead.supervise),
  route(storyContract.replySupervision, lead.replySupervision),
  route(storyContract.closeSupervision, lead.closeSupervision),
  route(storyContract.listDecisions, lead.listDecisions),
  route(storyContract.recordDecision, lead.recordDecision),
  route(storyContract.similarIncidents, similarIncidents),
  route(storyContract.incidentPrecedents, incidentPrecedents),
  route(storyContract.getMatrix, settings.getMatrix),
  route(storyContract.setMatrix, settings.setMatrix),
  route(storyContract.listDispatchRules, settings.listDispatchRules),
  route(storyContract.setDispatchRules, settings.setDispatchRules),
]
