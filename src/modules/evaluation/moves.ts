import { workingDaysAfter } from '#kernel/calendar/index.ts'
import { dbNow, type Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { spokenName, type Actor } from '#kernel/permission/index.ts'
import { accessEvaluation, demandParty, demandState, demandVersion, leave, lockFor } from './access.ts'
import { handIn } from './approve.ts'
import type * as contract from './contract.ts'
import { handInHinder } from './lifecycle.ts'
import { exists } from './evaluations.ts'
import { present } from './present.ts'
import { findTwin, partyOf, patchEvaluation } from './store/evaluation.ts'
import { moveForms, selectForms } from './store/form.ts'
import { freezeItems } from './store/item.ts'
import { selectSchemes } from './store/scheme.ts'
import { tell, tellRaters } from './tell.ts'

type Record_ = Output<typeof contract.getEvaluation>

/**
 * Freezes the scheme as it stands and sends the forms.
 * @throws as `lockFor`; evaluation.raters_needed (409): the scheme has forms and nobody is named to fill them in;
 * evaluation.scheme_gone (409): the edition is in use no longer
 */
export async function startEvaluationVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.startEvaluation>,
): Promise<Record_> {
  const { row, to } = await lockFor(tx, actor, input, 'start')
  const [scheme] = await selectSchemes(tx, { id: row.scheme.id })
  if (scheme?.state !== 'current') throw new AppError('evaluation.scheme_gone', { status: 409 })
  const forms = await selectForms(tx, { evaluationId: row.id })
  const asks = scheme.items.some((one) => one.rule.kind === 'form')
  if (asks && forms.length === 0) throw new AppError('evaluation.raters_needed', { status: 409 })
  await freezeItems(tx, row.id, scheme.items)
  const due = asks ? await workingDaysAfter(tx, await dbNow(tx), input.scoringDays) : null
  if (asks) await moveForms(tx, row.id, ['planned'], 'open')
  await patchEvaluation(tx, row.id, { state: to, scoring_due: due })
  await leave(tx, actor, row, 'start', {
    before: { state: row.state },
    after: { state: to, scheme: scheme.name, edition: scheme.edition, due: due?.toISOString() ?? null },
  })
  if (asks) await tellRaters(tx, forms, due!, 'form')
  return present(tx, actor, row.id)
}

/** Back to scoring: forms and entries are open again; what a review decided stays. @throws as `lockFor` */
export async function backEvaluationVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.backEvaluation>,
): Promise<Record_> {
  const { row, to } = await lockFor(tx, actor, input, 'back')
  if (row.openObjections > 0) throw new AppError('evaluation.objection_open', { status: 409 })
  const now = await dbNow(tx)
  // who missed the time gets some more
  const due = row.scoringDue && (row.scoringDue > now ? row.scoringDue : await workingDaysAfter(tx, now, 2))
  await moveForms(tx, row.id, ['missed'], 'open')
  await patchEvaluation(tx, row.id, {
    state: to,
    scoring_due: due,
    announced_at: null,
    objection_due: null,
    accepted_at: null,
    accepted_by: null,
  })
  await leave(tx, actor, row, 'back', {
    before: { state: row.state },
    after: { state: to, reason: input.reason },
  })
  return present(tx, actor, row.id)
}

/** Tells the evaluated party its result; from now on runs the time for objections. @throws as `lockFor` */
export async function announceEvaluationVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.announceEvaluation>,
): Promise<Record_> {
  const { row, to } = await lockFor(tx, actor, input, 'announce')
  const now = await dbNow(tx)
  const due = await workingDaysAfter(tx, now, row.objectionDays)
  await patchEvaluation(tx, row.id, { state: to, announced_at: now, objection_due: due })
  const party = await partyOf(tx, { subjectId: row.subject.id })
  await leave(tx, actor, row, 'announce', {
    before: { state: row.state },
    after: { state: to, due: due.toISOString(), party: party.map((one) => one.name) },
  })
  await tell(
    tx,
    row,
    'announced',
    party.map((one) => one.id),
    { title: row.title, due: due.toISOString() },
  )
  return present(tx, actor, row.id)
}

/**
 * The party has no objection: the time for them ends.
 * @throws evaluation.not_found (404), not_allowed (403), version_stale (412), not_now, objection_open (409)
 */
export async function acceptEvaluationVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.acceptEvaluation>,
): Promise<Record_> {
  const row = await accessEvaluation(tx, actor, input.id, true)
  demandParty(actor, row)
  demandVersion(row, input.version)
  demandState(row, 'announced')
  if (row.acceptedAt !== null) throw new AppError('evaluation.not_now', { status: 409, field: 'state' })
  if (row.openObjections > 0) throw new AppError('evaluation.objection_open', { status: 409 })
  await patchEvaluation(tx, row.id, { accepted_at: await dbNow(tx), accepted_by: actor.id })
  await leave(tx, actor, row, 'accept', { after: { score: row.score } })
  return present(tx, actor, row.id)
}

/**
 * Hands the result in for approval, once the time for objections is over and each is answered.
 * @throws as `lockFor`; evaluation.objection_open, evaluation.objection_time (409); approval.nobody_decides (422)
 */
export async function submitEvaluationVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.submitEvaluation>,
): Promise<Record_> {
  const { row, to } = await lockFor(tx, actor, input, 'submit')
  const hinder = handInHinder({ ...row, now: await dbNow(tx) })
  if (hinder)
    throw new AppError(`evaluation.${hinder}`, {
      status: 409,
      params: { due: row.objectionDue?.toISOString() ?? '' },
    })
  await patchEvaluation(tx, row.id, { state: to })
  await leave(tx, actor, row, 'submit', {
    before: { state: row.state },
    after: { state: to, score: row.score },
  })
  await handIn(tx, actor, row)
  return present(tx, actor, row.id)
}

/** @throws as `lockFor`; evaluation.exists (409): another one stands for the same subject and period */
export async function publishEvaluationVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.publishEvaluation>,
): Promise<Record_> {
  const { row, to } = await lockFor(tx, actor, input, 'publish')
  if (row.repeated) {
    const of = { ...row, schemeId: row.scheme.id, subjectId: row.subject.id, orgId: row.org.id }
    throw exists(await findTwin(tx, of))
  }
  await patchEvaluation(tx, row.id, { state: to, published_at: await dbNow(tx) })
  await leave(tx, actor, row, 'publish', {
    before: { state: row.state },
    after: { state: to, score: row.score },
  })
  const party = await partyOf(tx, { subjectId: row.subject.id })
  await tell(
    tx,
    row,
    'published',
    party.map((one) => one.id),
    { title: row.title, actor: spokenName(actor) },
  )
  return present(tx, actor, row.id)
}

/** Gives an evaluation up; what was scored stays to be read. @throws as `lockFor` */
export async function cancelEvaluationVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.cancelEvaluation>,
): Promise<Record_> {
  const { row, to } = await lockFor(tx, actor, input, 'cancel')
  await moveForms(tx, row.id, ['open', 'planned'], 'missed')
  await patchEvaluation(tx, row.id, { state: to, cancel_reason: input.reason })
  await leave(tx, actor, row, 'cancel', {
    before: { state: row.state },
    after: { state: to, reason: input.reason },
  })
  return present(tx, actor, row.id)
}
