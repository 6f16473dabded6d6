import { z } from 'zod'
import { endpoint } from '../http/endpoint.ts'
import { importMode, sheetFormat, SheetReport } from '../sheet/contract.ts'

export const orgTemplate = endpoint({
  name: 'org.import-template',
  method: 'GET',
  path: '/orgs/import-template',
  permission: 'org.manage',
  query: z.strictObject({ format: sheetFormat.default('xlsx') }),
  response: z.any(),
  download: true,
  summary: 'Empty table for importing organisation units 单位导入模板',
})

export const checkOrgImport = endpoint({
  name: 'org.check-import',
  method: 'POST',
  path: '/orgs/import-checks',
  permission: 'org.manage',
  response: SheetReport,
  multipart: true,
  ownTransaction: true,
  // a dry run writes nothing
  audited: false,
  summary: 'Dry run of an import of organisation units 试导入单位',
})

export const importOrgs = endpoint({
  name: 'org.import',
  method: 'POST',
  path: '/orgs/imports',
  permission: 'org.manage',
  query: z.strictObject({ mode: importMode.default('all') }),
  response: SheetReport,
  multipart: true,
  ownTransaction: true,
  summary: 'Import organisation units; existing ones are known by code, or by parent and name 导入单位',
})
