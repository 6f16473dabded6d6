import type { Db } from '#kernel/db/index.ts'
import { dbNow } from '#kernel/db/index.ts'
import { allFacts } from '#kernel/fact/index.ts'
import { listFiles } from '#kernel/files/index.ts'
import type { Output } from '#kernel/http/endpoint.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { accessEvaluation, isParty, manages, readsAll, reviews, visibleEvaluations } from './access.ts'
import { citing, type Cite } from './cited.ts'
import type { getEvaluation, listEvaluations } from './contract.ts'
import { toldStates } from './lifecycle.ts'
import { originOfFigure } from './measure.ts'
import { round2 } from './points.ts'
import type { Grade } from './rule-contract.ts'
import { partyOf, selectTrend, type EvaluationRow } from './store/evaluation.ts'
import { scoresOf, selectForms } from './store/form.ts'
import { entriesOf, itemsOf, type ItemRow } from './store/item.ts'
import { answersOf, noticesOf, selectObjections } from './store/objection.ts'
import { dimensions } from './words.ts'

type Record_ = Output<typeof getEvaluation>
type Brief = Output<typeof listEvaluations>['items'][number]

export const worded = (actor: Actor, of: { name: string; nameEn?: string | null | undefined }): string =>
  actor.locale === 'en' && of.nameEn ? of.nameEn : of.name

export function gradeNamed(actor: Actor, grades: readonly Grade[], place: number | null) {
  const grade = place === null ? undefined : grades[place]
  return grade ? { place: place!, of: grades.length, name: worded(actor, grade) } : null
}

export function brief(actor: Actor, row: EvaluationRow): Brief {
  const { id, number, title, org, subject, subjectKind, periodKind, from, to, state, score } = row
  const { forms, openObjections, announcedAt, publishedAt, version, scheme } = row
  return {
    ...{ id, number, title, org, subject, subjectKind, periodKind, from, to, state, score },
    ...{ forms, openObjections, announcedAt, publishedAt, version },
    scheme: { id: scheme.id, name: worded(actor, scheme), edition: scheme.edition },
    grade: gradeNamed(actor, row.grades, row.grade),
  }
}

function abilitiesOf(actor: Actor, row: EvaluationRow, now: Date): Record_['abilities'] {
  const { state } = row
  const [keeps, party] = [manages(actor, row), isParty(actor, row)]
  const told = (toldStates as readonly string[]).includes(state)
  const objecting =
    party &&
    state === 'announced' &&
    row.acceptedAt === null &&
    row.objectionDue !== null &&
    now < row.objectionDue
  const all: [Record_['abilities'][number], boolean][] = [
    ['edit', keeps && state === 'draft'],
    ['start', keeps && state === 'draft'],
    ['enter', keeps && state === 'scoring'],
    ['compute', keeps && (state === 'scoring' || state === 'computed')],
    ['back', keeps && (state === 'computed' || state === 'announced')],
    ['announce', keeps && state === 'computed'],
    ['accept', objecting && row.openObjections === 0],
    ['object', objecting],
    ['review', reviews(actor, row) && state === 'announced' && row.openObjections > 0],
    ['submit', keeps && state === 'announced'],
    ['publish', keeps && state === 'approved'],
    ['notice', keeps && (state === 'approved' || state === 'published')],
    ['answer', party && told],
    ['recompute', readsAll(actor, row) && row.score !== null],
    ['cancel', keeps && ['draft', 'scoring', 'computed', 'announced'].includes(state)],
  ]
  return all.filter(([, may]) => may).map(([ability]) => ability)
}

