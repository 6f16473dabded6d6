import { route } from '#kernel/http/index.ts'
import type { Manifest } from '#kernel/manifest.ts'
import { staff } from '#kernel/permission/index.ts'
import { registerList } from '#kernel/view/index.ts'
import * as contract from './contract.ts'
import en from './en.ts'
import { evidence } from './evidence.ts'
import * as verbs from './releases.ts'
import { releaseList } from './view-list.ts'
import { recordTitles } from './titles.ts'
import zh from './zh-CN.ts'

const workers = [...staff, 'vendor-engineer'] as const

export const manifest: Manifest = {
  name: 'release',
  folder: import.meta.dirname,
  locales: { zh, en },
  evidence,
  recordTitles,
  permissions: {
    'release.read': { grants: workers },
    'release.keep': { grants: ['engineer', 'duty-leader', 'manager'] },
    'release.go-live': { grants: ['manager'] },
  },
  routes: [
    route(contract.listReleases, verbs.listReleasesVerb),
    route(contract.getRelease, verbs.getReleaseVerb),
    route(contract.createRelease, verbs.createReleaseVerb),
    route(contract.editRelease, verbs.editReleaseVerb),
    route(contract.recordItem, verbs.recordItemVerb),
    route(contract.confirmItem, verbs.confirmItemVerb),
    route(contract.linkChange, verbs.linkChangeVerb),
    route(contract.goLive, verbs.goLiveVerb),
    route(contract.cancelRelease, verbs.cancelReleaseVerb),
    route(contract.releasesOfChange, verbs.releasesOfChangeVerb),
    route(contract.attachToRelease, verbs.attachToReleaseVerb),
    route(contract.downloadFromRelease, verbs.downloadFromReleaseVerb),
  ],
  setUp: () => registerList(releaseList),
}
