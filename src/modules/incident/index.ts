import type { Manifest } from '#kernel/manifest.ts'
import { business, staff } from '#kernel/permission/index.ts'
import { wordSplit } from '#kernel/fact/index.ts'
import en from './en.ts'
import { evidence } from './evidence.ts'
import { facts } from './facts.ts'
import { notices } from './notices.ts'
import { reactions } from './reactions.ts'
import { routes } from './routes.ts'
import { registerTicketKind } from '#modules/ticket/index.ts'
import { registerList } from '#kernel/view/index.ts'
import { incidentKind } from './ticket-kind.ts'
import { incidentList } from './view-list.ts'
import zh from './zh-CN.ts'

export { fileIncident, fileOnly, type Filing } from './file-incident.ts'
export { addComment, addOutsideComment } from './story.ts'
export { getIncident } from './read-incidents.ts'
export { keepNotice } from './notice.ts'
export { recordDecision } from './lead.ts'
export { may } from './policy.ts'
export { momentOf } from './moment.ts'
export { accessGoingOn, accessIncident } from './access.ts'
export { keepAttachment } from './attachments.ts'
export { visibleIncidents, type Visibility } from './visible.ts'
export { visibleSql } from './store/list.ts'
export {
  findByAlertKey,
  findIdByNumber,
  openOfService,
  readIncident,
  type IncidentRow,
} from './store/read.ts'
export { addHistory, type HistoryEntry } from './history.ts'
export { findSource, insertSource, readState, setAlertKey } from './store/write.ts'
export { indexInternal } from './search.ts'
export { setDispatchRules } from './settings.ts'
export { assignIncident, escalateIncident } from './moves/assign.ts'
export { cancelIncident, closeIncident, reopenIncident, resolveIncident } from './moves/end.ts'
export { holdIncident, resumeIncident, startIncident } from './moves/work.ts'
export { editIncident } from './edit-incident.ts'
export { incidentsBetween } from './between.ts'

const workers = [...staff, 'vendor-engineer'] as const
const leaders = ['desk', 'duty-leader', 'manager'] as const

export const manifest: Manifest = {
  name: 'incident',
  folder: import.meta.dirname,
  locales: { zh, en },
  evidence,
  facts,
  factSplits: [
    wordSplit('channel', 'incident:channel'),
    wordSplit('type', 'incident:type'),
    wordSplit('grade', 'incident:grade'),
    wordSplit('code', 'incident:resolutionCode'),
  ],
  permissions: {
    'incident.create': { grants: [...business, 'intake'] },
    'incident.read': { grants: [...business, 'intake'] },
    // everything in the org subtree of the role, not only one's own
    'incident.read-scope': { grants: staff },
    'incident.read-internal': { grants: staff },
    'incident.file-for-others': { grants: [...staff, 'intake'] },
    'incident.work': { grants: workers },
    'incident.dispatch': { grants: leaders },
    'incident.assign': { grants: workers },
    'incident.edit': { grants: workers },
    'incident.grade': { grants: leaders },
    'incident.comment': { grants: business },
    'incident.onsite': { grants: business },
    'incident.arrive': { grants: business },
    'incident.reopen': { grants: business },
    'incident.close': { grants: business },
    'incident.cancel': { grants: business },
    'incident.supervise': { grants: ['duty-leader', 'manager'] },
    'incident.configure': { grants: ['manager'] },
  },
  notices,
  urgentNotices: ['breached', 'escalated', 'supervised', 'graded'],
  routes,
  reactions,
  setUp: () => {
    registerTicketKind(incidentKind)
    registerList(incidentList)
  },
}
