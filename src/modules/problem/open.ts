import { audit } from '#kernel/audit/index.ts'
import { dbNow, newId, type Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Input } from '#kernel/http/endpoint.ts'
import { dayIn, nextNumber } from '#kernel/numbering/index.ts'
import { inScope, type Actor } from '#kernel/permission/index.ts'
import { unitZone } from '#kernel/settings/index.ts'
import { accessIncident } from '#modules/incident/index.ts'
import { insertTicket } from '#modules/ticket/index.ts'
import type * as contract from './contract.ts'
import type { ProblemRecord } from './contract.ts'
import { carryOut } from './move.ts'
import { lockProblem } from './policy.ts'
import { presentAgain } from './present.ts'
import { indexProblem } from './search.ts'
import { putLink } from './store/links.ts'
import { readKnown, readProblem, type ProblemRow } from './store/read.ts'
import { insertProblem, setServices } from './store/write.ts'
import { tell } from './tell.ts'
import type { Source } from './words.ts'

interface Named {
  serviceIds: readonly string[]
  categoryId: string | null
  groupId: string | null
  ownerId: string | null
}

/** @throws problem.unknown_reference (422), naming the field */
async function checkNames(tx: Tx, given: Named): Promise<void> {
  const known = await readKnown(tx, given)
  const refused = (field: string) =>
    new AppError('problem.unknown_reference', { status: 422, field, params: { field } })
  if (known.serviceIds.length < new Set(given.serviceIds).size) throw refused('serviceIds')
  if (given.categoryId && !known.category) throw refused('categoryId')
  if (given.groupId && !known.group) throw refused('groupId')
  if (given.ownerId && !known.owner) throw refused('ownerId')
}

/**
 * Opens a problem, for the org of the person who does. Incidents that he may see are linked at once; what is not given of
 * services and category is taken from them.
 * @throws problem.outside (403); problem.unknown_reference (422); incident.not_found (404)
 */
export async function openProblemVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.openProblem>,
): Promise<ProblemRecord> {
  const id = await beginProblem(tx, actor, input, input.incidentIds.length > 0 ? 'incident' : 'desk')
  return presentAgain(tx, actor, id)
}

/** As `openProblemVerb`, for proposals and seeds. @returns the id */
export async function beginProblem(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.openProblem>,
  source: Source,
  symptoms: readonly string[] = [],
): Promise<string> {
  // a problem is somebody's: no machine opens one
  if (actor.kind !== 'person' || actor.orgId === null || !inScope(actor, 'problem.propose', actor.orgPath))
    throw new AppError('problem.outside', { status: 403 })
  const incidents = []
  for (const one of new Set(input.incidentIds)) incidents.push(await accessIncident(tx, actor, one))
  await checkNames(tx, input)
  const { serviceIds, categoryId, groupOfService } = await derive(tx, input, incidents)
  const given = { ...input, serviceIds, categoryId }
  const { id, number } = await insertRows(tx, actor, given, {
    source,
    symptoms,
    groupId: input.groupId ?? groupOfService,
  })
  for (const incident of incidents)
    await putLink(tx, { problemId: id, incidentId: incident.id, used: false, by: actor.id })
  await indexProblem(tx, await readProblem(tx, id))
  await audit(tx, actor, {
    action: 'problem.open',
    entity: 'problem',
    entityId: id,
    orgId: actor.orgId,
    after: { number, source, ...given, incidents: incidents.map((one) => one.number) },
  })
  const problem = { id, number, title: input.title, version: 1 }
  await tell(tx, actor, { what: 'opened', problem })
  await tell(tx, actor, { what: 'assigned', problem, to: [input.ownerId] })
  return id
}

/** Services and category as given, or those of the incidents, as far as they are active; the first one's category. */
async function derive(
  tx: Tx,
  input: Input<typeof contract.openProblem>,
  incidents: readonly { service: { id: string } | null; category: { id: string } | null }[],
): Promise<{ serviceIds: string[]; categoryId: string | null; groupOfService: string | null }> {
  const theirs = incidents.flatMap((one) => (one.service ? [one.service.id] : []))
  const serviceIds = [...new Set(input.serviceIds.length > 0 ? input.serviceIds : theirs)].slice(0, 20)
  const categoryId = input.categoryId ?? incidents[0]?.category?.id ?? null
  const known = await readKnown(tx, { serviceIds, categoryId, groupId: null, ownerId: null })
  return {
    serviceIds: serviceIds.filter((id) => known.serviceIds.includes(id)),
    categoryId: known.category ? categoryId : null,
    groupOfService: known.groupOfService,
  }
}

