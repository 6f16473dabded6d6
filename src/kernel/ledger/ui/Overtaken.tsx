import { Alert } from 'antd'
import type { AnyRecord } from './types.ts'
import { changedValues, initialValues } from './values.ts'
import type { LedgerWords } from './words.ts'
import type { LedgerDef } from '../define-contract.ts'
import { comma } from '#web/kit/marks.ts'

/** What somebody else saved while a form was being filled in. */
export interface Met {
  /** the record as it is now */
  now: AnyRecord
  /** fields that the person has changed in the form */
  mine: readonly string[]
}

/** Says what has changed meanwhile, that nothing of the form is lost, and what saving again does. */
export function Overtaken({
  def,
  base,
  met,
  words,
}: {
  def: LedgerDef
  base: AnyRecord
  met: Met
  words: LedgerWords
}) {
  const keys = Object.keys(def.fields)
  const theirs = Object.keys(
    changedValues(keys, initialValues(def, base, keys), initialValues(def, met.now, keys)),
  )
  const both = theirs.filter((key) => met.mine.includes(key))
  const names = (all: readonly string[]) => all.map((key) => words.field(key)).join(comma())
  return (
    <Alert
      type="warning"
      showIcon
      role="alert"
      title={words.t('ledger:overtaken')}
      description={[
        theirs.length > 0 ? words.t('ledger:overtakenBy', { fields: names(theirs) }) : '',
        words.t('ledger:overtakenKept'),
        both.length > 0 ? words.t('ledger:overtakenBoth', { fields: names(both) }) : '',
      ]
        .filter(Boolean)
        .join(' ')}
      style={{ marginBottom: 16 }}
    />
  )
}
