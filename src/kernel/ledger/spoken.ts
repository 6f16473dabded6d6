import { findDivision } from '../codes/index.ts'
import { say } from '../http/texts.ts'
import type { Locale } from '../permission/actor.ts'
import { inUnitZone } from '../settings/index.ts'
import type { LedgerDef } from './define-contract.ts'
import { ledgerWord } from './problems.ts'

type Thing = Record<string, unknown>
const nameIn = (locale: Locale, value: Thing): string =>
  String((locale === 'en' ? value['nameEn'] : undefined) ?? value['name'] ?? '')

/** A value as people read it, in histories, sheets and on paper; null where nothing is. */
export function valueText(locale: Locale, def: LedgerDef, key: string, value: unknown): string | null {
  if (value === null || value === undefined) return null
  const field = def.fields[key]
  switch (field?.kind) {
    case undefined:
      return nameIn(locale, value as Thing)
    case 'choice':
      return ledgerWord(locale, def, `choice.${key}.${String(value)}`)
    case 'classification':
      return say(locale, `codes:level.${String(value)}`)
    case 'yes-no':
      return say(locale, value === true ? 'ledger:yes' : 'ledger:no')
    case 'instant':
      return inUnitZone(new Date(value as string | Date))
    case 'date-range': {
      const { from, to } = value as { from: string; to: string | null }
      return `${from} ~ ${to ?? ''}`.trim()
    }
    case 'address': {
      const { division, text } = value as { division: string | null; text: string }
      const path = division === null ? undefined : findDivision(division)?.path.replaceAll(' / ', '')
      return path ? `${path} ${text}` : text
    }
    case 'code':
    case 'person':
    case 'org':
      return nameIn(locale, value as Thing)
    case 'ref':
      return typeof value === 'string' ? value : nameIn(locale, value as Thing)
    case 'refs':
    case 'files':
      return (value as (Thing | string)[])
        .map((one) => (typeof one === 'string' ? one : nameIn(locale, one)))
        .join('、')
    default:
      return typeof value === 'string' ? value : String(value as number)
  }
}
