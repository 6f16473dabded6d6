import { dbNow, type Db, type Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { dayIn } from '#kernel/numbering/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { unitZone } from '#kernel/settings/index.ts'
import { accessEvaluation, forbidden, leave, lockFor, readsAll } from './access.ts'
import type * as contract from './contract.ts'
import { formsHinder } from './lifecycle.ts'
import { countedPoints, meanScore, measureFacts } from './measure.ts'
import { gradeOf, pointsOfCases, scoreOf, type Weighted } from './points.ts'
import { present } from './present.ts'
import { isCounted } from './rules.ts'
import { patchEvaluation, type EvaluationRow } from './store/evaluation.ts'
import { moveForms, scoresOf, selectForms } from './store/form.ts'
import { entriesOf, itemsOf, keepResults, keepWeights, type ItemResult, type ItemRow } from './store/item.ts'

/** What counts of an item: a review's decision before what was computed. */
export const pointsNow = (item: Pick<ItemRow, 'points' | 'changedPoints'>): number | null =>
  item.changedPoints ?? item.points

/** The score of an evaluation from its items. */
export function totalOf(
  items: readonly Pick<ItemRow, 'id' | 'dimension' | 'weight' | 'points' | 'changedPoints'>[],
) {
  const weighted: Weighted[] = items.flatMap((one) =>
    one.weight === null
      ? []
      : [{ id: one.id, dimension: one.dimension, weight: one.weight, points: pointsNow(one) }],
  )
  const adjustments = items.filter((one) => one.weight === null).map((one) => pointsNow(one) ?? 0)
  return scoreOf(weighted, adjustments)
}

/** What every item gives by the records, forms and entries of now; `again`: counted as what is kept was counted. */
async function resultsNow(
  db: Db,
  row: EvaluationRow,
  items: readonly ItemRow[],
  again = false,
): Promise<ItemResult[]> {
  const rules = items.map((one) => one.rule)
  const figures = await measureFacts(db, row, rules, again ? items.flatMap((one) => one.facts) : [])
  const scores = await scoresOf(db, row.id)
  const entries = (await entriesOf(db, row.id)).filter((one) => one.voidReason === null)
  return items.map((item) => {
    const result = { id: item.id, value: null, facts: [], answers: null, points: null, effectiveWeight: null }
    const { rule } = item
    if (isCounted(rule)) {
      const { value, points, facts } = countedPoints(rule, figures)
      return { ...result, value, points, facts }
    }
    if (rule.kind === 'form') {
      const given = scores.filter((one) => one.itemId === item.id).map((one) => one.score)
      const points = meanScore(given, rule.minAnswers)
      return { ...result, value: points, answers: given.length, points }
    }
    const own = entries.filter((one) => one.itemId === item.id)
    const sum = own.reduce((all, one) => all + one.points, 0)
    return { ...result, value: own.length, points: pointsOfCases({ ...rule, perCase: 1 }, sum) }
  })
}

/** Keeps the score, its grade and the weights that counted. @throws evaluation.nothing_scored (409) */
export async function keepTotal(
  tx: Tx,
  row: EvaluationRow,
  more: Parameters<typeof patchEvaluation>[2] = {},
): Promise<{ score: number; grade: number }> {
  const total = totalOf(await itemsOf(tx, [row.id]))
  if (total === null) throw new AppError('evaluation.nothing_scored', { status: 409 })
  const grade = gradeOf(row.grades, total.score)
  await keepWeights(tx, total.weights, row.id)
  await patchEvaluation(tx, row.id, {
    score: String(total.score),
    base_score: String(total.base),
    grade,
    ...more,
  })
  return { score: total.score, grade }
}

/**
 * Computes every item from the records of the period, ends the scoring, and keeps the figures beside the points. May be
 * repeated till the result is announced.
 * @throws as `lockFor`; evaluation.period_runs (409): the period is not over; evaluation.forms_open (409);
 * evaluation.nothing_scored (409); evaluation.unknown_fact (422)
 */
export async function computeEvaluationVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.computeEvaluation>,
): Promise<Output<typeof contract.computeEvaluation>> {
  const { row, to } = await lockFor(tx, actor, input, 'compute')
  const now = await dbNow(tx)
  if (row.to >= dayIn(now, unitZone()))
    throw new AppError('evaluation.period_runs', { status: 409, params: { to: row.to } })
  const open = formsHinder(await selectForms(tx, { evaluationId: row.id }), row.scoringDue, now)
  if (open) throw new AppError('evaluation.forms_open', { status: 409, params: { n: open.open } })
  await moveForms(tx, row.id, ['open'], 'missed')
  const results = await resultsNow(tx, row, await itemsOf(tx, [row.id]))
  await keepResults(tx, results)
  const total = await keepTotal(tx, row, { state: to, computed_at: now, computed_by: actor.id! })
  await leave(tx, actor, row, 'compute', {
    before: { state: row.state, score: row.score },
    after: { state: to, ...total },
  })
  return present(tx, actor, row.id)
}

/**
 * Computes again from the records of now, beside what is kept; changes nothing, whatever the difference.
 * @throws evaluation.not_found (404), evaluation.not_allowed (403), evaluation.not_computed (409)
 */
export async function recomputeEvaluationVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.recomputeEvaluation>,
): Promise<Output<typeof contract.recomputeEvaluation>> {
  const row = await accessEvaluation(db, actor, input.id)
  if (!readsAll(actor, row)) throw forbidden()
  if (row.score === null) throw new AppError('evaluation.not_computed', { status: 409 })
  const items = await itemsOf(db, [row.id])
  const results = new Map((await resultsNow(db, row, items, true)).map((one) => [one.id, one]))
  const cases = (facts: readonly { cases: number }[]) => facts.reduce((all, one) => all + one.cases, 0)
  const compared = items.map((item) => {
    const now = results.get(item.id)!
    const count = { kept: item.answers ?? cases(item.facts), now: now.answers ?? cases(now.facts) }
    return {
      id: item.id,
      name: actor.locale === 'en' && item.nameEn ? item.nameEn : item.name,
      same: item.value === now.value && item.points === now.points && count.kept === count.now,
      value: { kept: item.value, now: now.value },
      points: { kept: item.points, now: now.points },
      cases: count,
    }
  })
  const total = totalOf(items.map((item) => ({ ...item, points: results.get(item.id)!.points })))
  const score = { kept: row.score, now: total?.score ?? null }
  return { same: score.kept === score.now && compared.every((one) => one.same), score, items: compared }
}
