import { importEndpoints } from '#kernel/sheet/contract.ts'

/** Checks from a sheet: known by name and unit. */
export const checkImports = importEndpoints({
  name: 'check',
  path: '/checks',
  permission: 'check.manage',
  what: 'checks 监控项',
})
