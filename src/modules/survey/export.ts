import type { Db } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Input } from '#kernel/http/endpoint.ts'
import { say, type Download } from '#kernel/http/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { inUnitZone } from '#kernel/settings/index.ts'
import { streamCsv, streamXlsx, type StreamCell } from '#kernel/sheet/index.ts'
import type { Answer, Question } from './form-contract.ts'
import { accessRun, mayCount } from './policy.ts'
import { groupsOf, totals } from './results.ts'
import type * as contract from './run-contract.ts'
import type { RunRow } from './store/runs.ts'
import type { SheetRow } from './store/sheets.ts'

type Say = (key: string, params?: Record<string, string | number>) => string

/**
 * Anonymous: the figures as they are shown, and what people wrote, never sheet by sheet (one who knows an answer of somebody
 * would find the others beside it). Named: each sheet in a line.
 * @throws survey.not_found (404), survey.still_open (409)
 */
export async function exportRunVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.exportRun>,
): Promise<Download> {
  const run = await accessRun(db, actor, input.id, 'survey.read')
  if (!mayCount(run)) throw new AppError('survey.still_open', { status: 409, field: 'state' })
  const t: Say = (key, params = {}) => say(actor.locale, `survey:${key}`, params)
  const { sheets, tallies, tooFew } = await totals(db, run)
  const rows = run.anonymous
    ? figureRows(run, { sheets: tooFew ? [] : sheets, tallies }, t)
    : sheetRows(run, sheets, t)
  async function* batches(): AsyncGenerator<StreamCell[][]> {
    for (let at = 0; at < rows.length; at += 500) yield rows.slice(at, at + 500)
  }
  const fileName = `${run.title} ${run.number}.${input.format}`
  return input.format === 'csv'
    ? { content: streamCsv(batches()), type: 'text/csv; charset=utf-8', fileName }
    : {
        content: streamXlsx(run.number, batches()),
        type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        fileName,
      }
}

const percent = (part: number, whole: number): StreamCell =>
  whole === 0 ? null : Math.round((10_000 * part) / whole) / 100

function figureRows(
  run: RunRow,
  { sheets, tallies }: Omit<Awaited<ReturnType<typeof totals>>, 'tooFew'>,
  t: Say,
): StreamCell[][] {
  const head = ['question', 'choice', 'count', 'of', 'share'].map((key) => t(`export.${key}`))
  const lines = tallies.flatMap((one): StreamCell[][] => {
    const named = (key: string, label: string) =>
      one.type === 'grade' || one.type === 'matrix' ? t(`grade.${key as '1'}`) : label
    const counted = one.counts.map((c) => [one.label, named(c.key, c.label), c.n, one.n, percent(c.n, one.n)])
    const satisfied =
      one.satisfied === null
        ? []
        : [[one.label, t('result.satisfied'), one.satisfied, one.n, percent(one.satisfied, one.n)]]
    return [...counted, ...satisfied, ...one.texts.map((text) => [one.label, text, null, null, null])]
  })
  const byOrg = groupsOf(run, sheets).groups.map(({ org, overall: o }) => [
    ...[t('result.byOrg'), org?.name ?? t('result.noOrg'), o.satisfied, o.n, percent(o.satisfied, o.n)],
  ])
  return [
    head,
    [t('result.sheets'), null, sheets.length, run.asked, percent(sheets.length, run.asked)],
    ...lines,
    ...byOrg,
  ]
}

function sheetRows(run: RunRow, sheets: readonly SheetRow[], t: Say): StreamCell[][] {
  const columns = run.questions.flatMap((one): { label: string; question: Question; row: string | null }[] =>
    one.type === 'matrix'
      ? one.rows.map((row) => ({ label: `${one.label} · ${row.label}`, question: one, row: row.key }))
      : [{ label: one.label, question: one, row: null }],
  )
  const head = [
    ...['person', 'org', 'via', 'at'].map((key) => t(`export.${key}`)),
    ...columns.map((c) => c.label),
  ]
  return [
    head,
    ...sheets.map((sheet): StreamCell[] => [
      ...[sheet.person, sheet.cohort?.name ?? null, t(sheet.byPhone ? 'via.phone' : 'via.portal')],
      sheet.answeredAt && inUnitZone(sheet.answeredAt),
      ...columns.map(({ question, row }) => cell(question, row, sheet.answers[question.key])),
    ]),
  ]
}

function cell(question: Question, row: string | null, answer: Answer | undefined): StreamCell {
  if (answer === undefined) return null
  if (row !== null) return (answer as Record<string, number>)[row] ?? null
  const label = (key: string) => question.options.find((one) => one.key === key)?.label ?? key
  if (Array.isArray(answer)) return answer.map(label).join('；')
  if (question.type === 'single') return label(String(answer))
  return typeof answer === 'number' ? answer : String(answer)
}
