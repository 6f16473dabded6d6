import { route } from '../http/route.ts'
import * as contract from './contract.ts'
import { exportVerb, listAuditEntriesVerb, listSealsVerb, verifyVerb } from './verbs.ts'

export const routes = [
  route(contract.listAuditEntries, listAuditEntriesVerb),
  route(contract.listSeals, listSealsVerb),
  route(contract.verifyAuditTrail, verifyVerb),
  route(contract.exportAudit, exportVerb),
]
