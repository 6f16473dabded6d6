import { importEndpoints } from '../sheet/contract.ts'

/** People are known by login; new accounts are inactive. */
export const {
  template: peopleTemplate,
  check: checkPeopleImport,
  take: importPeople,
} = importEndpoints({ name: 'people', path: '/people', permission: 'people.manage', what: 'people 人员' })
