import { route } from '#kernel/http/index.ts'
import * as cis from './cis.ts'
import * as classContract from './class-contract.ts'
import * as classes from './classes.ts'
import * as contract from './contract.ts'
import * as decide from './decide-proposal.ts'
import * as graphContract from './graph-contract.ts'
import * as graph from './graph.ts'
import * as healthContract from './health-contract.ts'
import * as health from './health.ts'
import * as historyContract from './history-contract.ts'
import * as history from './history.ts'
import * as proposalContract from './proposal-contract.ts'
import { proposeVerb } from './proposals.ts'
import * as read from './read-cis.ts'
import * as importContract from './import-contract.ts'
import * as imports from './import-cis.ts'
import { getLiveVerb } from './live.ts'
import * as relationContract from './relation-contract.ts'
import * as relations from './relations.ts'
import * as ticketContract from './ticket-contract.ts'
import * as tickets from './tickets.ts'

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
  route(importContract.ciTemplate, imports.ciTemplateVerb),
  route(importContract.checkCiImport, imports.checkCiImportVerb),
  route(importContract.importCis, imports.importCisVerb),
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
  route(graphContract.getGraph, graph.getGraphVerb),
  route(graphContract.getLive, getLiveVerb),
  route(graphContract.getImpact, graph.getImpactVerb),
  route(historyContract.getHistory, history.getHistoryVerb),
  route(historyContract.getAsOf, history.getAsOfVerb),
  route(historyContract.compare, history.compareVerb),
  route(historyContract.listBaselines, history.listBaselinesVerb),
  route(historyContract.takeBaseline, history.takeBaselineVerb),
  route(historyContract.getDrift, history.getDriftVerb),
  route(healthContract.getHealth, health.getHealthVerb),
  route(healthContract.listDuplicates, health.listDuplicatesVerb),
  route(healthContract.mergeCi, health.mergeCiVerb),
  route(healthContract.settleConflict, health.settleConflictVerb),
  route(ticketContract.incidentCis.list, tickets.incidentVerbs.list),
  route(ticketContract.incidentCis.add, tickets.incidentVerbs.add),
  route(ticketContract.incidentCis.remove, tickets.incidentVerbs.remove),
  route(ticketContract.changeCis.list, tickets.changeVerbs.list),
  route(ticketContract.changeCis.add, tickets.changeVerbs.add),
  route(ticketContract.changeCis.remove, tickets.changeVerbs.remove),
  route(ticketContract.ciTickets, tickets.ciTicketsVerb),
]
