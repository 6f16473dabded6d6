import { route } from '#kernel/http/index.ts'
import * as contract from './contract.ts'
import * as verbs from './services.ts'

export const routes = [
  route(contract.listServices, verbs.listServicesVerb),
  route(contract.lookupServices, verbs.lookupServicesVerb),
  route(contract.getService, verbs.getServiceVerb),
  route(contract.createService, verbs.createServiceVerb),
  route(contract.updateService, verbs.updateServiceVerb),
  route(contract.deactivateService, verbs.deactivateServiceVerb),
]
