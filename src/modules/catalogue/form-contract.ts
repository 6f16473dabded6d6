import { z } from 'zod'
import { text } from '#kernel/http/endpoint.ts'

/** What a field of a form takes. */
export const fieldTypes = [
  'text',
  'longtext',
  'number',
  'date',
  'daterange',
  'choice',
  'multiple',
  'person',
  'org',
  'service',
  'yesno',
  'attachment',
  'ip',
  'mac',
  'phone',
  'email',
] as const
export type FieldType = (typeof fieldTypes)[number]

/** Names of fields in answers and errors: `lines.0.answers.ipAddress`. */
export const fieldKey = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/)

const Option = z.strictObject({
  value: z.string().regex(/^[A-Za-z0-9._-]{1,40}$/),
  label: text(100),
  labelEn: text(100, 0).default(''),
})

/** Holds when the field is shown and its answer is, or contains, one of the values (`yes`/`no` for yes-or-no). */
export const Condition = z.strictObject({
  field: fieldKey,
  is: z.array(z.string().min(1).max(40)).min(1).max(40),
})
export type Condition = z.infer<typeof Condition>

const whole = z.int().min(0).max(3650)

/** One field. What does not belong to its type is refused, so that an editor cannot leave rubbish behind. */
export const Field = z.strictObject({
  key: fieldKey,
  type: z.enum(fieldTypes),
  label: text(100),
  labelEn: text(100, 0).default(''),
  help: text(500, 0).default(''),
  helpEn: text(500, 0).default(''),
  required: z.boolean().default(false),
  /** absent: always shown */
  shownWhen: Condition.optional(),
  /** required as well when this holds */
  requiredWhen: Condition.optional(),
  /** text and long text: most characters */
  maxLength: z.int().min(1).max(20_000).optional(),
  /** number */
  min: z.number().min(-1e12).max(1e12).optional(),
  max: z.number().min(-1e12).max(1e12).optional(),
  unit: text(20).optional(),
  /** decimal places a number may have; absent: none */
  decimals: z.int().min(0).max(6).optional(),
  /** date and date range: days from today, both ends included */
  fromDays: whole.optional(),
  toDays: whole.optional(),
  /** choice and multiple choice */
  options: z.array(Option).min(1).max(100).optional(),
  /** multiple choice and attachment: most answers */
  most: z.int().min(1).max(20).optional(),
  /** what the field holds at first: a text, the value of an option, `yes` or `no`, digits */
  default: text(2000).optional(),
})
export type Field = z.infer<typeof Field>

const belongs: Record<string, readonly FieldType[]> = {
  maxLength: ['text', 'longtext'],
  min: ['number'],
  max: ['number'],
  unit: ['number'],
  decimals: ['number'],
  fromDays: ['date', 'daterange'],
  toDays: ['date', 'daterange'],
  options: ['choice', 'multiple'],
  most: ['multiple', 'attachment'],
  default: ['text', 'longtext', 'number', 'choice', 'yesno', 'ip', 'mac', 'phone', 'email'],
}

/** What is wrong in a list of fields: the field's place, the property, a stable word. */
export function formTrouble(
  fields: readonly Field[],
): { at: number; property: string; code: 'duplicate' | 'foreign' | 'missing' | 'bounds' | 'later' }[] {
  const out: ReturnType<typeof formTrouble> = []
  const seen = new Map<string, Field>()
  fields.forEach((field, at) => {
    if (seen.has(field.key)) out.push({ at, property: 'key', code: 'duplicate' })
    for (const [property, types] of Object.entries(belongs))
      if (field[property as keyof Field] !== undefined && !types.includes(field.type))
        out.push({ at, property, code: 'foreign' })
    if (belongs['options']!.includes(field.type) && !field.options)
      out.push({ at, property: 'options', code: 'missing' })
    const values = field.options?.map((one) => one.value) ?? []
    if (new Set(values).size < values.length) out.push({ at, property: 'options', code: 'duplicate' })
    if (field.min !== undefined && field.max !== undefined && field.min > field.max)
      out.push({ at, property: 'max', code: 'bounds' })
    if (field.fromDays !== undefined && field.toDays !== undefined && field.fromDays > field.toDays)
      out.push({ at, property: 'toDays', code: 'bounds' })
    // a condition looks back only: what is shown then follows in one pass, and no two fields hide each other
    for (const property of ['shownWhen', 'requiredWhen'] as const) {
      const condition = field[property]
      if (condition && !conditional(seen.get(condition.field)))
        out.push({ at, property: `${property}.field`, code: 'later' })
    }
    seen.set(field.key, field)
  })
  return out
}

/** Fields whose answer a condition can look at. */
export function conditional(field: Field | undefined): boolean {
  return field !== undefined && ['choice', 'multiple', 'yesno'].includes(field.type)
}

/** The fields of a form in their order; may be none. */
export const FormDefinition = z
  .array(Field)
  .max(60)
  .superRefine((fields, context) => {
    for (const { at, property, code } of formTrouble(fields))
      context.addIssue({ code: 'custom', path: [at, ...property.split('.')], message: code })
  })
export type FormDefinition = z.infer<typeof FormDefinition>

const Range = z.strictObject({ from: z.string().max(10), to: z.string().max(10) })

/** An answer as it travels: dates are `2026-11-21`, people, orgs and services ids, attachments ids of files. */
export const Answer = z.union([
  z.string().max(20_000),
  z.number(),
  z.boolean(),
  z.array(z.string().max(200)).max(40),
  Range,
])
export type Answer = z.infer<typeof Answer>

export const Answers = z
  .record(z.string().max(40), Answer)
  .refine((answers) => Object.keys(answers).length <= 60, 'too_many')
export type Answers = z.infer<typeof Answers>
