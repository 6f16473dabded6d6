import {
  atMostLevel,
  classificationLevels,
  parseCidr,
  parseCreditCode,
  parseDivisionCode,
  parseEmail,
  parseIdCard,
  parseIp,
  parseMac,
  parseMoney,
  parsePhone,
  type Checked,
} from '../codes/checks.ts'
import type { Actor } from '../permission/actor.ts'
import type { Field } from './field-contract.ts'
import type { FieldPlan, LedgerPlan } from './plan.ts'
import type { StoredRecord } from './store/read.ts'
import type { LedgerProblem, LedgerState, SentValues } from './types.ts'

/** The record as hooks and rules see it: values as they are sent. */
export function stateOf(plan: LedgerPlan, record: StoredRecord): LedgerState {
  const { id, number, org, orgPath, state } = record
  const values = Object.fromEntries(plan.fields.map((one) => [one.key, sentOf(one, record.values[one.key])]))
  return { id, number, orgId: org.id, orgPath, state, values }
}

/** A value as it is sent, from one as it was read. */
export function sentOf({ field }: FieldPlan, value: unknown): unknown {
  if (value === null || value === undefined) return null
  switch (field.kind) {
    case 'code':
      return (value as { code: string }).code
    case 'person':
    case 'org':
      return (value as { id: string }).id
    case 'files':
      return (value as { id: string }[]).map((one) => one.id)
    case 'instant':
      return (value as Date).toISOString()
    default:
      return value
  }
}

/** A text in the one written form of its kind, or what is wrong with it. */
function written(field: Field, value: string, today: string): Checked {
  switch (field.kind) {
    case 'money':
      return parseMoney(value, field.max === undefined ? {} : { max: field.max })
    case 'ip':
      return parseIp(value)
    case 'cidr':
      return parseCidr(value)
    case 'mac':
      return parseMac(value)
    case 'email':
      return parseEmail(value)
    case 'phone':
      return parsePhone(value)
    case 'credit-code':
      return parseCreditCode(value)
    case 'id-card':
      return parseIdCard(value, today)
    default:
      return { ok: true, value }
  }
}

/** Whether a field is asked for, given the other values. */
export function applies(field: Field, values: SentValues): boolean {
  return !field.when || field.when.is.includes(values[field.when.field] as string | boolean)
}

/** Empty texts and lists are nothing. */
export const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

export interface Around {
  actor: Actor
  /** `YYYY-MM-DD` in the unit's zone */
  today: string
  now: Date
  /** fields that are written now; rules about what was there before are not held against others */
  changed: ReadonlySet<string>
  /** fields that must be filled beyond those always required */
  needs?: readonly string[]
}

/**
 * Brings values into their written form (in place) and applies what the declaration says about them. What is asked
 * for only under a condition that does not hold is emptied.
 */
export function judge(plan: LedgerPlan, values: SentValues, around: Around): LedgerProblem[] {
  const problems: LedgerProblem[] = []
  for (const { key, field } of plan.fields) {
    if (isEmpty(values[key])) values[key] = null
    if (!applies(field, values)) {
      values[key] = null
      continue
    }
    const fail = (text: string, params?: LedgerProblem['params']) =>
      problems.push({ field: key, text, ...(params ? { params } : {}) })
    if (values[key] === null) {
      if ((field.required && !field.computed) || around.needs?.includes(key)) fail('ledger:problem.missing')
      continue
    }
    if (!around.changed.has(key)) continue
    if (typeof values[key] === 'string') {
      const checked = written(field, values[key], around.today)
      if (!checked.ok) {
        fail(`codes:error.${checked.code.replace('codes.', '')}`)
        continue
      }
      values[key] = checked.value
    }
    alone(field, values[key], around, fail)
  }
  for (const one of plan.fields) together(one, values, problems)
  return problems
}

type Fail = (text: string, params?: LedgerProblem['params']) => void

/** Rules about one value. */
function alone(field: Field, value: unknown, { actor, today, now }: Around, fail: Fail): void {
  if (field.kind === 'date' && field.past && (value as string) > today) fail('ledger:problem.future')
  if (field.kind === 'instant' && field.past && new Date(value as string) > now) fail('ledger:problem.future')
  if (field.kind === 'person' && field.notActor && value === actor.id) fail('ledger:problem.yourself')
  if (field.kind === 'classification') {
    const level = classificationLevels.find((one) => one === value)
    if (!level) fail('codes:error.classification_unknown')
    else if (field.atMost !== undefined && !atMostLevel(level, field.atMost as typeof level))
      fail('ledger:problem.too_secret')
  }
  if (field.kind === 'address') {
    const { division } = value as { division: string | null }
    const checked = division === null ? undefined : parseDivisionCode(division)
    if (checked && !checked.ok) fail(`codes:error.${checked.code.replace('codes.', '')}`)
  }
}

/** Rules about two values. */
function together({ key, field }: FieldPlan, values: SentValues, problems: LedgerProblem[]): void {
  const value = values[key]
  if (value === null || value === undefined) return
  const other = (name: string) => values[name] as string | null
  const compare = (a: unknown, b: unknown) =>
    field.kind === 'instant'
      ? new Date(a as string).getTime() - new Date(b as string).getTime()
      : (a as string) < (b as string)
        ? -1
        : a === b
          ? 0
          : 1
  if (
    'after' in field &&
    field.after &&
    !isEmpty(other(field.after)) &&
    compare(value, other(field.after)) <= 0
  )
    problems.push({ field: key, text: 'ledger:problem.not_after', params: { other: field.after } })
  if (
    field.kind === 'date' &&
    field.notBefore &&
    !isEmpty(other(field.notBefore)) &&
    compare(value, other(field.notBefore)) < 0
  )
    problems.push({ field: key, text: 'ledger:problem.before', params: { other: field.notBefore } })
  if (field.kind === 'person' && field.notSameAs && value === other(field.notSameAs))
    problems.push({ field: key, text: 'ledger:problem.same_person', params: { other: field.notSameAs } })
}
