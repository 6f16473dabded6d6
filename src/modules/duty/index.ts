import type { Manifest } from '#kernel/manifest.ts'
import { staff } from '#kernel/permission/index.ts'
import { turnTimer } from './clock.ts'
import en from './en.ts'
import { factSplits, facts } from './facts.ts'
import { routes } from './routes.ts'
import zh from './zh-CN.ts'

export { concerns } from './engine/periods.ts'
export { nextOnDuty, onDuty, periodsBetween, shiftsBetween, teamLeaders, type Whose } from './front.ts'
export { getDutyNowVerb as dutyNow } from './calendar.ts'
// for the sample city
export {
  createAbsenceVerb as createAbsence,
  createTeamVerb as createTeam,
  listTeamsVerb as listTeams,
  setRotationsVerb as setRotations,
} from './teams.ts'
export {
  createRosterVerb as createRoster,
  listRostersVerb as listRosters,
  publishRosterVerb as publishRoster,
} from './rosters.ts'
export { createPeriodVerb as createPeriod } from './periods.ts'
export { askSwapVerb as askSwap } from './swaps.ts'
export type { ShiftRow, Stander } from './store/shifts.ts'

export const manifest: Manifest = {
  name: 'duty',
  folder: import.meta.dirname,
  locales: { zh, en },
  facts,
  factSplits,
  permissions: {
    'duty.read': { grants: [...staff, 'vendor-engineer'] },
    // teams, rotations, rosters of the org subtree of the role
    'duty.manage': { grants: ['duty-leader', 'manager'] },
  },
  notices: Object.fromEntries(Object.keys(zh.notify).map((leaf) => [leaf, ['duty.read']])),
  routes,
  timers: [turnTimer],
}
