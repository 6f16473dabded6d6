import type { Db } from '#kernel/db/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { visibleIncidents } from '#modules/incident/index.ts'
import type { ProblemLineRecord, ProblemRecord } from './contract.ts'
import { isOpen } from './lifecycle.ts'
import { abilitiesOf, worksOn } from './policy.ts'
import { actionsOf, type ActionRow } from './store/actions.ts'
import { incidentsOf } from './store/links.ts'
import { readProblem, type LineRow, type ProblemRow } from './store/read.ts'

export function presentLine(row: LineRow): ProblemLineRecord {
  const { id, number, title, state, source, priority, services, category, org, group, owner, requester } = row
  const { published, incidents, workaroundUses, recordedAt, updatedAt, version } = row
  return {
    ...{ id, number, title, state, source, priority, services, category, org, group, owner, requester },
    ...{ published, incidents, workaroundUses, recordedAt, updatedAt, version },
  }
}

function presentAction(actor: Actor, row: ProblemRow, action: ActionRow): ProblemRecord['actions'][number] {
  const own = actor.id !== null && action.owner?.id === actor.id
  const works = worksOn(actor, row)
  const abilities: ProblemRecord['actions'][number]['abilities'] = []
  if (isOpen(row.state)) {
    if (action.state === 'open') {
      if (works || own) abilities.push('done')
      if (works) abilities.push('give-up')
    } else if (works || own) abilities.push('reopen')
    if (works) abilities.push('link')
  }
  return { ...action, abilities }
}

/** The whole problem as this actor may see it. */
export async function present(db: Db, actor: Actor, row: ProblemRow): Promise<ProblemRecord> {
  const seen = visibleIncidents(actor)
  const [linked, actions] = await Promise.all([incidentsOf(db, seen, row.id), actionsOf(db, seen, row.id)])
  const { description, rootCause, rootCauseCategory, symptoms, workaround, publishedAt, publishedBy } = row
  const { retiredAt, solution, fixedAt, review, reviewedBy, closedAt, endReason } = row
  return {
    ...presentLine(row),
    ...{ description, rootCause, rootCauseCategory, symptoms, workaround, publishedAt, publishedBy },
    ...{ retiredAt, solution, fixedAt, review, reviewedBy, closedAt, endReason },
    linked,
    actions: actions.map((action) => presentAction(actor, row, action)),
    abilities: abilitiesOf(actor, row),
  }
}

/** Reads a problem again after something was done to it, for who did it. */
export async function presentAgain(db: Db, actor: Actor, id: string): Promise<ProblemRecord> {
  return present(db, actor, await readProblem(db, id))
}
