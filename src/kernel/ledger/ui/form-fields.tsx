import type { ReactNode } from 'react'
import { call } from '#web/api.ts'
import type { FormField } from '#web/kit/RecordForm.tsx'
import { RemoteMany } from '#web/kit/RemoteMany.tsx'
import type { RemoteSource } from '#web/kit/RemoteSelect.tsx'
import { orgSource, personSource, query } from '#web/kit/sources.ts'
import { lookupReferences } from '../contract.ts'
import type { Field, FileRef, Named } from '../field-contract.ts'
import { AddressInput, CodeSelect, FilesInput, Plain, Range, Time, YesNo, type Bound } from './inputs.tsx'
import type { LedgerUi } from './types.ts'
import type { LedgerWords } from './words.ts'

/** Where a field that refers to `to` gets its choices from. */
export function referenceSource(to: string): RemoteSource {
  const option = (one: { id: string; name: string; detail: string | null }) => ({
    value: one.id,
    label: one.name,
    detail: one.detail ?? '',
  })
  return {
    name: `reference.${to}`,
    search: async (q, signal) =>
      (await call(lookupReferences, { to, ...query(q) }, { signal })).items.map(option),
    byId: async (id, signal) => {
      const [found] = (await call(lookupReferences, { to, id }, { signal })).items
      return found ? option(found) : null
    },
  }
}

export function sourceOf(field: Field): RemoteSource {
  if (field.kind === 'person') return personSource
  if (field.kind === 'org') return orgSource
  return referenceSource(field.kind === 'ref' || field.kind === 'refs' ? field.to : '')
}

/** Levels of classification, lowest first (保守国家秘密法 art. 14 names the three of state secrets). */
export const classifications = [
  'public',
  'internal',
  'work-secret',
  'confidential',
  'secret',
  'top-secret',
] as const

interface Given {
  ui: LedgerUi
  words: LedgerWords
  /** names of what is chosen already, by field */
  known?: Readonly<Record<string, unknown>>
  /** fields that must be filled here, beyond those always required */
  must?: readonly string[]
}

/** The inputs of some fields of a ledger, for `RecordForm`; names are the fields' keys. */
export function formFields(keys: readonly string[], given: Given): FormField[] {
  return keys.map((key) => formField(key, given))
}

function formField(key: string, { ui, words, known, must }: Given): FormField {
  const field = ui.endpoints.def.fields[key]!
  const hint = words.hint(key)
  const common = {
    name: key,
    label: words.field(key),
    required: Boolean(field.required) || Boolean(must?.includes(key)),
    half: field.kind !== 'longtext' && field.kind !== 'files' && field.kind !== 'address',
    ...(hint ? { hint } : {}),
    ...(field.example ? { placeholder: field.example } : {}),
    ...(field.when
      ? {
          when: (values: Record<string, unknown>) =>
            field.when!.is.includes((values[field.when!.field] ?? false) as string | boolean),
        }
      : {}),
  }
  const custom = (render: (bound: Bound) => ReactNode): FormField => ({
    ...common,
    type: 'custom',
    render: render as never,
  })
  switch (field.kind) {
    case 'text':
      return { ...common, type: 'text', max: field.max, half: field.max <= 120 }
    case 'longtext':
      return { ...common, type: 'longtext', max: field.max }
    case 'choice':
      return {
        ...common,
        type: 'select',
        options: field.options.map((value) => ({ value, label: words.choice(key, value) })),
      }
    case 'classification':
      return {
        ...common,
        type: 'select',
        options: classifications
          .slice(0, field.atMost ? classifications.indexOf(field.atMost as never) + 1 : undefined)
          .map((value) => ({ value, label: words.t(`ledger:classification.${value}`) })),
      }
    case 'number':
      return {
        ...common,
        type: 'number',
        ...(field.min === undefined ? {} : { min: field.min }),
        ...(field.max === undefined ? {} : { max: field.max }),
        ...(field.unit ? { unit: words.unit(field.unit) } : {}),
      }
    case 'duration':
      return { ...common, type: 'number', min: 0, unit: words.t('ledger:minutes') }
    case 'date':
      return { ...common, type: 'date' }
    case 'instant':
      return { ...common, type: 'datetime' }
    case 'person':
    case 'org':
    case 'ref': {
      const label = (known?.[key] as Named | null | undefined)?.name
      return {
        ...common,
        type: 'remote',
        source: sourceOf(field),
        ...(label ? { valueLabel: label } : {}),
      }
    }
    case 'refs':
      return custom((bound) => (
        <RemoteMany
          {...(bound as object)}
          source={sourceOf(field)}
          known={(known?.[key] as Named[] | null) ?? []}
        />
      ))
    case 'code':
      return custom((bound) => <CodeSelect {...bound} list={field.list} />)
    case 'yes-no':
      return custom((bound) => <YesNo {...bound} label={common.label} />)
    case 'date-range':
      return custom((bound) => <Range {...bound} label={common.label} />)
    case 'time':
      return custom((bound) => <Time {...bound} />)
    case 'address':
      return custom((bound) => <AddressInput {...bound} />)
    case 'files':
      return custom((bound) => (
        <FilesInput
          {...bound}
          ui={ui}
          max={field.max ?? 1}
          known={(known?.[key] as FileRef[] | null) ?? []}
        />
      ))
    case 'money':
      return custom((bound) => <Plain {...bound} prefix="¥" mode="decimal" />)
    case 'phone':
      return custom((bound) => <Plain {...bound} mode="tel" />)
    case 'email':
      return custom((bound) => <Plain {...bound} mode="email" />)
    default:
      return custom((bound) => <Plain {...bound} mode="text" />)
  }
}
