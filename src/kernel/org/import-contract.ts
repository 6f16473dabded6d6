import { importEndpoints } from '../sheet/contract.ts'

/** Units that are there already are known by code, or by parent and name. */
export const {
  template: orgTemplate,
  check: checkOrgImport,
  take: importOrgs,
} = importEndpoints({
  name: 'org',
  path: '/orgs',
  permission: 'org.manage',
  what: 'organisation units 单位',
})
