import { route } from '#kernel/http/index.ts'
import * as cis from './cis.ts'
import * as classContract from './class-contract.ts'
import * as classes from './classes.ts'
import * as contract from './contract.ts'
import * as decide from './decide-proposal.ts'
import * as proposalContract from './proposal-contract.ts'
import { proposeVerb } from './proposals.ts'
import * as read from './read-cis.ts'
import * as relationContract from './relation-contract.ts'
import * as relations from './relations.ts'

export const routes = [
  route(classContract.getCatalogue, classes.getCatalogueVerb),
  route(classContract.createClass, classes.createClassVerb),
  route(classContract.editClass, classes.editClassVerb),
  route(classContract.editRelationType, classes.editRelationTypeVerb),
  route(classContract.setSourceRanks, classes.setSourceRanksVerb),
  route(contract.listCis, read.listCisVerb),
  route(contract.getCi, read.getCiVerb),
  route(contract.createCi, cis.createCiVerb),
  route(contract.editCi, cis.editCiVerb),
  route(contract.retireCi, cis.retireCiVerb),
  route(contract.confirmCis, cis.confirmCisVerb),
  route(contract.setLiveState, cis.setLiveStateVerb),
  route(contract.setServices, cis.setServicesVerb),
  route(relationContract.listRelations, relations.listRelationsVerb),
  route(relationContract.relate, relations.relateVerb),
  route(relationContract.unrelate, relations.unrelateVerb),
  route(relationContract.createRedundancy, relations.createRedundancyVerb),
  route(relationContract.editRedundancy, relations.editRedundancyVerb),
  route(relationContract.dissolveRedundancy, relations.dissolveRedundancyVerb),
  route(proposalContract.listProposals, decide.listProposalsVerb),
  route(proposalContract.propose, proposeVerb),
  route(proposalContract.acceptProposal, decide.acceptProposalVerb),
  route(proposalContract.rejectProposal, decide.rejectProposalVerb),
]
