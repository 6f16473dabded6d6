import { route } from '../http/index.ts'
import type { Manifest } from '../manifest.ts'
import { business } from '../permission/index.ts'
import * as contract from './contract.ts'
import en from './en.ts'
import { exportList } from './export.ts'
import { lookJob } from './look.ts'
import * as views from './views.ts'
import zh from './zh-CN.ts'

export { endpointList, listTime } from './endpoint-list.ts'
export { registerList } from './lists.ts'

export const manifest: Manifest = {
  name: 'view',
  folder: import.meta.dirname,
  locales: { zh, en },
  permissions: {
    'view.use': { grants: business },
    'view.share': { grants: ['duty-leader', 'manager'] },
  },
  notices: { entered: ['view.use'], 'entered-many': ['view.use'] },
  routes: [
    route(contract.listViews, views.listViews),
    route(contract.getView, views.getView),
    route(contract.createView, views.createView),
    route(contract.editView, views.editView),
    route(contract.deleteView, views.deleteView),
    route(contract.subscribeView, views.subscribeView),
    route(contract.exportList, exportList),
  ],
  jobs: [lookJob],
}
