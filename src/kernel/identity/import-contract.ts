import { z } from 'zod'
import { endpoint } from '../http/endpoint.ts'
import { importMode, sheetFormat, SheetReport } from '../sheet/contract.ts'

export const peopleTemplate = endpoint({
  name: 'people.import-template',
  method: 'GET',
  path: '/people/import-template',
  permission: 'people.manage',
  query: z.strictObject({ format: sheetFormat.default('xlsx') }),
  response: z.any(),
  download: true,
  summary: 'Empty table for importing people 人员导入模板',
})

export const checkPeopleImport = endpoint({
  name: 'people.check-import',
  method: 'POST',
  path: '/people/import-checks',
  permission: 'people.manage',
  response: SheetReport,
  multipart: true,
  ownTransaction: true,
  // a dry run writes nothing
  audited: false,
  summary: 'Dry run of an import of people 试导入人员',
})

export const importPeople = endpoint({
  name: 'people.import',
  method: 'POST',
  path: '/people/imports',
  permission: 'people.manage',
  query: z.strictObject({ mode: importMode.default('all') }),
  response: SheetReport,
  multipart: true,
  ownTransaction: true,
  summary: 'Import people, known by login; new accounts are inactive 导入人员',
})