function presentItem(actor: Actor, row: EvaluationRow, item: ItemRow, cite: Cite): Record_['items'][number] {
  const { id, dimension, source, rule, weight, value, answers, points } = item
  const { effectiveWeight, changedPoints, changedReason } = item
  const lang = actor.locale === 'en' ? 'en' : 'zh'
  return {
    ...{ id, dimension, source, rule, weight, value, answers, points },
    ...{ effectiveWeight, changedPoints, changedReason },
    cited: cite(source),
    name: worded(actor, item),
    facts: item.facts.map((one) => ({
      ...one,
      name: allFacts().get(one.key)?.names[lang] ?? one.key,
      ...originOfFigure(row, one),
    })),
  }
}

/** Weight and score of each dimension that has items with a weight. */
export function byDimension(items: readonly ItemRow[]): Record_['dimensions'] {
  return dimensions.flatMap((dimension) => {
    const own = items.filter((one) => one.dimension === dimension && one.weight !== null)
    if (own.length === 0) return []
    const sum = (of: (item: ItemRow) => number) => own.reduce((all, one) => all + of(one), 0)
    const counted = sum((one) => one.effectiveWeight ?? 0)
    const points = sum((one) => (one.effectiveWeight ?? 0) * (one.changedPoints ?? one.points ?? 0))
    return [
      {
        dimension,
        weight: round2(sum((one) => one.weight!)),
        score: counted > 0 ? round2(points / counted) : null,
      },
    ]
  })
}

async function objectionsOf(db: Db, actor: Actor, row: EvaluationRow): Promise<Record_['objections']> {
  const rows = await selectObjections(db, { evaluationId: row.id })
  const files = await listFiles(
    db,
    'evaluation-objection',
    rows.map((one) => one.id),
  )
  return rows.map(({ evaluationId: _of, raisedById, ...one }) => ({
    ...one,
    files: files.get(one.id) ?? [],
    mine: raisedById === actor.id && one.state === 'open',
    reviewable:
      one.state === 'open' && row.state === 'announced' && reviews(actor, row) && raisedById !== actor.id,
  }))
}

/** The whole of an evaluation for its reader; the evaluated party does not learn who gave which score. */
export async function present(db: Db, actor: Actor, id: string): Promise<Record_> {
  const row = await accessEvaluation(db, actor, id)
  const full = readsAll(actor, row)
  const items = await itemsOf(db, [id])
  const cite = await citing(db, actor)
  const forms = await selectForms(db, { evaluationId: id })
  const scores = row.computedAt ? await scoresOf(db, id) : []
  const trend = await selectTrend(db, visibleEvaluations(actor), row)
  const weightless = items.filter((one) => one.weight !== null && (one.changedPoints ?? one.points) === null)
  const { ground, grades, objectionDays, baseScore, scoringDue, objectionDue, acceptedAt } = row
  const { computedAt, computedBy, approvedAt, cancelReason, createdBy } = row
  return {
    ...brief(actor, row),
    ...{ ground, grades, objectionDays, baseScore, scoringDue, objectionDue, acceptedAt },
    ...{ computedAt, computedBy, approvedAt, cancelReason, createdBy },
    computed: computedAt !== null,
    unscored: computedAt ? round2(weightless.reduce((all, one) => all + one.weight!, 0)) : 0,
    dimensions: byDimension(items),
    items: items.map((item) => presentItem(actor, row, item, cite)),
    entries: await entriesOf(db, id),
    raters: full
      ? forms.map((one) => ({
          person: one.person,
          org: one.personOrg,
          state: one.state,
          handedInAt: one.handedInAt,
        }))
      : [],
    remarks: scores.map(({ itemId, score, remark, by }) => ({ itemId, score, remark, by: full ? by : null })),
    objections: await objectionsOf(db, actor, row),
    answers: await answersOf(db, id),
    notices: (await noticesOf(db, [id])).map(({ evaluationId: _of, ...one }) => one),
    party: (await partyOf(db, { subjectId: row.subject.id })).map((one) => one.name),
    trend: trend.map(({ grade, grades: of, ...one }) => ({
      ...one,
      grade: gradeNamed(actor, of, grade)?.name ?? '',
    })),
    abilities: abilitiesOf(actor, row, await dbNow(db)),
  }
}
