import { endpoint, idParams } from '#kernel/http/endpoint.ts'
import { importEndpoints } from '#kernel/sheet/contract.ts'

const base = importEndpoints({
  name: 'ci',
  path: '/ci-classes/{id}',
  permission: 'ci.manage',
  what: 'configuration items of a class 配置项',
})

/** The columns are the attributes of the class. */
export const ciTemplate = endpoint({ ...base.template, params: idParams })
export const checkCiImport = endpoint({ ...base.check, params: idParams })
export const importCis = endpoint({ ...base.take, params: idParams })
