import { route } from '../http/index.ts'
import * as contract from './contract.ts'
import * as read from './read.ts'

export const routes = [
  route(contract.listFacts, read.listFactsVerb),
  route(contract.readFact, read.readFactVerb),
  route(contract.listFactRecords, read.listFactRecordsVerb),
]
