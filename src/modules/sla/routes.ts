import { route } from '#kernel/http/index.ts'
import * as verbs from './agreements.ts'
import * as contract from './contract.ts'

export const routes = [
  route(contract.listAgreements, verbs.listAgreementsVerb),
  route(contract.getAgreement, verbs.getAgreementVerb),
  route(contract.createAgreement, verbs.createAgreementVerb),
  route(contract.updateAgreement, verbs.updateAgreementVerb),
]
