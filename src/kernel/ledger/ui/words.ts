import { useTranslation } from 'react-i18next'
import type { LedgerDef } from '../define-contract.ts'

/** The words of a ledger, from the texts of its room (see `LedgerDef`). */
export function useLedgerWords(def: LedgerDef) {
  const { t: translate, i18n } = useTranslation([def.room, 'ledger', 'web'])
  const t = (key: string, params: Record<string, unknown> = {}): string => translate(key, params)
  const own = (key: string) => `${def.room}:${def.words}.${key}`
  const say = (key: string): string => t(own(key))
  const maybe = (key: string): string | undefined => (i18n.exists(own(key)) ? say(key) : undefined)
  return {
    t,
    title: say('title'),
    one: say('one'),
    help: maybe('help'),
    field: (key: string) => say(`field.${key}`),
    hint: (key: string) => maybe(`hint.${key}`),
    group: (name: string) => say(`group.${name}`),
    state: (state: string) => say(`state.${state}`),
    move: (move: string) => say(`move.${move}`),
    moveHint: (move: string) => maybe(`moveHint.${move}`),
    choice: (field: string, value: string) => say(`choice.${field}.${value}`),
    unit: (unit: string) => (i18n.exists(`${def.room}:unit.${unit}`) ? t(`${def.room}:unit.${unit}`) : unit),
    /** name of a column: a field, or what every ledger has */
    column: (key: string) => (key in def.fields ? say(`field.${key}`) : t(`ledger:column.${key}`)),
  }
}

export type LedgerWords = ReturnType<typeof useLedgerWords>
