import { draw } from './cohort.ts'
import type { Answers, Question } from './form-contract.ts'
import { grades, isSatisfied, type QuestionType } from './words.ts'

/** Figures of one question, or of one row of a matrix: every share has its counts. */
export interface Tally {
  key: string
  label: string
  type: QuestionType
  /** of a row of a matrix */
  row: string | null
  serviceId: string | null
  /** who answered this one */
  n: number
  /** choices, grades or points with how many chose them */
  counts: { key: string; label: string; n: number }[]
  /** grades: those from 基本满意 on; null elsewhere */
  satisfied: number | null
  /** grades and scales: 1–5; two digits */
  mean: number | null
  /** NPS: promoters (9–10) less detractors (0–6), in percent of all; −100 to 100 */
  nps: { score: number; promoters: number; detractors: number } | null
  /** of a text; without those of others when many wrote */
  texts: string[]
}

const mostTexts = 300
const two = (value: number): number => Math.round(value * 100) / 100

function graded(base: Omit<Tally, 'n' | 'counts' | 'satisfied' | 'mean'>, values: number[]): Tally {
  const n = values.length
  return {
    ...base,
    n,
    counts: grades.map((grade) => ({
      key: String(grade),
      label: String(grade),
      n: values.filter((value) => value === grade).length,
    })),
    satisfied: values.filter(isSatisfied).length,
    mean: n === 0 ? null : two(values.reduce((sum, value) => sum + value, 0) / n),
  }
}

function ofQuestion(one: Question, sheets: readonly Answers[]): Tally[] {
  const given = sheets.map((sheet) => sheet[one.key]).filter((answer) => answer !== undefined)
  const numbers = given.filter((answer) => typeof answer === 'number')
  const base = { key: one.key, label: one.label, type: one.type, row: null, serviceId: null }
  const none = { satisfied: null, mean: null, nps: null, texts: [] }
  if (one.type === 'grade' || one.type === 'scale') return [graded({ ...base, ...none }, numbers)]
  if (one.type === 'matrix')
    return one.rows.map((row) => {
      const values = given.map((answer) => (answer as Record<string, number>)[row.key])
      const known = values.filter((value) => value !== undefined)
      return graded({ ...base, ...none, label: row.label, row: row.key, serviceId: row.serviceId }, known)
    })
  if (one.type === 'nps') return [{ ...base, ...none, ...recommended(numbers) }]
  if (one.type === 'text') {
    // in no order: it would tell who wrote when
    const texts = draw(given.map(String), mostTexts)
    return [{ ...base, ...none, n: given.length, counts: [], texts }]
  }
  const chosen = given.map((answer) => (Array.isArray(answer) ? answer : [String(answer)]))
  const counts = one.options.map((o) => ({ ...o, n: chosen.filter((keys) => keys.includes(o.key)).length }))
  return [{ ...base, ...none, n: given.length, counts }]
}

function recommended(values: number[]): Pick<Tally, 'n' | 'counts' | 'nps' | 'mean'> {
  const n = values.length
  const promoters = values.filter((value) => value >= 9).length
  const detractors = values.filter((value) => value <= 6).length
  return {
    n,
    counts: Array.from({ length: 11 }, (_, point) => ({
      key: String(point),
      label: String(point),
      n: values.filter((value) => value === point).length,
    })),
    mean: n === 0 ? null : two(values.reduce((sum, value) => sum + value, 0) / n),
    nps: n === 0 ? null : { score: two((100 * (promoters - detractors)) / n), promoters, detractors },
  }
}

/** Figures of all questions, in their order; rows of a matrix one by one. */
export function tally(questions: readonly Question[], sheets: readonly Answers[]): Tally[] {
  return questions.flatMap((one) => ofQuestion(one, sheets))
}

/** All grades of all sheets: how many there are, and how many of them satisfied. */
export function overall(tallies: readonly Tally[]): { n: number; satisfied: number; mean: number | null } {
  const marked = tallies.filter((one) => one.satisfied !== null)
  const n = marked.reduce((sum, one) => sum + one.n, 0)
  const points = marked.reduce((sum, one) => sum + one.counts.reduce((s, c) => s + Number(c.key) * c.n, 0), 0)
  return {
    n,
    satisfied: marked.reduce((sum, one) => sum + (one.satisfied ?? 0), 0),
    mean: n === 0 ? null : two(points / n),
  }
}
