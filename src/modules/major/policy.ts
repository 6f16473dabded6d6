import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import { can, inScope, type Actor } from '#kernel/permission/index.ts'
import { accessIncident, may } from '#modules/incident/index.ts'
import { findRecord, tiesOf, type RecordRow } from './store/record.ts'
import type { ReviewRow } from './store/review.ts'
import type { Ability } from './words.ts'

export type Incident = Awaited<ReturnType<typeof accessIncident>>
export interface Access {
  incident: Incident
  record: RecordRow | undefined
  onBridge: boolean
}

/**
 * The only way to the work on a major incident: whoever works on the incident or leads such work, reads what is
 * internal, is or was on the bridge, was told of it, or owes an action. A record that was begun stays readable when
 * the grade is lowered later.
 * @throws incident.not_found (404); major.not_found (404) for a fault that never was major, and for everybody else
 */
export async function accessMajor(db: Db | Tx, actor: Actor, id: string): Promise<Access> {
  const incident = await accessIncident(db, actor, id)
  const record = await findRecord(db, incident.id)
  if (!record && incident.grade !== 'major') throw notFound('major')
  const { onBridge, known } = await tiesOf(db, incident.id, actor.id)
  const sees = isStaff(actor, incident) || can(actor, 'incident.read-internal') || known
  if (!can(actor, 'major.read') || !sees) throw notFound('major')
  return { incident, record, onBridge }
}

const isStaff = (actor: Actor, incident: Incident): boolean => may(actor, incident, 'work-log')
/** Desk, duty leader, manager of where it belongs: who may speak for the unit. */
const isDispatcher = (actor: Actor, incident: Incident): boolean => may(actor, incident, 'grade')

const rights: Partial<Record<Ability, (actor: Actor, access: Access) => boolean>> = {
  log: (actor, a) => isStaff(actor, a.incident) || a.onBridge,
  join: (_actor, a) => !a.onBridge,
  leave: (_actor, a) => a.onBridge,
  bring: (actor, a) => isStaff(actor, a.incident),
  call: (actor, a) => isStaff(actor, a.incident),
  lead: (actor, a) => isStaff(actor, a.incident),
  publish: (actor, a) => a.incident.open && isDispatcher(actor, a.incident),
  withdraw: (actor, a) => isDispatcher(actor, a.incident),
}

/** Who may what with the record now; the review has rules of its own. */
export function abilitiesOf(actor: Actor, access: Access): Ability[] {
  if (actor.id === null || !can(actor, 'major.work')) return []
  return (Object.keys(rights) as Ability[]).filter((ability) => rights[ability]!(actor, access))
}

/** @throws as `accessMajor`; major.not_allowed (403); major.ended (409) for a notice about what is over */
export async function accessForWork(
  tx: Tx,
  actor: Actor,
  id: string,
  ability: Ability,
): Promise<Access & { personId: string }> {
  const access = await accessMajor(tx, actor, id)
  if (ability === 'publish' && !access.incident.open) throw new AppError('major.ended', { status: 409 })
  const asked = abilitiesOf(actor, access)
  // whoever is there already may say so again, and change nothing
  const idle = (ability === 'join' || ability === 'leave') && actor.id !== null && can(actor, 'major.work')
  if (actor.id === null || !(idle || asked.includes(ability)))
    throw new AppError('major.not_allowed', { status: 403, params: { ability } })
  return { ...access, personId: actor.id }
}

/** What the actor can do with the review now. */
export function reviewAbilities(actor: Actor, access: Access, review: ReviewRow): Ability[] {
  const { incident } = access
  if (actor.id === null) return []
  const writes = can(actor, 'major.work') && (isStaff(actor, incident) || access.onBridge)
  const judges = inScope(actor, 'major.review', incident.orgPath) && !wrote(actor, review)
  const all: Record<string, boolean> = {
    'write-review': review.state === 'draft' && writes,
    'submit-review': review.state === 'draft' && writes && !incident.open && review.version > 0,
    'confirm-review': review.state === 'submitted' && judges,
    'return-review': review.state === 'submitted' && judges,
  }
  return (Object.keys(all) as Ability[]).filter((ability) => all[ability])
}

/** Nobody confirms what he wrote himself. */
export function wrote(actor: Actor, review: ReviewRow): boolean {
  return actor.id !== null && (review.draftedBy.includes(actor.id) || review.submittedBy?.id === actor.id)
}
