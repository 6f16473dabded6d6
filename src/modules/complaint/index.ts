import { route } from '#kernel/http/index.ts'
import type { Manifest } from '#kernel/manifest.ts'
import { business } from '#kernel/permission/index.ts'
import * as attachments from './attachments.ts'
import * as contract from './contract.ts'
import en from './en.ts'
import { evidence } from './evidence.ts'
import { factSplits, facts } from './facts.ts'
import { fileAnonymousVerb, fileComplaintVerb, takeDownVerb } from './file.ts'
import * as moves from './moves.ts'
import * as read from './read.ts'
import { lateTimer } from './supervise.ts'
import { recordTitles } from './titles.ts'
import zh from './zh-CN.ts'

export { keepFiles } from './attachments.ts'
export {
  fileByMail,
  findComplaintByNumber,
  hearByMail,
  noteReturned,
  readMailed,
  type MailedComplaint,
} from './by-mail.ts'
export { fileComplaintVerb as fileComplaint } from './file.ts'
export {
  acceptVerb as accept,
  answerVerb as answer,
  assignVerb as assign,
  replyMineVerb as replyMine,
} from './moves.ts'

export const manifest: Manifest = {
  name: 'complaint',
  folder: import.meta.dirname,
  locales: { zh, en },
  evidence,
  recordTitles,
  facts,
  factSplits,
  permissions: {
    'complaint.file': { grants: business },
    'complaint.intake': { grants: ['desk', 'manager'] },
    'complaint.handle': { grants: ['desk', 'engineer', 'duty-leader', 'manager'] },
    'complaint.supervise': { grants: ['manager'] },
    'complaint.configure': { grants: ['manager'] },
  },
  notices: {
    received: ['complaint.intake'],
    call: ['complaint.intake'],
    'late-ack': ['complaint.handle'],
    'late-answer': ['complaint.handle'],
    assigned: ['complaint.handle'],
    reopened: ['complaint.handle'],
    said: ['complaint.handle'],
    supervised: ['complaint.handle'],
    accepted: ['complaint.file'],
    answered: ['complaint.file'],
  },
  routes: [
    route(contract.fileComplaint, fileComplaintVerb),
    route(contract.listMine, read.listMineVerb),
    route(contract.getMine, read.getMineVerb),
    route(contract.replyMine, moves.replyMineVerb),
    route(contract.fileAnonymous, fileAnonymousVerb),
    route(contract.findAnonymous, moves.findAnonymousVerb),
    route(contract.replyAnonymous, moves.replyAnonymousVerb),
    route(contract.takeDown, takeDownVerb),
    route(contract.listComplaints, read.listComplaintsVerb),
    route(contract.getComplaint, read.getComplaintVerb),
    route(contract.listAttachments, attachments.listAttachmentsVerb),
    route(contract.downloadAttachment, attachments.downloadAttachmentVerb),
    route(contract.listMyAttachments, attachments.listMyAttachmentsVerb),
    route(contract.downloadMyAttachment, attachments.downloadMyAttachmentVerb),
    route(contract.acceptComplaint, moves.acceptVerb),
    route(contract.assignComplaint, moves.assignVerb),
    route(contract.answerComplaint, moves.answerVerb),
    route(contract.callBackComplaint, moves.callBackVerb),
    route(contract.superviseComplaint, moves.superviseVerb),
    route(contract.getSetting, read.getSettingVerb),
    route(contract.putSetting, read.putSettingVerb),
  ],
  timers: [lateTimer],
}
