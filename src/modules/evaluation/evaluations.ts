import { dbNow, type Db, type Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { decodeCursor, decodeIdCursor, idOfCursor, page } from '#kernel/http/index.ts'
import { dayIn, nextNumber } from '#kernel/numbering/index.ts'
import { findOrg, type OrgRow } from '#kernel/org/index.ts'
import { scopeOf, type Actor } from '#kernel/permission/index.ts'
import { unitZone } from '#kernel/settings/index.ts'
import {
  demandVersion,
  forbidden,
  accessEvaluation,
  leave,
  manages,
  visibleEvaluations,
  demandState,
} from './access.ts'
import type * as contract from './contract.ts'
import { brief, byDimension, gradeNamed, present } from './present.ts'
import {
  evaluatingOrg,
  findTwin,
  insertEvaluation,
  patchEvaluation,
  selectEvaluations,
  selectPublished,
} from './store/evaluation.ts'
import { activePeople, peopleBelow, planForms } from './store/form.ts'
import { itemsOf } from './store/item.ts'
import { noticesOf } from './store/objection.ts'
import { selectSchemes, type SchemeRow } from './store/scheme.ts'

type Record_ = Output<typeof contract.getEvaluation>

export async function listEvaluationsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listEvaluations>,
): Promise<Output<typeof contract.listEvaluations>> {
  const rows = await selectEvaluations(db, visibleEvaluations(actor), {
    ...input,
    before: decodeIdCursor(input.cursor),
  })
  return page(
    rows.map((row) => brief(actor, row)),
    input.limit,
    (row) => [row.id],
  )
}

/** @throws evaluation.not_found (404) */
export const getEvaluationVerb = (db: Db, actor: Actor, input: { id: string }): Promise<Record_> =>
  present(db, actor, input.id)

const wrong = (what: string, field: string, params = {}) =>
  new AppError(`evaluation.${what}`, { status: 422, field, params })

/**
 * Who scores: active people, and none of the company that is evaluated.
 * @throws evaluation.unknown_reference, evaluation.rater_is_party (422)
 */
async function checkedRaters(
  tx: Tx,
  ids: readonly string[],
  subject: { kind: string; path: string },
): Promise<string[]> {
  const unique = [...new Set(ids)]
  if (unique.length === 0) return unique
  const there = await activePeople(tx, unique)
  if (unique.some((id) => !there.has(id))) throw wrong('unknown_reference', 'raterIds')
  if (subject.kind === 'vendor' && (await peopleBelow(tx, unique, subject.path)).size > 0)
    throw wrong('rater_is_party', 'raterIds')
  return unique
}

/** Who evaluates: the highest org above the subject for which the actor may do so; its records judge a company. */
async function evaluatorOf(tx: Tx, actor: Actor, subject: OrgRow) {
  const org = await evaluatingOrg(tx, scopeOf(actor, 'evaluation.manage'), subject.id)
  if (!org || (subject.kind === 'vendor' && actor.orgPath.startsWith(subject.path)))
    throw wrong('unknown_reference', 'subjectId')
  return org
}

/** One subject has one result for a period: two must never both be published. */
export const exists = (twin: { number: string; edition: number } | undefined) =>
  new AppError('evaluation.exists', {
    status: 409,
    field: 'subjectId',
    params: { number: twin?.number ?? '', n: twin?.edition ?? '' },
  })

async function checkedScheme(tx: Tx, id: string, subject: OrgRow): Promise<SchemeRow> {
  const [scheme] = await selectSchemes(tx, { id })
  if (scheme?.state !== 'current') throw wrong('unknown_reference', 'schemeId')
  if (scheme.subjectKind !== subject.kind) throw wrong('scheme_not_for', 'schemeId')
  return scheme
}

/**
 * Plans the evaluation of a unit, a department or a company by the scheme in use.
 * @throws evaluation.unknown_reference, evaluation.scheme_not_for, evaluation.dates, evaluation.ground_needed,
 * evaluation.rater_is_party (422); evaluation.exists (409): the same subject and period, by
 * this or another edition of the scheme
 */