async function insertRows(
  tx: Tx,
  actor: Actor,
  given: Input<typeof contract.openProblem>,
  more: { source: Source; symptoms: readonly string[]; groupId: string | null },
): Promise<{ id: string; number: string }> {
  const now = await dbNow(tx)
  const id = newId()
  const number = await nextNumber(tx, 'problem', 'PRB', dayIn(now, unitZone()))
  await insertTicket(
    tx,
    {
      id,
      number,
      kind: 'problem',
      title: given.title,
      description: given.description,
      channel: 'desk',
      requester_id: actor.id,
      org_id: actor.orgId!,
      service_id: given.serviceIds[0] ?? null,
      category_id: given.categoryId,
      priority: given.priority,
      state: 'new',
      open: true,
      group_id: more.groupId,
      owner_id: given.ownerId,
      created_by: actor.id,
      occurred_at: now,
    },
    { actorId: actor.id, actorName: actor.name, affectedId: newId(), data: { what: 'open', to: 'new' } },
  )
  await insertProblem(tx, { ticket_id: id, source: more.source, symptoms: [...more.symptoms] })
  await setServices(tx, id, given.serviceIds)
  return { id, number }
}

const valuesOf = (row: ProblemRow) => ({
  title: row.title,
  description: row.description,
  serviceIds: row.services.map((s) => s.id),
  categoryId: row.category?.id ?? null,
  priority: row.priority,
  groupId: row.group?.id ?? null,
  ownerId: row.owner?.id ?? null,
  rootCause: row.rootCause,
  rootCauseCategory: row.rootCauseCategory,
  symptoms: row.symptoms,
  workaround: row.workaround,
})
type Values = ReturnType<typeof valuesOf>

/** Keys of which the value is another one than before. */
function changedKeys(before: Values, now: Values): (keyof Values)[] {
  return (Object.keys(before) as (keyof Values)[]).filter(
    (key) => JSON.stringify(before[key]) !== JSON.stringify(now[key]),
  )
}

/**
 * Changes a problem, its root cause or its known error. While it is published the desk sees the new text at once; words and
 * workaround must stay.
 * @throws see `lockProblem`; problem.unknown_reference, problem.incomplete (422)
 */
export async function editProblemVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.editProblem>,
): Promise<ProblemRecord> {
  const { id, version, ...given } = input
  const row = await lockProblem(tx, actor, { id, version }, 'edit')
  const before = valuesOf(row)
  const patch = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  const now: Values = { ...before, ...patch }
  const changed = changedKeys(before, now)
  // only what is new is looked at: a service that was closed since must not stand in the way of a comma
  const named = (key: keyof Named) => changed.includes(key)
  await checkNames(tx, {
    serviceIds: named('serviceIds') ? now.serviceIds.filter((one) => !before.serviceIds.includes(one)) : [],
    categoryId: named('categoryId') ? now.categoryId : null,
    groupId: named('groupId') ? now.groupId : null,
    ownerId: named('ownerId') ? now.ownerId : null,
  })
  demandComplete(row, now)
  if (named('serviceIds')) await setServices(tx, row.id, now.serviceIds)
  await carryOut(tx, actor, row, {
    action: 'edit',
    ticket: {
      title: now.title,
      description: now.description,
      service_id: now.serviceIds[0] ?? null,
      category_id: now.categoryId,
      priority: now.priority,
      group_id: now.groupId,
      owner_id: now.ownerId,
    },
    problem: {
      root_cause: now.rootCause,
      root_cause_category: now.rootCauseCategory,
      symptoms: now.symptoms,
      workaround: now.workaround,
    },
    before: Object.fromEntries(changed.map((key) => [key, before[key]])),
    data: { changed: Object.fromEntries(changed.map((key) => [key, now[key]])) },
    ...(named('ownerId') ? { news: 'assigned', tell: [now.ownerId] } : {}),
  })
  return presentAgain(tx, actor, row.id)
}

/** What was needed to come here must not be emptied afterwards. */
function demandComplete(row: ProblemRow, now: Values): void {
  const refused = (field: string) =>
    new AppError('problem.incomplete', { status: 422, field, params: { missing: field } })
  if (row.published && now.symptoms.length === 0) throw refused('symptoms')
  if (row.published && now.workaround === '') throw refused('workaround')
  if ((row.state === 'fix-planned' || row.state === 'resolved') && now.rootCause === '')
    throw refused('rootCause')
  if (row.state === 'resolved' && now.rootCauseCategory === null) throw refused('rootCauseCategory')
}
