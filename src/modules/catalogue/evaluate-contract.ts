/**
 * What a form shows, asks for and accepts: one function, for the browser while somebody types and for the server that
 * decides. Pure: the day comes from the caller.
 */
import type { Answer, Answers, Condition, Field, FormDefinition } from './form-contract.ts'

/** Why an answer is not accepted; texts are `catalogue:problem.<code>`. */
export const answerProblems = [
  'required',
  'type',
  'too_long',
  'control',
  'too_small',
  'too_big',
  'decimals',
  'date',
  'too_early',
  'too_late',
  'order',
  'option',
  'too_many',
  'repeated',
  'id',
  'ip',
  'mac',
  'phone',
  'email',
  'hidden',
  'unknown',
] as const
export type AnswerProblem = (typeof answerProblems)[number]

export interface Trouble {
  code: AnswerProblem
  params: Record<string, string | number>
}

export interface FieldState {
  field: Field
  shown: boolean
  required: boolean
  trouble: Trouble | null
}

export interface FormState {
  fields: FieldState[]
  /** answers that no field of the form asks for */
  unknown: string[]
  /** nothing is missing or wrong: the answers may be sent, and the server takes them */
  ok: boolean
}

/**
 * Evaluates a form with the answers given so far.
 * @param today `2026-11-21`, in the unit's zone
 */
export function evaluateForm(form: FormDefinition, answers: Answers, today: string): FormState {
  const shown = new Map<string, Field>()
  const holds = (condition: Condition): boolean => {
    const field = shown.get(condition.field)
    return field !== undefined && valuesOf(answers[field.key]).some((value) => condition.is.includes(value))
  }
  const fields = form.map((field): FieldState => {
    const isShown = field.shownWhen === undefined || holds(field.shownWhen)
    const answer = Object.hasOwn(answers, field.key) ? answers[field.key] : undefined
    if (!isShown) {
      const trouble = answer === undefined ? null : problem('hidden')
      return { field, shown: false, required: false, trouble }
    }
    const required = field.required || (field.requiredWhen !== undefined && holds(field.requiredWhen))
    shown.set(field.key, field)
    return { field, shown: true, required, trouble: troubleOf(field, answer, required, today) }
  })
  const known = new Set(form.map((field) => field.key))
  const unknown = Object.keys(answers).filter((key) => !known.has(key))
  return { fields, unknown, ok: unknown.length === 0 && fields.every((one) => one.trouble === null) }
}

/** The answers without those of fields that are hidden or unknown, and without empty ones: what a page sends. */
export function shownAnswers(form: FormDefinition, answers: Answers, today: string): Answers {
  const out: Answers = {}
  // hiding one field may hide others: an answer that goes is not looked at again
  for (const { field, shown } of evaluateForm(form, answers, today).fields) {
    const answer = answers[field.key]
    if (shown && answer !== undefined && !isEmpty(answer)) out[field.key] = answer
  }
  return out
}

/** What the form holds before anybody has typed. */
export function defaultAnswers(form: FormDefinition): Answers {
  const out: Answers = {}
  for (const field of form) {
    if (field.default === undefined) continue
    if (field.type === 'yesno') out[field.key] = field.default === 'yes'
    else if (field.type === 'number') out[field.key] = Number(field.default)
    else out[field.key] = field.default
  }
  return out
}

function valuesOf(answer: Answer | undefined): string[] {
  if (typeof answer === 'boolean') return [answer ? 'yes' : 'no']
  if (typeof answer === 'string') return [answer]
  return Array.isArray(answer) ? answer : []
}

/** Nothing was answered: what a person clears is not there. */
export function isEmpty(answer: Answer | undefined): boolean {
  if (answer === undefined) return true
  if (typeof answer === 'string') return answer.trim() === ''
  return Array.isArray(answer) && answer.length === 0
}

function problem(code: AnswerProblem, params: Trouble['params'] = {}): Trouble {
  return { code, params }
}

function troubleOf(
  field: Field,
  answer: Answer | undefined,
  required: boolean,
  today: string,
): Trouble | null {
  if (answer === undefined || isEmpty(answer)) return required ? problem('required') : null
  return checks[field.type](field, answer, today)
}

type Check = (field: Field, answer: Answer, today: string) => Trouble | null

const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/
const lone = /[\ud800-\udfff]/u

const textCheck =
  (most: number): Check =>
  (field, answer) => {
    if (typeof answer !== 'string') return problem('type')
    const max = field.maxLength ?? most
    if (answer.length > max) return problem('too_long', { max })
    return control.test(answer) || lone.test(answer) ? problem('control') : null
  }

