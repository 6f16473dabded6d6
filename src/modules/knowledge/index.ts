import type { Manifest } from '#kernel/manifest.ts'
import { business, staff } from '#kernel/permission/index.ts'
import { registerList } from '#kernel/view/index.ts'
import { drillNear, drillTimer } from './drills.ts'
import { fallDue } from './due.ts'
import en from './en.ts'
import { evidence } from './evidence.ts'
import { factSplits, facts } from './facts.ts'
import { followMerge, linkNamedArticles } from './links.ts'
import { dueTimer } from './moves.ts'
import { routes } from './routes.ts'
import { articleList } from './view-list.ts'
import { recordTitles } from './titles.ts'
import zh from './zh-CN.ts'

export { writeAndPublish } from './publish.ts'

const writers = [...staff, 'vendor-engineer'] as const
const leaders = ['duty-leader', 'manager'] as const

export const manifest: Manifest = {
  name: 'knowledge',
  folder: import.meta.dirname,
  locales: { zh, en },
  evidence,
  recordTitles,
  facts,
  factSplits,
  permissions: {
    // what is public; the rest by who one is
    'knowledge.read': { grants: business },
    'knowledge.read-staff': { grants: writers },
    'knowledge.write': { grants: writers },
    'knowledge.review': { grants: leaders },
    'knowledge.read-sensitive': { grants: leaders },
  },
  notices: {
    submitted: ['knowledge.review'],
    returned: ['knowledge.write'],
    published: ['knowledge.write'],
    confirmed: ['knowledge.write'],
    withdrawn: ['knowledge.write'],
    due: ['knowledge.write'],
    remark: ['knowledge.write'],
    drill: ['knowledge.write'],
  },
  routes,
  reactions: [
    { name: 'knowledge.link-named', on: 'incident.resolved', run: linkNamedArticles },
    { name: 'knowledge.follow-merge', on: 'incident.merged', run: followMerge },
  ],
  timers: [
    { kind: dueTimer, run: fallDue },
    { kind: drillTimer, run: drillNear },
  ],
  setUp: () => registerList(articleList),
}
