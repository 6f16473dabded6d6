import type { Db } from '#kernel/db/index.ts'
import { leaderOf } from '#kernel/org/index.ts'
import { holdersOf } from '#kernel/permission/index.ts'
import { nextOnDuty, onDuty, teamLeaders, type ShiftRow } from '#modules/duty/index.ts'
import type { Step, Target } from './lifecycle.ts'
import { activePeople } from './store/policy.ts'

export interface Where {
  org: { id: string; path: string }
  at: Date
}

const standing = (shift: ShiftRow | null, ...roles: string[]): string[] =>
  (shift?.people ?? []).filter((one) => roles.includes(one.role)).map((one) => one.personId)

async function teamLeadersAt(db: Db, org: string, at: Date): Promise<string[]> {
  const whose = { orgId: org, at }
  // between two shifts the team is that of the next one
  const shift = (await onDuty(db, whose)) ?? (await nextOnDuty(db, whose))
  return shift ? teamLeaders(db, shift.teamId) : []
}

const find: Record<Exclude<Target, 'person' | 'group'>, (db: Db, where: Where) => Promise<string[]>> = {
  'on-duty': async (db, { org, at }) => {
    const shift = await onDuty(db, { orgId: org.id, at })
    const duty = standing(shift, 'duty')
    return duty.length > 0 ? duty : standing(shift, 'deputy')
  },
  'next-on-duty': async (db, { org, at }) => standing(await nextOnDuty(db, { orgId: org.id, at }), 'duty'),
  leader: async (db, { org, at }) => standing(await onDuty(db, { orgId: org.id, at }), 'leader'),
  'team-leader': (db, { org, at }) => teamLeadersAt(db, org.id, at),
  'org-leader': async (db, { org }) => {
    const id = await leaderOf(db, org.path)
    return id ? [id] : []
  },
  // not everybody who may manage policies: those who lead the unit's operation
  manager: (db, { org }) => holdersOf(db, { roles: ['manager'] }, org.path),
}

/** Active people whom a step tells, each once. */
export async function peopleOf(db: Db, step: Step, where: Where): Promise<string[]> {
  const found: string[] = []
  for (const target of step.to)
    if (target !== 'person' && target !== 'group') found.push(...(await find[target](db, where)))
  const personIds = [...found, ...(step.to.includes('person') ? step.personIds : [])]
  return activePeople(db, { personIds, groupIds: step.to.includes('group') ? step.groupIds : [] })
}
