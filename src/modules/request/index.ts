import { route } from '#kernel/http/index.ts'
import type { Manifest } from '#kernel/manifest.ts'
import { business, staff } from '#kernel/permission/index.ts'
import { registerList } from '#kernel/view/index.ts'
import { registerLines } from './approvals.ts'
import { registerTicketKind } from '#modules/ticket/index.ts'
import { askRequestVerb } from './ask.ts'
import * as contract from './contract.ts'
import en from './en.ts'
import { evidence } from './evidence.ts'
import { factSplits, facts } from './facts.ts'
import * as files from './files.ts'
import * as lines from './line-moves.ts'
import { reactions } from './reactions.ts'
import * as read from './read.ts'
import * as story from './story.ts'
import * as tasks from './task-moves.ts'
import { requestKind } from './ticket-kind.ts'
import { requestList } from './view-list.ts'
import zh from './zh-CN.ts'

export { askRequestVerb } from './ask.ts'
export { finishTaskVerb, takeTaskVerb, askBackVerb } from './task-moves.ts'
export { confirmRequestVerb } from './line-moves.ts'
export { listRequestsVerb } from './read.ts'
export { accessRequest } from './access.ts'
export { visibleRequests } from './visible.ts'
export { visibleSql } from './store/visible-sql.ts'
export { reopeningsOf } from './store/read.ts'

const workers = [...staff, 'vendor-engineer'] as const
const leaders = ['desk', 'duty-leader', 'manager'] as const

export const manifest: Manifest = {
  name: 'request',
  folder: import.meta.dirname,
  locales: { zh, en },
  evidence,
  facts,
  factSplits,
  permissions: {
    'request.ask': { grants: business },
    'request.ask-for-others': { grants: staff },
    // one's own, those one has a task of, those one decides about
    'request.read': { grants: business },
    // everything in the org subtree of the role
    'request.read-scope': { grants: staff },
    'request.fulfil': { grants: workers },
    'request.dispatch': { grants: leaders },
    'request.figures': { grants: ['duty-leader', 'manager'] },
  },
  notices: {
    'task-open': ['request.fulfil'],
    answered: ['request.fulfil'],
    reopened: ['request.fulfil'],
    withdrawn: ['request.fulfil'],
    overdue: ['request.fulfil'],
    'asked-back': ['request.ask'],
    'asked-for': ['request.ask'],
    rejected: ['request.ask'],
    done: ['request.ask'],
    cancelled: ['request.read'],
    commented: ['request.read'],
  },
  routes: [
    route(contract.askRequest, askRequestVerb),
    route(contract.uploadForRequest, files.uploadForRequestVerb),
    route(contract.listRequests, read.listRequestsVerb),
    route(contract.getRequest, read.getRequestVerb),
    route(contract.listTasks, read.listTasksVerb),
    route(contract.getFigures, read.getFiguresVerb),
    route(contract.withdrawLine, lines.withdrawLineVerb),
    route(contract.cancelLine, lines.cancelLineVerb),
    route(contract.resubmitLine, lines.resubmitLineVerb),
    route(contract.reopenLine, lines.reopenLineVerb),
    route(contract.confirmRequest, lines.confirmRequestVerb),
    route(contract.takeTask, tasks.takeTaskVerb),
    route(contract.assignTask, tasks.assignTaskVerb),
    route(contract.askBack, tasks.askBackVerb),
    route(contract.answerTask, tasks.answerTaskVerb),
    route(contract.finishTask, tasks.finishTaskVerb),
    route(contract.getTimeline, story.getTimelineVerb),
    route(contract.addComment, story.addCommentVerb),
    route(contract.listAttachments, files.listAttachmentsVerb),
    route(contract.attachToRequest, files.attachToRequestVerb),
    route(contract.downloadAttachment, files.downloadAttachmentVerb),
  ],
  reactions,
  jobs: [{ name: 'request.sweep', everySeconds: 3600, run: files.sweepUploads }],
  setUp: () => {
    registerLines()
    registerTicketKind(requestKind)
    registerList(requestList)
  },
}
