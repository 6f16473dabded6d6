/** Commendations and criticisms, and results as documents. */
import type { Db, Tx } from '#kernel/db/index.ts'
import { dbNow } from '#kernel/db/index.ts'
import { renderPdf, renderWord, type Block, type PrintDocument } from '#kernel/document/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { say, type Download } from '#kernel/http/index.ts'
import { dayIn, nextNumber } from '#kernel/numbering/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { inUnitZone, unitZone } from '#kernel/settings/index.ts'
import { accessEvaluation, demandState, forbidden, leave, manages, visibleEvaluations } from './access.ts'
import type * as contract from './contract.ts'
import { gradeNamed, present } from './present.ts'
import { selectPublished, type EvaluationRow } from './store/evaluation.ts'
import { insertNotice, noticesOf } from './store/objection.ts'

type Record_ = Output<typeof contract.getEvaluation>
type Say = (key: string, params?: Record<string, string | number>) => string
type Format = 'pdf' | 'docx'

const types = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
}

/**
 * Issues a commendation 表彰 or a criticism 通报批评 on an approved result.
 * @throws evaluation.not_found (404), not_allowed (403), not_now (409), notice_not_so (422): the best grade is not
 * criticised, the lowest not commended
 */
export async function issueNoticeVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.issueNotice>,
): Promise<Record_> {
  const row = await accessEvaluation(tx, actor, input.id, true)
  if (!manages(actor, row)) throw forbidden()
  demandState(row, 'approved', 'published')
  const not = input.kind === 'commend' ? row.grades.length - 1 : 0
  if (row.grade === not) throw new AppError('evaluation.notice_not_so', { status: 422, field: 'kind' })
  const number = await nextNumber(tx, 'evaluation_notice', 'TB', dayIn(await dbNow(tx), unitZone()))
  const { kind, text } = input
  const id = await insertNotice(tx, { number, evaluationId: row.id, kind, text, by: actor.id! })
  await leave(tx, actor, row, 'issue-notice', { after: { notice: id, number, kind, text } })
  return present(tx, actor, row.id)
}

const wordsOf =
  (actor: Actor): Say =>
  (key, params = {}) =>
    say(actor.locale, `evaluation:${key}`, params)

async function render(
  actor: Actor,
  format: Format,
  document: Omit<PrintDocument, 'locale'>,
): Promise<Download> {
  const content = await (format === 'pdf' ? renderPdf : renderWord)({ ...document, locale: actor.locale })
  return { content, type: types[format], fileName: `${document.title} ${document.number ?? ''}.${format}` }
}

/** Whoever may read the result, or reads it among the published ones. @throws evaluation.not_found (404) */
async function findForNotice(db: Db, actor: Actor, id: string, noticeId: string) {
  const [notice] = (await noticesOf(db, [id])).filter((one) => one.id === noticeId)
  if (!notice) throw notFound('evaluation')
  const published = await selectPublished(db, visibleEvaluations(actor), { id, limit: 1 })
  return { notice, row: published[0] ?? (await accessEvaluation(db, actor, id)) }
}

/** @throws evaluation.not_found (404) */
export async function noticeDocumentVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.noticeDocument>,
): Promise<Download> {
  const { notice, row } = await findForNotice(db, actor, input.id, input.childId)
  const t = wordsOf(actor)
  return render(actor, input.format, {
    title: t(`notice.${notice.kind}`),
    org: row.org.name,
    number: notice.number,
    createdAt: notice.issuedAt,
    blocks: [
      { kind: 'facts', facts: resultFacts(actor, row, t) },
      { kind: 'text', paragraphs: notice.text.split('\n') },
      {
        kind: 'signatures',
        boxes: [
          { label: row.org.name, name: notice.issuedBy, date: inUnitZone(notice.issuedAt).slice(0, 10) },
        ],
      },
    ],
  })
}

function resultFacts(
  actor: Actor,
  row: Pick<
    EvaluationRow,
    'subject' | 'periodKind' | 'from' | 'to' | 'score' | 'grades' | 'grade' | 'number'
  >,
  t: Say,
) {
  return [
    { label: t('field.subject'), value: row.subject.name },
    { label: t('field.number'), value: row.number },
    { label: t('field.period'), value: `${t(`period.${row.periodKind}`)} ${row.from} – ${row.to}` },
    { label: t('field.score'), value: row.score === null ? '—' : String(row.score) },
    { label: t('field.grade'), value: gradeNamed(actor, row.grades, row.grade)?.name ?? '—' },
  ]
}

