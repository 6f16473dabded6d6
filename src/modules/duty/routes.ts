import { route } from '#kernel/http/index.ts'
import * as calendar from './calendar.ts'
import * as contract from './contract.ts'
import * as feeds from './feeds.ts'
import { exportRosterVerb, printRosterVerb } from './print.ts'
import * as period from './period-contract.ts'
import * as periods from './periods.ts'
import * as rosters from './rosters.ts'
import { checkRosterImportVerb, importRosterVerb, rosterTemplateVerb } from './sheet.ts'
import * as swaps from './swaps.ts'
import * as team from './team-contract.ts'
import * as teams from './teams.ts'

export const routes = [
  route(team.listTeams, teams.listTeamsVerb),
  route(team.getTeam, teams.getTeamVerb),
  route(team.createTeam, teams.createTeamVerb),
  route(team.editTeam, teams.editTeamVerb),
  route(team.setRotations, teams.setRotationsVerb),
  route(team.listAbsences, teams.listAbsencesVerb),
  route(team.createAbsence, teams.createAbsenceVerb),
  route(team.deleteAbsence, teams.deleteAbsenceVerb),
  route(contract.rosterImport.template, rosterTemplateVerb),
  route(contract.rosterImport.check, checkRosterImportVerb),
  route(contract.rosterImport.take, importRosterVerb),
  route(contract.listRosters, rosters.listRostersVerb),
  route(contract.getRoster, rosters.getRosterVerb),
  route(contract.createRoster, rosters.createRosterVerb),
  route(contract.generateRoster, rosters.generateRosterVerb),
  route(contract.publishRoster, rosters.publishRosterVerb),
  route(contract.editRoster, rosters.editRosterVerb),
  route(contract.deleteRoster, rosters.deleteRosterVerb),
  route(contract.printRoster, printRosterVerb),
  route(contract.exportRoster, exportRosterVerb),
  route(contract.getDutyCalendar, calendar.getDutyCalendarVerb),
  route(contract.getDutyNow, calendar.getDutyNowVerb),
  route(contract.getStatistics, calendar.getStatisticsVerb),
  route(period.listPeriods, periods.listPeriodsVerb),
  route(period.getPeriod, periods.getPeriodVerb),
  route(period.createPeriod, periods.createPeriodVerb),
  route(period.editPeriod, periods.editPeriodVerb),
  route(period.callOffPeriod, periods.callOffPeriodVerb),
  route(contract.listSwaps, swaps.listSwapsVerb),
  route(contract.askSwap, swaps.askSwapVerb),
  route(contract.acceptSwap, swaps.acceptSwapVerb),
  route(contract.declineSwap, swaps.declineSwapVerb),
  route(contract.withdrawSwap, swaps.withdrawSwapVerb),
  route(contract.approveSwap, swaps.approveSwapVerb),
  route(contract.refuseSwap, swaps.refuseSwapVerb),
  route(contract.listFeeds, feeds.listFeedsVerb),
  route(contract.createFeed, feeds.createFeedVerb),
  route(contract.revokeFeed, feeds.revokeFeedVerb),
  route(contract.readFeed, feeds.readFeedVerb),
]
