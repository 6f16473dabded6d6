import { route } from '#kernel/http/index.ts'
import * as checks from './checks.ts'
import * as contract from './contract.ts'
import * as history from './history-contract.ts'
import { checkMetricsVerb } from './metrics.ts'
import * as moves from './moves.ts'
import * as past from './read-history.ts'
import * as probes from './probes.ts'
import * as readings from './readings.ts'
import * as remoteContract from './remote-contract.ts'
import * as remote from './remote.ts'
import { templateRoutes } from './template-routes.ts'

export const routes = [
  route(contract.listChecks, checks.listChecksVerb),
  route(contract.summarizeChecks, checks.summarizeChecksVerb),
  route(contract.checkMetrics, checkMetricsVerb),
  route(contract.lookupChecks, checks.lookupChecksVerb),
  route(contract.tryCheck, moves.tryCheckVerb),
  route(contract.getCheck, checks.getCheckVerb),
  route(contract.createCheck, checks.createCheckVerb),
  route(contract.editCheck, checks.editCheckVerb),
  route(contract.deleteCheck, checks.deleteCheckVerb),
  route(contract.pauseCheck, moves.pauseCheckVerb),
  route(contract.resumeCheck, moves.resumeCheckVerb),
  route(contract.runCheck, moves.runCheckVerb),
  route(contract.renewHeartbeat, moves.renewHeartbeatVerb),
  route(contract.addReading, readings.addReadingVerb),
  route(contract.beatByPost, readings.beatVerb),
  route(contract.beatByGet, readings.beatVerb),
  route(history.listTransitions, past.listTransitionsVerb),
  route(history.getTimeline, past.getTimelineVerb),
  route(history.getHistory, past.getHistoryVerb),
  route(history.getAvailability, past.getAvailabilityVerb),
  route(history.serviceAvailability, past.serviceAvailabilityVerb),
  route(history.getHistorySetting, past.getHistorySettingVerb),
  route(history.putHistorySetting, past.putHistorySettingVerb),
  route(remoteContract.listProbes, probes.listProbesVerb),
  route(remoteContract.createProbe, probes.createProbeVerb),
  route(remoteContract.editProbe, probes.editProbeVerb),
  route(remoteContract.deleteProbe, probes.deleteProbeVerb),
  route(remoteContract.renewProbeToken, probes.renewProbeTokenVerb),
  route(remoteContract.fetchDefinitions, remote.fetchDefinitionsVerb),
  route(remoteContract.postResults, remote.postResultsVerb),
  ...templateRoutes,
]
