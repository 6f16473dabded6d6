import type { Db, Tx } from '#kernel/db/index.ts'
import { notFound } from '#kernel/errors/index.ts'
import { inScope, scopeOf, type Actor } from '#kernel/permission/index.ts'
import { selectTeams, type TeamRow, type Visibility } from './store/teams.ts'

/** `edit`: the team itself; `roster`: its rosters; `approve`: swaps and substitutions. */
export type TeamAbility = 'edit' | 'roster' | 'approve'

/** The filter of everything in the room: teams of the caller's orgs, and those in which the caller stands duty. */
export function visibleTeams(actor: Actor): Visibility {
  return { paths: scopeOf(actor, 'duty.read'), personId: actor.id }
}

export function teamAbilities(actor: Actor, team: Pick<TeamRow, 'orgPath' | 'leads'>): TeamAbility[] {
  if (inScope(actor, 'duty.manage', team.orgPath)) return ['edit', 'roster', 'approve']
  return team.leads ? ['approve'] : []
}

/**
 * The only way to a team and what belongs to it; missing and forbidden look alike.
 * @param lock keeps others from changing the team, its rosters and swaps before the transaction ends
 * @throws duty.not_found (404)
 */
export async function accessTeam(
  db: Db | Tx,
  actor: Actor,
  id: string,
  ability?: TeamAbility,
  lock = false,
): Promise<TeamRow> {
  const [team] = await selectTeams(db, visibleTeams(actor), { id, lock })
  if (!team || (ability && !teamAbilities(actor, team).includes(ability))) throw notFound('duty')
  return team
}