/** The result with its items, objections and answers. @throws evaluation.not_found (404), evaluation.not_computed (409) */
export async function evaluationDocumentVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.evaluationDocument>,
): Promise<Download> {
  const row = await accessEvaluation(db, actor, input.id)
  const record = await present(db, actor, input.id)
  if (!record.computed) throw new AppError('evaluation.not_computed', { status: 409 })
  const t = wordsOf(actor)
  const now = await dbNow(db)
  return render(actor, input.format, {
    title: t('document.title'),
    org: row.org.name,
    number: row.number,
    createdAt: now,
    footer: t('document.footer', { at: inUnitZone(now), name: actor.name }),
    blocks: [
      {
        kind: 'facts',
        facts: [
          { label: t('field.title'), value: row.title, wide: true },
          ...resultFacts(actor, row, t),
          {
            label: t('field.scheme'),
            value: t('edition', { name: record.scheme.name, n: record.scheme.edition }),
          },
          { label: t('field.state'), value: t(`state.${row.state}`) },
        ],
      },
      dimensionTable(record, t),
      itemTable(record, t),
      ...spoken(record, t),
    ],
  })
}

const shown = (value: number | null): string => (value === null ? '—' : String(Number(value.toFixed(2))))

function dimensionTable(record: Record_, t: Say): Block {
  return {
    kind: 'table',
    title: t('field.dimensions'),
    columns: [
      { label: t('field.dimension'), width: 3 },
      { label: t('field.weight'), width: 1, align: 'right' },
      { label: t('field.score'), width: 1, align: 'right' },
    ],
    rows: record.dimensions.map((one) => [
      t(`dimension.${one.dimension}`),
      shown(one.weight),
      shown(one.score),
    ]),
  }
}

function itemTable(record: Record_, t: Say): Block {
  return {
    kind: 'table',
    title: t('field.items'),
    columns: [
      { label: t('field.indicator'), width: 5 },
      { label: t('field.measured'), width: 5 },
      { label: t('field.weight'), width: 2, align: 'right' },
      { label: t('field.points'), width: 2, align: 'right' },
    ],
    rows: record.items.map((item) => {
      const points = item.changedPoints ?? item.points
      const facts = item.facts.map(
        (one) =>
          `${one.name} ${shown(one.value)} (${t('cases', { n: one.cases })}; ${t(`counted.${one.counted}`)})`,
      )
      const measured = item.answers === null ? facts.join('\n') : t('answers', { n: item.answers })
      const changed = item.changedReason === null ? '' : `\n${t('changed', { reason: item.changedReason })}`
      return [
        item.cited ? `${item.name}\n${item.cited}` : item.name,
        `${measured}${changed}` || '—',
        item.weight === null ? '—' : shown(item.weight),
        points === null ? t('unscored') : shown(points),
      ]
    }),
  }
}

function spoken(record: Record_, t: Say): Block[] {
  const blocks: Block[] = []
  const entries = record.entries.filter((one) => one.voidReason === null)
  const nameOf = (id: string | null) => record.items.find((one) => one.id === id)?.name ?? t('field.whole')
  if (entries.length > 0)
    blocks.push({
      kind: 'text',
      title: t('field.entries'),
      paragraphs: entries.map(
        (one) => `${nameOf(one.itemId)}：${one.points}；${one.what}（${one.evidence}）`,
      ),
    })
  if (record.objections.length > 0)
    blocks.push({
      kind: 'text',
      title: t('field.objections'),
      paragraphs: record.objections.map(
        (one) => `${nameOf(one.itemId)}：${one.text}；${t(`objection.${one.state}`)} ${one.reply ?? ''}`,
      ),
    })
  if (record.answers.length > 0)
    blocks.push({
      kind: 'text',
      title: t('field.answers'),
      paragraphs: record.answers.map((one) => `${one.saidBy}：${one.text}`),
    })
  return blocks
}
