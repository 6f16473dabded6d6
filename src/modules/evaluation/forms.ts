/** Scoring forms of the business departments. A rater sees the own form, and of the evaluation only what it asks. */
import type { Db, Tx } from '#kernel/db/index.ts'
import { audit } from '#kernel/audit/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { demandVersion, everything } from './access.ts'
import type * as contract from './form-contract.ts'
import { worded } from './present.ts'
import { selectEvaluations } from './store/evaluation.ts'
import { handIn, scoresOfForm, selectForms, type FormRow } from './store/form.ts'
import { itemsOf, type ItemRow } from './store/item.ts'

type Form = Output<typeof contract.getForm>

const isOpen = (row: FormRow): boolean =>
  row.evaluationState === 'scoring' && (row.state === 'open' || row.state === 'handed-in')

function line(row: FormRow): Output<typeof contract.listForms>['items'][number] {
  const { id, title, subject, org, periodKind, from, to, state, due, handedInAt, version } = row
  return { id, title, subject, org, periodKind, from, to, state, due, handedInAt, version, open: isOpen(row) }
}

/** The actor's own; what is not sent yet is nobody's business. */
export async function listFormsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listForms>,
): Promise<Output<typeof contract.listForms>> {
  if (actor.kind !== 'person' || actor.id === null) return { items: [] }
  const states = input.all ? (['open', 'handed-in', 'missed'] as const) : (['open'] as const)
  const rows = await selectForms(db, { personId: actor.id, states })
  return { items: rows.map(line) }
}

async function find(db: Db, actor: Actor, id: string, lock = false): Promise<FormRow> {
  const [row] = await selectForms(db, { id, lock })
  if (!row || row.person.id !== actor.id || row.state === 'planned') throw notFound('evaluation')
  return row
}

const asked = (items: readonly ItemRow[]) => items.filter((one) => one.rule.kind === 'form')

async function present(db: Db, actor: Actor, row: FormRow): Promise<Form> {
  const items = asked(await itemsOf(db, [row.evaluationId]))
  const given = new Map((await scoresOfForm(db, row.id)).map((one) => [one.itemId, one]))
  return {
    ...line(row),
    comment: row.comment,
    items: items.map((item) => ({
      id: item.id,
      dimension: item.dimension,
      name: worded(actor, item),
      guide: guideOf(actor, item),
      score: given.get(item.id)?.score ?? null,
      remark: given.get(item.id)?.remark ?? null,
    })),
  }
}

function guideOf(actor: Actor, { rule }: ItemRow): string {
  if (!('guide' in rule)) return ''
  return actor.locale === 'en' && rule.guideEn ? rule.guideEn : rule.guide
}

/** @throws evaluation.not_found (404): somebody else's, or not sent */
export async function getFormVerb(db: Db, actor: Actor, input: { id: string }): Promise<Form> {
  return present(db, actor, await find(db, actor, input.id))
}

/**
 * Takes the scores of a form, again as often as the rater likes till the scores are computed.
 * @throws evaluation.not_found (404), evaluation.version_stale (412), evaluation.form_closed (409),
 * evaluation.score_missing (422): an item has no score, or one is not in the form
 */
export async function handInFormVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.handInForm>,
): Promise<Form> {
  const known = await find(tx, actor, input.id)
  // held so that computing waits for the hand-in, or the hand-in for computing
  const [evaluation] = await selectEvaluations(tx, everything, {
    id: known.evaluationId,
    limit: 1,
    lock: true,
  })
  const row = await find(tx, actor, input.id, true)
  demandVersion(row, input.version)
  if (!isOpen(row)) throw new AppError('evaluation.form_closed', { status: 409 })
  const items = asked(await itemsOf(tx, [row.evaluationId]))
  const scores = new Map(input.scores.map((one) => [one.itemId, one]))
  if (
    scores.size !== input.scores.length ||
    scores.size !== items.length ||
    items.some((one) => !scores.has(one.id))
  )
    throw new AppError('evaluation.score_missing', { status: 422, field: 'scores' })
  const given = [...scores.values()].map(({ itemId, score, remark }) => ({
    itemId,
    score,
    remark: remark || null,
  }))
  await handIn(tx, row.id, given, input.comment || null)
  await audit(tx, actor, {
    action: 'evaluation.hand-in-form',
    entity: 'evaluation',
    entityId: row.evaluationId,
    orgId: evaluation!.org.id,
    after: { form: row.id, scores: given, comment: input.comment ?? null },
  })
  return present(tx, actor, await find(tx, actor, row.id))
}
