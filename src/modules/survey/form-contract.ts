import { z } from 'zod'
import { text } from '#kernel/http/endpoint.ts'
import { questionTypes, isSatisfied } from './words.ts'

const key = z.string().regex(/^[a-z][a-z0-9]{0,19}$/)

/** Keys stay when a text is changed: results of several times are compared by them. */
export const Question = z.strictObject({
  key,
  type: z.enum(questionTypes),
  label: text(300, 1),
  required: z.boolean().default(true),
  /** of single and multiple */
  options: z
    .array(z.strictObject({ key, label: text(200, 1) }))
    .max(30)
    .default([]),
  /** of a matrix: what is graded, mostly services */
  rows: z
    .array(z.strictObject({ key, label: text(200, 1), serviceId: z.uuid().nullable().default(null) }))
    .max(40)
    .default([]),
})
export type Question = z.output<typeof Question>
export const Questions = z.array(Question).min(1).max(50)

/** A choice, choices, a number, a text, or the grade of each row. */
export const Answer = z.union([
  text(2000, 0),
  z.array(z.string().max(20)).max(30),
  z.int(),
  z.record(z.string().max(20), z.int()),
])
export type Answer = z.output<typeof Answer>
export const Answers = z.record(z.string().max(20), Answer)
export type Answers = z.output<typeof Answers>

export interface Trouble {
  /** place of the question, and what of it */
  field: string
  code: 'twice' | 'options' | 'rows' | 'required' | 'unknown' | 'misfit'
}

/** What is wrong with questions: keys twice, too few choices, a matrix of nothing. */
export function questionTroubles(questions: readonly Question[]): Trouble[] {
  const out: Trouble[] = []
  const twice = (keys: readonly string[]) => new Set(keys).size < keys.length
  questions.forEach((one, at) => {
    const before = questions.slice(0, at).some((other) => other.key === one.key)
    if (before) out.push({ field: `questions.${at}.key`, code: 'twice' })
    const choices = one.type === 'single' || one.type === 'multiple'
    if (choices && (one.options.length < 2 || twice(one.options.map((o) => o.key))))
      out.push({ field: `questions.${at}.options`, code: 'options' })
    if (one.type === 'matrix' && (one.rows.length === 0 || twice(one.rows.map((row) => row.key))))
      out.push({ field: `questions.${at}.rows`, code: 'rows' })
  })
  return out
}

const between = (value: unknown, low: number, high: number): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= low && value <= high

/** Whether nothing was given: an empty text, no choice, no row. */
export function isEmpty(answer: Answer | undefined): boolean {
  if (answer === undefined) return true
  if (typeof answer === 'string') return answer.trim() === ''
  return typeof answer === 'object' && Object.keys(answer).length === 0
}

function fits(question: Question, answer: Answer): boolean {
  const known = (value: unknown) => question.options.some((one) => one.key === value)
  switch (question.type) {
    case 'grade':
    case 'scale':
      return between(answer, 1, 5)
    case 'nps':
      return between(answer, 0, 10)
    case 'single':
      return known(answer)
    case 'multiple':
      return Array.isArray(answer) && answer.every(known) && new Set(answer).size === answer.length
    case 'text':
      return typeof answer === 'string'
    case 'matrix':
      return (
        typeof answer === 'object' &&
        !Array.isArray(answer) &&
        Object.entries(answer).every(
          ([row, grade]) => question.rows.some((one) => one.key === row) && between(grade, 1, 5),
        )
      )
  }
}

/** What is wrong with a sheet; nothing for one that can be taken. A required matrix wants all of its rows. */
export function answerTroubles(questions: readonly Question[], answers: Answers): Trouble[] {
  const out: Trouble[] = []
  for (const name of Object.keys(answers))
    if (!questions.some((one) => one.key === name)) out.push({ field: `answers.${name}`, code: 'unknown' })
  for (const one of questions) {
    const answer = answers[one.key]
    const field = `answers.${one.key}`
    if (answer === undefined || isEmpty(answer)) {
      if (one.required) out.push({ field, code: 'required' })
    } else if (!fits(one, answer)) out.push({ field, code: 'misfit' })
    else if (one.type === 'matrix' && one.required && Object.keys(answer).length < one.rows.length)
      out.push({ field, code: 'required' })
  }
  return out
}

/** A sheet without what was left empty. */
export const filled = (answers: Answers): Answers =>
  Object.fromEntries(Object.entries(answers).filter(([, answer]) => !isEmpty(answer)))

/** What somebody is not satisfied with: labels of questions (rows of a matrix) graded 不满意 or worse. */
export function unhappyWith(questions: readonly Question[], answers: Answers): string[] {
  return questions.flatMap((one): string[] => {
    const answer = answers[one.key]
    if (one.type === 'grade' || one.type === 'scale')
      return typeof answer === 'number' && !isSatisfied(answer) ? [one.label] : []
    if (one.type !== 'matrix' || typeof answer !== 'object' || Array.isArray(answer)) return []
    return one.rows.filter((row) => !isSatisfied(answer[row.key] ?? 5)).map((row) => row.label)
  })
}