export async function createEvaluationVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.createEvaluation>,
): Promise<Record_> {
  if (actor.id === null) throw forbidden()
  const subject = await findOrg(tx, input.subjectId)
  if (!subject?.active) throw wrong('unknown_reference', 'subjectId')
  const org = await evaluatorOf(tx, actor, subject)
  const scheme = await checkedScheme(tx, input.schemeId, subject)
  checkPeriod(input)
  const raterIds = await checkedRaters(tx, input.raterIds, subject)
  const number = await nextNumber(tx, 'evaluation', 'KH', dayIn(await dbNow(tx), unitZone()))
  const values = {
    ...{ number, title: input.title, orgId: org.id, subjectId: subject.id, schemeId: scheme.id },
    ...{
      periodKind: input.periodKind,
      from: input.from,
      to: input.to,
      ground: input.ground || null,
      by: actor.id,
    },
  }
  const id = await insertEvaluation(tx, values)
  if (id === null) throw exists(await findTwin(tx, values))
  await planForms(tx, id, raterIds)
  await leave(tx, actor, { id, org }, 'create', { after: { ...values, raterIds } })
  return present(tx, actor, id)
}

function checkPeriod(input: Input<typeof contract.createEvaluation>): void {
  const days = (Date.parse(input.to) - Date.parse(input.from)) / 86_400_000 + 1
  if (days < 1 || days > 1100) throw wrong('dates', 'to')
  if ((input.periodKind === 'mid-term' || input.periodKind === 'final') && !input.ground)
    throw wrong('ground_needed', 'ground')
}

/** @throws as `createEvaluationVerb`; evaluation.not_found (404), not_allowed (403), version_stale (412), not_now (409) */
export async function editEvaluationVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.editEvaluation>,
): Promise<Record_> {
  const row = await accessEvaluation(tx, actor, input.id, true)
  if (!manages(actor, row)) throw forbidden()
  demandVersion(row, input.version)
  demandState(row, 'draft')
  const subject = { kind: row.subjectKind, path: row.subjectPath }
  const raterIds = await checkedRaters(tx, input.raterIds, subject)
  await planForms(tx, row.id, raterIds)
  await patchEvaluation(tx, row.id, { title: input.title, ground: input.ground || null })
  await leave(tx, actor, row, 'edit', {
    before: { title: row.title, ground: row.ground },
    after: { title: input.title, ground: input.ground ?? null, raterIds },
  })
  return present(tx, actor, row.id)
}

/** What the whole unit may read; a company's people see their own company alone. @throws http.bad_cursor (422) */
export async function listPublishedVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listPublished>,
): Promise<Output<typeof contract.listPublished>> {
  const cursor = input.cursor === undefined ? undefined : decodeCursor(input.cursor, 2)
  const at = cursor?.[0]
  if (cursor && (typeof at !== 'string' || Number.isNaN(Date.parse(at))))
    throw new AppError('http.bad_cursor', { status: 422, field: 'cursor' })
  const rows = await selectPublished(db, visibleEvaluations(actor), {
    subjectKind: input.subjectKind,
    limit: input.limit,
    after: cursor && { at: String(at), id: idOfCursor(cursor[1]) },
  })
  const ids = rows.map((one) => one.id)
  const [items, notices] = [await itemsOf(db, ids), await noticesOf(db, ids)]
  const paged = page(rows, input.limit, (row) => [row.at, row.id])
  return {
    nextCursor: paged.nextCursor,
    items: paged.items.map((row) => {
      const { id, number, title, subject, subjectKind, org, periodKind, from, to } = row
      return {
        ...{ id, number, title, subject, subjectKind, org, periodKind, from, to },
        score: row.score!,
        grade: gradeNamed(actor, row.grades, row.grade)!,
        dimensions: byDimension(items.filter((one) => one.evaluationId === id)),
        notices: notices
          .filter((one) => one.evaluationId === id)
          .map((one) => ({ kind: one.kind, number: one.number, text: one.text })),
        publishedAt: row.publishedAt!,
      }
    }),
  }
}
