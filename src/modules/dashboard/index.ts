import { route } from '#kernel/http/index.ts'
import type { Manifest } from '#kernel/manifest.ts'
import * as contract from './contract.ts'
import en from './en.ts'
import * as figures from './figures.ts'
import zh from './zh-CN.ts'

export const manifest: Manifest = {
  name: 'dashboard',
  folder: import.meta.dirname,
  locales: { zh, en },
  permissions: {
    'dashboard.read': { grants: ['desk', 'engineer', 'duty-leader', 'manager'] },
  },
  routes: [
    route(contract.dashboardLoad, figures.loadVerb),
    route(contract.dashboardBreaches, figures.breachesVerb),
    route(contract.dashboardTimeliness, figures.timelinessVerb),
    route(contract.dashboardServices, figures.servicesVerb),
    route(contract.dashboardOrgs, figures.orgsVerb),
    route(contract.dashboardGroups, figures.groupsVerb),
    route(contract.dashboardSatisfaction, figures.satisfactionVerb),
    route(contract.dashboardRequestSatisfaction, figures.requestSatisfactionVerb),
  ],
}
