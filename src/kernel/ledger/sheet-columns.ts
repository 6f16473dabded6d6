import { say } from '../http/texts.ts'
import type { Actor, Locale } from '../permission/actor.ts'
import { can } from '../permission/actor.ts'
import { inUnitZone } from '../settings/index.ts'
import type { Field } from './field-contract.ts'
import type { FieldPlan, LedgerPlan } from './plan.ts'
import { fieldName, ledgerWord } from './problems.ts'
import { valueText } from './spoken.ts'
import type { StoredRecord } from './store/read.ts'

/** A column of exported tables and of import templates; a range of dates and an address have two. */
export interface LedgerColumn {
  /** unique among the columns: the field's key, with `.to` or `.division` for a second column */
  key: string
  /** undefined: number, org, state */
  field: FieldPlan | undefined
  headings: readonly [string, string]
  /** not read by imports: what files, times of writing and the like say */
  shownOnly: boolean
}

const locales = ['zh-CN', 'en'] as const
const both = (text: (locale: Locale) => string): [string, string] => [text(locales[0]), text(locales[1])]

/** All columns of a ledger, in the order of its fields. */
export function columnsOf(plan: LedgerPlan): LedgerColumn[] {
  const { def } = plan
  const fixed = (key: string): LedgerColumn => ({
    key,
    field: undefined,
    headings: both((locale) => say(locale, `ledger:column.${key}`)),
    shownOnly: false,
  })
  return [
    ...(def.numbering ? [fixed('number')] : []),
    fixed('org'),
    ...plan.fields.flatMap((field): LedgerColumn[] => {
      const { key } = field
      const one = (part: string, suffix: (locale: Locale) => string): LedgerColumn => ({
        key: `${key}${part}`,
        field,
        headings: both((locale) => `${fieldName(locale, def, key)}${suffix(locale)}`),
        shownOnly: field.field.kind === 'files',
      })
      const none = () => ''
      switch (field.field.kind) {
        case 'date-range':
          return [one('', (l) => say(l, 'ledger:sheet.from')), one('.to', (l) => say(l, 'ledger:sheet.to'))]
        case 'address':
          return [one('', none), one('.division', (l) => say(l, 'ledger:sheet.division'))]
        default:
          return [one('', none)]
      }
    }),
    ...(def.lifecycle ? [fixed('state')] : []),
  ]
}

/** Columns of the groups that the actor sees somewhere; what he does not see of a record is left empty in its row. */
export function seenColumns(actor: Actor, plan: LedgerPlan): LedgerColumn[] {
  const { def } = plan
  return columnsOf(plan).filter(({ field }) => {
    const group = field && def.groups?.[field.group]
    return !group || can(actor, group.edit) || can(actor, group.see ?? def.read)
  })
}

/** What stands in the cell of a record, as exports write it; `values` as answered to the reader. */
export function cellOf(
  locale: Locale,
  plan: LedgerPlan,
  column: LedgerColumn,
  record: Pick<StoredRecord, 'number' | 'org' | 'state'>,
  values: Readonly<Record<string, unknown>>,
): string | number | null {
  const { def } = plan
  if (!column.field) {
    if (column.key === 'number') return record.number
    if (column.key === 'org') return record.org.name
    return record.state === null ? null : ledgerWord(locale, def, `state.${record.state}`)
  }
  const { key, field } = column.field
  const value = values[key]
  if (value === null || value === undefined) return null
  if (column.key !== key) return second(field, value)
  switch (field.kind) {
    case 'number':
    case 'duration':
      return value as number
    case 'date-range':
      return (value as { from: string }).from
    case 'address':
      return (value as { text: string }).text
    case 'instant':
      return inUnitZone(new Date(value as string | Date), true)
    default:
      return valueText(locale, def, key, value)
  }
}

function second(field: Field, value: unknown): string | null {
  if (field.kind === 'date-range') return (value as { to: string | null }).to
  const { division } = value as { division: string | null }
  return division
}

/** What a column takes, for the template's second sheet. */
export function columnHelp(locale: Locale, plan: LedgerPlan, key: string): string {
  const { def } = plan
  const [base = key, part] = key.split('.')
  const field = plan.byKey.get(base)?.field
  const kind = part ?? (field ? field.kind : key)
  const parts = [
    say(locale, `ledger:sheet.help.${kind}`, {}, ''),
    field?.kind === 'choice'
      ? field.options.map((option) => ledgerWord(locale, def, `choice.${base}.${option}`)).join(' / ')
      : '',
    key === 'state'
      ? def.lifecycle!.states.map((state) => ledgerWord(locale, def, `state.${state}`)).join(' / ')
      : '',
    field?.required && !part ? say(locale, 'ledger:sheet.required') : '',
    ledgerWord(locale, def, `hint.${base}`, ''),
    field?.example ? `${say(locale, 'ledger:sheet.example')}${field.example}` : '',
  ]
  return parts.filter(Boolean).join(locale === 'en' ? '; ' : '；')
}
