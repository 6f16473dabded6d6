import { AppError } from '#kernel/errors/index.ts'
import type { Db } from '#kernel/db/index.ts'
import { leaderOf } from '#kernel/org/index.ts'
import { holdersOf } from '#kernel/permission/index.ts'
import type { ApprovalDefinition, Approver } from './definition-contract.ts'
import { groupLeaders, leastAsked, orgOf, whoMayDecide } from './store/people.ts'
import type { Step } from './words.ts'

export interface Around {
  /** path of the org of the approval */
  orgPath: string
  requesterId: string
  requesterMayDecide: boolean
}

export type PlannedStep = Step & { people: string[] }

async function found(db: Db, by: Approver, around: Around): Promise<string[]> {
  switch (by.kind) {
    case 'role':
      return holdersOf(db, { roles: [by.role] }, around.orgPath)
    case 'permission':
      return holdersOf(db, { permission: by.permission }, around.orgPath)
    case 'person':
      return [by.personId]
    case 'group-leader':
      return groupLeaders(db, by.groupId)
    case 'relation': {
      const ofRequester = by.relation === 'requester-leader'
      const path = ofRequester ? (await orgOf(db, around.requesterId))?.path : around.orgPath
      // who leads the own org is not the own superior: the search goes on above
      const leader = path && (await leaderOf(db, path, ofRequester ? around.requesterId : null))
      return leader ? [leader] : []
    }
  }
}

/** Who decides, of those a step or a fallback names: active, entitled, and not the requester unless he may. */
export async function resolve(db: Db, by: readonly Approver[], around: Around): Promise<string[]> {
  const all: string[] = []
  for (const one of by) all.push(...(await found(db, one, around)).toSorted())
  const able = await whoMayDecide(db, all)
  return around.requesterMayDecide ? able : able.filter((id) => id !== around.requesterId)
}

/**
 * Finds who decides each step. A step for a single person goes to the one for whom the fewest decisions wait.
 * @throws approval.nobody_decides (422), naming the step: nobody is left to decide it
 */
export async function planSteps(
  db: Db,
  definition: ApprovalDefinition,
  around: Around,
  called: (stepName: string) => string,
): Promise<PlannedStep[]> {
  const steps: PlannedStep[] = []
  for (const [i, { name, mode, by }] of definition.steps.entries()) {
    let people = await resolve(db, by, around)
    if (people.length === 0)
      throw new AppError('approval.nobody_decides', {
        status: 422,
        field: `definition.steps.${i}.by`,
        params: { step: called(name), no: i + 1 },
      })
    if (mode === 'one' && people.length > 1) people = [(await leastAsked(db, people))!]
    steps.push({ no: i + 1, name, mode, people })
  }
  return steps
}
