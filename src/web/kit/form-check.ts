import type { TFunction } from 'i18next'

interface Issue {
  code?: string
  path: PropertyKey[]
  message: string
  minimum?: number | bigint
  maximum?: number | bigint
  origin?: string
}

/** The part of a zod schema that a form needs. */
export interface SchemaLike {
  safeParse: (value: unknown) => { success: boolean; error?: { issues: Issue[] } }
}

/** Checks values against the contract's schema; the messages are ours, in the person's language. */
export function checkValues(
  schema: SchemaLike,
  values: unknown,
  t: TFunction,
): { field: string; message: string }[] {
  const result = schema.safeParse(values)
  if (result.success) return []
  return (result.error?.issues ?? []).map((issue) => ({
    field: issue.path.join('.'),
    message: wordsOf(issue, t),
  }))
}

function wordsOf(issue: Issue, t: TFunction): string {
  const kind = issue.origin === 'string' ? 'Text' : 'Number'
  if (issue.code === 'too_small') return t(`web:form.tooSmall${kind}`, { n: Number(issue.minimum) })
  if (issue.code === 'too_big') return t(`web:form.tooBig${kind}`, { n: Number(issue.maximum) })
  if (issue.code === 'invalid_type') return t('web:error.required')
  if (issue.code === 'invalid_format') return t('web:form.format')
  return t('web:form.invalid')
}
