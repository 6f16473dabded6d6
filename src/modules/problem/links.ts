import type { Db, Tx } from '#kernel/db/index.ts'
import { audit } from '#kernel/audit/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import { emit } from '#kernel/events/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import type { AppEvent } from '#kernel/manifest.ts'
import { systemActor, type Actor } from '#kernel/permission/index.ts'
import { accessIncident, findIdByNumber } from '#modules/incident/index.ts'
import type { ProblemRecord } from './contract.ts'
import type * as contract from './link-contract.ts'
import { note } from './move.ts'
import { lockProblem } from './policy.ts'
import { presentAgain } from './present.ts'
import { suggestedRows } from './store/known-errors.ts'
import { dropLink, moveLinks, problemsOf, publishedAmong, putLink, type PublishedRow } from './store/links.ts'
import { termsOf } from './search.ts'
import { readProblem } from './store/read.ts'
import { visibleProblems } from './visible.ts'

type OfIncident = Output<typeof contract.problemsOfIncident>

/** @throws see `lockProblem`; incident.not_found (404); problem.linked_already (409) */
export async function linkIncidentVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.linkIncident>,
): Promise<ProblemRecord> {
  const row = await lockProblem(tx, actor, { id: input.id }, 'link')
  const id = await findIdByNumber(tx, input.incidentNumber.toUpperCase())
  if (!id) throw notFound('incident')
  const incident = await accessIncident(tx, actor, id)
  if (!(await putLink(tx, { problemId: row.id, incidentId: incident.id, used: false, by: actor.id })))
    throw new AppError('problem.linked_already', { status: 409, field: 'incidentNumber' })
  await note(tx, actor, row, { action: 'link', kind: 'link', data: { incident: incident.number } })
  await emit(tx, { type: 'problem.linked', entity: 'incident', entityId: incident.id })
  return presentAgain(tx, actor, row.id)
}

/** @throws see `lockProblem`; incident.not_found, problem.not_found (404) */
export async function unlinkIncidentVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.unlinkIncident>,
): Promise<ProblemRecord> {
  const row = await lockProblem(tx, actor, { id: input.id }, 'link')
  const incident = await accessIncident(tx, actor, input.incidentId)
  if (!(await dropLink(tx, row.id, incident.id))) throw notFound('problem')
  await note(tx, actor, row, { action: 'unlink', kind: 'link', data: { incident: incident.number } })
  await emit(tx, { type: 'problem.linked', entity: 'incident', entityId: incident.id })
  return presentAgain(tx, actor, row.id)
}

/** @throws incident.not_found (404) */
export async function problemsOfIncidentVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.problemsOfIncident>,
): Promise<OfIncident> {
  const incident = await accessIncident(db, actor, input.id)
  return { items: await problemsOf(db, visibleProblems(actor), incident.id) }
}

/** Counts a use once per incident, whoever says it and however often. */
async function use(
  tx: Tx,
  actor: Actor,
  incident: { id: string; number: string },
  problem: PublishedRow,
): Promise<void> {
  const by = actor.kind === 'person' ? actor.id : null
  const isNew = await putLink(tx, { problemId: problem.id, incidentId: incident.id, used: true, by })
  // said again it changes nothing, but a request leaves its trace
  if (!isNew && actor.kind === 'system') return
  await audit(tx, actor, {
    action: 'problem.apply-workaround',
    entity: 'problem',
    entityId: problem.id,
    orgId: problem.orgId,
    after: { incident: incident.number, counted: isNew },
  })
  await emit(tx, { type: 'problem.linked', entity: 'incident', entityId: incident.id })
}

/**
 * Says that the workaround of a published known error was used on an incident that the caller sees; it is counted once.
 * @throws incident.not_found (404); problem.not_published (409)
 */
export async function applyWorkaroundVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.applyWorkaround>,
): Promise<OfIncident> {
  const incident = await accessIncident(tx, actor, input.id)
  const [problem] = await publishedAmong(tx, { ids: [input.problemId] })
  if (!problem) throw new AppError('problem.not_published', { status: 409, field: 'problemId' })
  await use(tx, actor, incident, problem)
  return { items: await problemsOf(tx, visibleProblems(actor), incident.id) }
}

/** An incident was merged into another: what was linked to it is linked to where it goes on. */
export async function followMerge(tx: Tx, event: AppEvent): Promise<void> {
  const { intoId, number } = event.data as { intoId?: string; number?: string }
  if (!intoId) return
  const actor = systemActor('problem', event.id)
  const problems = await moveLinks(tx, event.entityId, intoId)
  const into = await accessIncident(tx, actor, intoId)
  for (const id of problems)
    await note(tx, actor, await readProblem(tx, id), {
      action: 'follow-merge',
      kind: 'link',
      data: { incident: into.number, merged: number ?? '' },
    })
  if (problems.length > 0) await emit(tx, { type: 'problem.linked', entity: 'incident', entityId: intoId })
}

const numberPattern = /PRB-\d{8}-\d{4,}/g

/** Who names a known error in the solution used its workaround: 按 PRB-20261121-0003 处理. */
export async function useNamedKnownErrors(tx: Tx, event: AppEvent): Promise<void> {
  const actor = systemActor('problem', event.id)
  const incident = await accessIncident(tx, actor, event.entityId)
  const numbers = [...new Set((incident.resolution ?? '').match(numberPattern) ?? [])].slice(0, 20)
  if (numbers.length === 0) return
  for (const problem of await publishedAmong(tx, { numbers })) await use(tx, actor, incident, problem)
}

/** What is looked at of the text typed: its beginning says what it is about. */
const looked = 400
const mostWords = 80

/** Up to three published known errors that fit; none for words that fit none, whatever the information system. */
export async function suggestVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.suggestKnownErrors>,
): Promise<Output<typeof contract.suggestKnownErrors>> {
  const q = input.q.slice(0, looked).trim()
  const terms = termsOf(q).slice(0, mostWords)
  if (terms.length === 0 && (q !== '' || !input.serviceId)) return { items: [] }
  return {
    items: await suggestedRows(db, visibleProblems(actor), { terms, serviceId: input.serviceId ?? null }),
  }
}
