import type { Db } from '#kernel/db/index.ts'
import type { Output } from '#kernel/http/endpoint.ts'
import { say } from '#kernel/http/index.ts'
import { inScope, type Actor } from '#kernel/permission/index.ts'
import { stillOpen, type Signature } from '#kernel/signature/index.ts'
import { accessRun, departmentsAt } from './access.ts'
import type * as contract from './contract.ts'
import { form } from './form-contract.ts'
import { actsOn, waitsFor, type Department } from './lifecycle.ts'
import { allClasses, codesOf } from './store/card.ts'
import type { ExchangeRowRow } from './store/row.ts'
import { signatures as signed, type RunRow } from './store/run.ts'

type Record_ = Output<typeof contract.getExchange>
type Row = Output<typeof contract.listExchangeRows>['items'][number]

export function brief(run: RunRow): Output<typeof contract.listExchanges>['items'][number] {
  const { orgPath: _path, digest: _digest, counts, ...rest } = run
  return {
    ...rest,
    counts: {
      same: counts.same ?? 0,
      differs: counts.differs ?? 0,
      onlyHere: counts['only-here'] ?? 0,
      onlyThere: counts['only-there'] ?? 0,
    },
  }
}

/** Departments for which an actor may sign now: nothing is open, the department has not signed, and he for no other. */
export function signsFor(
  actor: Actor,
  run: Pick<RunRow, 'state' | 'orgPath' | 'open'>,
  signatures: readonly Signature<Department>[],
): Department[] {
  if (actor.kind !== 'person' || (run.state !== 'open' && run.state !== 'signing') || run.open.all > 0)
    return []
  return stillOpen(departmentsAt(actor, run.orgPath), signatures, actor.id)
}

function abilitiesOf(actor: Actor, run: RunRow, signs: boolean): Record_['abilities'] {
  const runs = inScope(actor, 'asset-exchange.run', run.orgPath)
  const mine = departmentsAt(actor, run.orgPath)
  const { state } = run
  const all: [Record_['abilities'][number], boolean][] = [
    ['decide', mine.length > 0 && state === 'open'],
    ['recompare', runs && state === 'open' && run.open.all > 0],
    ['retry', runs && (state === 'interrupted' || state === 'refused')],
    ['sign', signs],
    ['return', mine.length > 0 && state === 'signing'],
    ['cancel', runs && ['refused', 'interrupted', 'open', 'signing'].includes(state)],
  ]
  return all.filter(([, may]) => may).map(([ability]) => ability)
}

/** A run with what its reader may do. @throws asset-exchange.not_found (404) */
export async function present(db: Db, actor: Actor, id: string): Promise<Record_> {
  const [run, signatures] = await Promise.all([accessRun(db, actor, id), signed.list(db, id)])
  const signs = signsFor(actor, run, signatures)
  return {
    ...brief(run),
    digest: run.digest,
    signatures,
    abilities: abilitiesOf(actor, run, signs.length > 0),
    signsFor: signs,
  }
}

/** Values of cards in the words of a reader. */
export type Worder = (key: string, value: string | undefined) => string | null

/** Looks up the words that cards have codes for. */
export async function worderOf(db: Db, actor: Pick<Actor, 'locale'>): Promise<Worder> {
  const [codes, classes] = await Promise.all([
    codesOf(
      db,
      form.flatMap((field) => field.list ?? []),
    ),
    allClasses(db),
  ])
  const names = new Map(codes.map((one) => [`${one.list} ${one.code}`, one]))
  const classNames = new Map(classes.map((one) => [one.code, one.name]))
  const fields = new Map(form.map((field) => [field.key, field]))
  return (key, value) => {
    if (value === undefined) return null
    const field = fields.get(key)
    if (field?.kind === 'usage') return say(actor.locale, `asset-exchange:screen.usage.${value}`)
    if (field?.kind === 'class') return classNames.has(value) ? `${value} ${classNames.get(value)!}` : value
    const code = field?.list === undefined ? undefined : names.get(`${field.list} ${value}`)
    return code ? (actor.locale === 'en' ? code.nameEn : code.name) : value
  }
}

/** Both sides of a row in words: what differs, or of a row on one side what that side says. */
export function fieldsOf(row: ExchangeRowRow, words: Worder): Row['fields'] {
  const oneSide = row.fields.length === 0 && row.kind !== 'same'
  const keys = oneSide
    ? form.map((field) => field.key).filter((key) => (row.theirs ?? row.ours)?.[key] !== undefined)
    : form.map((field) => field.key).filter((key) => row.fields.includes(key))
  return keys.map((key) => ({
    key,
    ours: words(key, row.ours?.[key]),
    theirs: words(key, row.theirs?.[key]),
    open: row.open.includes(key),
  }))
}

/** A row as it is answered. */
export function rowOf(
  actor: Actor,
  run: Pick<RunRow, 'state' | 'orgPath'>,
  row: ExchangeRowRow,
  words: Worder,
): Row {
  const { seq, line, kind, assetId, createdId, card, assetNumber, name, open, decision, decisions, version } =
    row
  return {
    ...{ seq, line, kind, card, name, decision, decisions, version },
    asset: assetId === null ? null : { id: assetId, number: assetNumber },
    created: createdId !== null,
    fields: fieldsOf(row, words),
    waitsFor: waitsFor(open),
    abilities: run.state === 'open' ? actsOn(row, departmentsAt(actor, run.orgPath)) : [],
  }
}
