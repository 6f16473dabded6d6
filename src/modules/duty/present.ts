import type { Db } from '#kernel/db/index.ts'
import type { Output } from '#kernel/http/endpoint.ts'
import type { Actor } from '#kernel/permission/index.ts'
import type { getRoster } from './contract.ts'
import { issuesOf } from './issues.ts'
import { periodLine, periodsOf } from './periods.ts'
import { teamAbilities } from './policy.ts'
import { selectChanges, type RosterRow } from './store/rosters.ts'
import { ofRoster, selectShifts, type ShiftRow } from './store/shifts.ts'
import type { TeamRow } from './store/teams.ts'

type Roster = Output<typeof getRoster>
type Shift = Roster['shifts'][number]

/** A shift as the API names it. */
export function presentShift(row: ShiftRow): Shift {
  const { shiftId, teamId, teamName, orgId: _, people, ...rest } = row
  return {
    ...rest,
    id: shiftId,
    team: { id: teamId, name: teamName },
    people: people.map(({ personId, ...one }) => ({ id: personId, ...one })),
  }
}

/** A roster with all that belongs to it. Defects are for those who keep it. */
export async function presentRoster(db: Db, actor: Actor, team: TeamRow, roster: RosterRow): Promise<Roster> {
  const keeps = teamAbilities(actor, team).includes('roster')
  const [shifts, issues, changes, periods] = await Promise.all([
    selectShifts(db, ofRoster(roster.id), { limit: 5000 }),
    keeps ? issuesOf(db, team, roster.fromDay, roster.toDay) : [],
    roster.state === 'published' ? selectChanges(db, roster.id) : [],
    periodsOf(db, [team], roster.fromDay, roster.toDay),
  ])
  return {
    ...roster,
    shifts: shifts.map(presentShift),
    issues,
    periods: periods.map(periodLine),
    changes: changes.map((c) => ({ ...c, at: new Date(c.at) })),
    abilities: !keeps
      ? []
      : roster.state === 'draft'
        ? ['edit', 'generate', 'publish', 'delete']
        : ['edit', 'generate'],
  }
}