const pattern =
  (code: 'ip' | 'mac' | 'phone' | 'email', test: (value: string) => boolean): Check =>
  (_field, answer) => {
    if (typeof answer !== 'string') return problem('type')
    return test(answer.trim()) ? null : problem(code)
  }

const number: Check = (field, answer) => {
  if (typeof answer !== 'number' || !Number.isFinite(answer)) return problem('type')
  if (field.min !== undefined && answer < field.min) return problem('too_small', { min: field.min })
  if (field.max !== undefined && answer > field.max) return problem('too_big', { max: field.max })
  const decimals = field.decimals ?? 0
  return Number(answer.toFixed(decimals)) === answer ? null : problem('decimals', { n: decimals })
}

/** Day number of a real date of the calendar, or undefined. */
function dayNumber(date: unknown): number | undefined {
  if (typeof date !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(date)) return undefined
  const at = Date.parse(`${date}T00:00:00Z`)
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== date) return undefined
  return at / 86_400_000
}

function dateTrouble(field: Field, date: unknown, today: string): Trouble | null {
  const day = dayNumber(date)
  const now = dayNumber(today)
  if (day === undefined || now === undefined) return problem('date')
  if (field.fromDays !== undefined && day < now + field.fromDays)
    return problem('too_early', { n: field.fromDays })
  if (field.toDays !== undefined && day > now + field.toDays) return problem('too_late', { n: field.toDays })
  return null
}

const range: Check = (field, answer, today) => {
  if (typeof answer !== 'object' || Array.isArray(answer)) return problem('type')
  const wrong = dateTrouble(field, answer.from, today) ?? dateTrouble(field, answer.to, today)
  if (wrong) return wrong
  return answer.from <= answer.to ? null : problem('order')
}

const oneOf: Check = (field, answer) => {
  if (typeof answer !== 'string') return problem('type')
  return field.options?.some((one) => one.value === answer) ? null : problem('option')
}

const list = (field: Field, answer: Answer, most: number, good: (value: string) => boolean) => {
  if (!Array.isArray(answer)) return problem('type')
  const max = field.most ?? most
  if (answer.length > max) return problem('too_many', { max })
  if (new Set(answer).size < answer.length) return problem('repeated')
  return answer.every(good) ? null : problem(field.type === 'attachment' ? 'id' : 'option')
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i
const id: Check = (_field, answer) => {
  if (typeof answer !== 'string') return problem('type')
  return uuid.test(answer) ? null : problem('id')
}

const octet = '(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)'
const ipv4 = new RegExp(`^${octet}(\\.${octet}){3}$`)

/** IPv4, or IPv6 in any of its spellings (`::` at most once, an IPv4 tail allowed). */
export function isIp(value: string): boolean {
  if (ipv4.test(value)) return true
  if (!value.includes(':')) return false
  const tail = value.slice(value.lastIndexOf(':') + 1)
  if (tail.includes('.') && !ipv4.test(tail)) return false
  const plain = tail.includes('.') ? `${value.slice(0, -tail.length)}0:0` : value
  const halves = plain.split('::')
  if (halves.length > 2) return false
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')))
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return false
  return halves.length === 2 ? groups.length <= 7 : groups.length === 8
}

export function isMac(value: string): boolean {
  return /^[0-9a-f]{2}([:-][0-9a-f]{2}){5}$/i.test(value) || /^[0-9a-f]{4}([.-][0-9a-f]{4}){2}$/i.test(value)
}

/** Mobile or fixed line, with area code, country code and extension as people write them. */
export function isPhone(value: string): boolean {
  if (!/^\+?[\d\s()-]{5,24}(([,#转x]|ext\.?)\s?\d{1,6})?$/i.test(value)) return false
  return value.replace(/\D/g, '').length >= 5
}

export function isEmail(value: string): boolean {
  return value.length <= 254 && /^[^\s@,;<>"]{1,64}@([A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}$/.test(value)
}

const checks: Record<Field['type'], Check> = {
  text: textCheck(200),
  longtext: textCheck(5000),
  number,
  date: dateTrouble,
  daterange: range,
  choice: oneOf,
  multiple: (field, answer) =>
    list(field, answer, 20, (value) => field.options?.some((one) => one.value === value) ?? false),
  person: id,
  org: id,
  service: id,
  yesno: (_field, answer) => (typeof answer === 'boolean' ? null : problem('type')),
  attachment: (field, answer) => list(field, answer, 5, (value) => uuid.test(value)),
  ip: pattern('ip', isIp),
  mac: pattern('mac', isMac),
  phone: pattern('phone', isPhone),
  email: pattern('email', isEmail),
}
