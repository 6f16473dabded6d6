import { audit } from '#kernel/audit/index.ts'
import { dbNow, type Db, type Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { decodeIdCursor, page, say } from '#kernel/http/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { visibleIncidents } from '#modules/incident/index.ts'
import type { ProblemRecord } from './contract.ts'
import { findTrends } from './find-trends.ts'
import { beginProblem } from './open.ts'
import { accessProblem, stale } from './policy.ts'
import { presentAgain } from './present.ts'
import * as savings from './savings.ts'
import { sideOf } from './store/savings.ts'
import * as store from './store/trends.ts'
import type * as contract from './trend-contract.ts'
import { readable } from './trend.ts'

type Proposal = Output<typeof contract.dismissProposal>
function present(row: store.ProposalRow): Proposal {
  const incidents = row.incidents.map((one) => ({ ...one, occurredAt: new Date(one.occurredAt) }))
  return { ...row, incidents, words: readable(row.words) }
}

/** Proposals with an incident that the caller sees, the newest first. @throws http.bad_cursor (422) */
export async function listProposalsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listProposals>,
): Promise<Output<typeof contract.listProposals>> {
  const after = decodeIdCursor(input.cursor)
  const rows = await store.proposalRows(db, visibleIncidents(actor), {
    state: input.state,
    after,
    limit: input.limit + 1,
  })
  const { items, nextCursor } = page(rows, input.limit, (row) => [row.id])
  return { items: items.map(present), nextCursor }
}

/** @throws problem.not_found (404), problem.version_stale (412), problem.proposal_decided (409) */
async function openProposal(
  tx: Tx,
  actor: Actor,
  at: { id: string; version: number },
): Promise<store.ProposalRow> {
  const [row] = await store.proposalRows(tx, visibleIncidents(actor), { id: at.id, limit: 1 })
  if (!row) throw notFound('problem')
  if (row.version !== at.version) throw stale(row.version)
  if (row.state !== 'open') throw new AppError('problem.proposal_decided', { status: 409, field: 'state' })
  return row
}

/**
 * Opens the problem that was proposed, with the incidents that the caller sees and the shared words as symptoms.
 * @throws see `openProposal`; problem.outside (403), problem.unknown_reference (422)
 */
export async function acceptProposalVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.acceptProposal>,
): Promise<ProblemRecord> {
  const row = await openProposal(tx, actor, input)
  const words = readable(row.words).filter((word) => word.length >= 2)
  const description = say(actor.locale, 'problem:proposal.description', {
    n: row.count,
    days: Math.round((row.windowTo.getTime() - row.windowFrom.getTime()) / 86_400_000),
    average: row.formerAverage,
    words: words.join('、') || (row.category?.name ?? '—'),
  })
  const problemId = await beginProblem(
    tx,
    actor,
    {
      title: input.title,
      description,
      serviceIds: [],
      categoryId: null,
      priority: 3,
      groupId: null,
      ownerId: input.ownerId,
      incidentIds: await store.incidentIdsOf(tx, visibleIncidents(actor), row.id),
    },
    'trend',
    words.map((word) => word.slice(0, 40)),
  )
  await decided(tx, actor, row, { state: 'accepted', reason: null, problemId })
  return presentAgain(tx, actor, problemId)
}

/** @throws see `openProposal` */
export async function dismissProposalVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.dismissProposal>,
): Promise<Proposal> {
  const row = await openProposal(tx, actor, input)
  await decided(tx, actor, row, { state: 'dismissed', reason: input.reason, problemId: null })
  const [after] = await store.proposalRows(tx, visibleIncidents(actor), { id: row.id, limit: 1 })
  return present(after!)
}

async function decided(
  tx: Tx,
  actor: Actor,
  row: store.ProposalRow,
  d: { state: 'accepted' | 'dismissed'; reason: string | null; problemId: string | null },
): Promise<void> {
  if (!(await store.decideProposal(tx, row, { ...d, by: actor.id }))) throw stale(row.version)
  await audit(tx, actor, {
    action: d.state === 'accepted' ? 'problem.accept-proposal' : 'problem.dismiss-proposal',
    entity: 'problem-proposal',
    entityId: row.id,
    before: { state: row.state },
    after: { ...d, count: row.count },
  })
}

/** Looks for trends now, as the hourly job does. */
export async function lookVerb(tx: Tx, actor: Actor): Promise<Output<typeof contract.lookForTrends>> {
  const found = await findTrends(tx, actor)
  await audit(tx, actor, {
    action: 'problem.look',
    entity: 'problem-setting',
    entityId: 'setting',
    after: { ...found },
  })
  return found
}

export async function getSettingVerb(db: Db): Promise<Output<typeof contract.getSetting>> {
  return store.readSetting(db)
}

/** @throws problem.version_stale (412) */
export async function putSettingVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.putSetting>,
): Promise<Output<typeof contract.putSetting>> {
  const before = await store.readSetting(tx)
  if (!(await store.writeSetting(tx, input))) throw stale(before.version)
  const after = await store.readSetting(tx)
  await audit(tx, actor, {
    action: 'problem.put-setting',
    entity: 'problem-setting',
    entityId: 'setting',
    before: { ...before },
    after: { ...after },
  })
  return after
}

/**
 * What the fix saved: incidents that are linked or alike, up to 90 days before and after it.
 * @throws problem.not_found (404)
 */
export async function getSavingsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.getSavings>,
): Promise<Output<typeof contract.getSavings>> {
  const row = await accessProblem(db, actor, input.id)
  const services = row.services.map((one) => one.id)
  const symptoms = row.symptoms
  const rule =
    services.length === 0 || (symptoms.length === 0 && !row.category)
      ? 'linked'
      : symptoms.length > 0
        ? 'symptoms'
        : 'category'
  if (!row.fixedAt) return { fixedAt: null, rule, before: null, after: null, saved: null }
  const now = await dbNow(db)
  const far = savings.farthestDays * 86_400_000
  const fixed = row.fixedAt.getTime()
  const by = { problemId: row.id, serviceIds: services, symptoms, categoryId: row.category?.id ?? null }
  const [before, after] = await Promise.all([
    sideOf(db, by, new Date(fixed - far), row.fixedAt),
    sideOf(db, by, row.fixedAt, new Date(Math.min(now.getTime(), fixed + far))),
  ])
  return {
    fixedAt: row.fixedAt,
    rule,
    before: savings.withPerMonth(before),
    after: savings.withPerMonth(after),
    saved: savings.savedPerMonth(before, after),
  }
}
