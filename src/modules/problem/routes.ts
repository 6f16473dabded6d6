import { route } from '#kernel/http/index.ts'
import * as actions from './actions.ts'
import * as analyses from './analyses.ts'
import * as analysisContract from './analysis-contract.ts'
import * as contract from './contract.ts'
import * as linkContract from './link-contract.ts'
import * as links from './links.ts'
import * as open from './open.ts'
import * as perform from './perform.ts'
import * as proposals from './proposals.ts'
import * as read from './read-problems.ts'
import * as trendContract from './trend-contract.ts'

export const routes = [
  route(contract.listProblems, read.listProblemsVerb),
  route(contract.getProblem, read.getProblemVerb),
  route(contract.openProblem, open.openProblemVerb),
  route(contract.editProblem, open.editProblemVerb),
  route(contract.investigateProblem, perform.investigateVerb),
  route(contract.publishKnownError, perform.publishVerb),
  route(contract.retireKnownError, perform.retireVerb),
  route(contract.planFix, perform.planFixVerb),
  route(contract.resolveProblem, perform.resolveVerb),
  route(contract.reopenProblem, perform.reopenVerb),
  route(contract.closeProblem, perform.closeVerb),
  route(contract.cancelProblem, perform.cancelVerb),
  route(contract.getStory, read.getStoryVerb),
  route(contract.commentProblem, read.commentVerb),
  route(contract.addAction, actions.addActionVerb),
  route(contract.linkAction, actions.linkActionVerb),
  route(analysisContract.listAnalyses, analyses.listAnalysesVerb),
  route(analysisContract.addAnalysis, analyses.addAnalysisVerb),
  route(analysisContract.editAnalysis, analyses.editAnalysisVerb),
  route(analysisContract.dropAnalysis, analyses.dropAnalysisVerb),
  route(linkContract.linkIncident, links.linkIncidentVerb),
  route(linkContract.unlinkIncident, links.unlinkIncidentVerb),
  route(linkContract.problemsOfIncident, links.problemsOfIncidentVerb),
  route(linkContract.applyWorkaround, links.applyWorkaroundVerb),
  route(linkContract.suggestKnownErrors, links.suggestVerb),
  route(trendContract.listProposals, proposals.listProposalsVerb),
  route(trendContract.acceptProposal, proposals.acceptProposalVerb),
  route(trendContract.dismissProposal, proposals.dismissProposalVerb),
  route(trendContract.lookForTrends, proposals.lookVerb),
  route(trendContract.getSetting, proposals.getSettingVerb),
  route(trendContract.putSetting, proposals.putSettingVerb),
  route(trendContract.getSavings, proposals.getSavingsVerb),
]
