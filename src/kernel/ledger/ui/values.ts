import type { FormValues } from '#web/kit/RecordForm.tsx'
import type { LedgerDef } from '../define-contract.ts'
import type { Field, Named } from '../field-contract.ts'
import type { AnyRecord } from './types.ts'

/** A value as the form holds it: ids instead of what they name. */
function formValue(field: Field, value: unknown): unknown {
  if (value === null || value === undefined) return undefined
  if (field.kind === 'person' || field.kind === 'org' || field.kind === 'ref') return (value as Named).id
  if (field.kind === 'refs' || field.kind === 'files') return (value as Named[]).map((one) => one.id)
  if (field.kind === 'code') return (value as { code: string }).code
  // a masked number says nothing that could be sent back
  if (field.kind === 'id-card') return undefined
  return value
}

/** What a form of these fields starts with. */
export function initialValues(def: LedgerDef, record: AnyRecord, keys: readonly string[]): FormValues {
  const out: FormValues = {}
  for (const key of keys) {
    const value = formValue(def.fields[key]!, record.values[key])
    if (value !== undefined) out[key] = value
  }
  return out
}

/** Only what was changed: what is empty now and was not is sent as null. */
export function changedValues(keys: readonly string[], before: FormValues, now: FormValues): FormValues {
  const out: FormValues = {}
  for (const key of keys) {
    const value = now[key] ?? null
    if (JSON.stringify(value) !== JSON.stringify(before[key] ?? null)) out[key] = value
  }
  return out
}

/** Fields a person is asked for, by group, in the order of the declaration; a ledger without groups has one without a name. */
export function fieldGroups(
  def: LedgerDef,
  wanted: (key: string, field: Field) => boolean,
): { name: string | null; keys: string[] }[] {
  const first = Object.keys(def.groups ?? {})[0] ?? null
  const groups = new Map<string | null, string[]>()
  for (const name of Object.keys(def.groups ?? {})) groups.set(name, [])
  for (const [key, field] of Object.entries(def.fields)) {
    if (!wanted(key, field)) continue
    const name = field.group ?? first
    groups.set(name, [...(groups.get(name) ?? []), key])
  }
  return [...groups].filter(([, keys]) => keys.length > 0).map(([name, keys]) => ({ name, keys }))
}

/** Problems name `values.endsOn`; the forms' fields are called by their keys. */
export const keyOfProblem = (field: string): string => field.replace(/^values\./, '')
