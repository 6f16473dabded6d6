import { audit } from '../audit/index.ts'
import type { Db, Tx } from '../db/index.ts'
import { AppError } from '../errors/index.ts'
import { decodeCursor, page } from '../http/cursor.ts'
import type { Input, Output } from '../http/endpoint.ts'
import type { Actor } from '../permission/actor.ts'
import type * as contract from './contract.ts'
import type { LedgerDef } from './define-contract.ts'
import { planOf } from './plan.ts'
import { fieldName, ledgerWord } from './problems.ts'
import { allLedgers } from './registry.ts'
import * as store from './store/codes.ts'

/** Active codes of a list, in the reader's language; of an unknown list none. */
export async function lookupCodesVerb(
  db: Db,
  actor: Actor,
  { list }: Input<typeof contract.lookupCodes>,
): Promise<Output<typeof contract.lookupCodes>> {
  const rows = await store.selectChoices(db, list)
  return {
    items: rows.map((row) => ({ code: row.code, name: actor.locale === 'en' ? row.nameEn : row.name })),
  }
}

/** Fields of all ledgers that take their values from a list. */
function usersOf(list: string): { def: LedgerDef; key: string }[] {
  return allLedgers().flatMap((def) =>
    Object.entries(def.fields).flatMap(([key, field]) =>
      field.kind === 'code' && field.list === list ? [{ def, key }] : [],
    ),
  )
}

/** All administered lists, with the fields that take their values from them. */
export async function listCodeListsVerb(
  db: Db,
  actor: Actor,
): Promise<Output<typeof contract.listCodeLists>> {
  const { locale } = actor
  const items = (await store.selectLists(db)).map((row) => ({
    ...row,
    usedBy: usersOf(row.list).map(({ def, key }) => ({
      ledger: ledgerWord(locale, def, 'title'),
      field: fieldName(locale, def, key),
      path: def.path,
    })),
  }))
  return { items }
}

/** Codes of a list in their order, and how many records have each. @throws http.bad_cursor (422) */
export async function listCodesVerb(
  db: Db,
  _actor: Actor,
  { list, cursor, limit }: Input<typeof contract.listCodes>,
): Promise<Output<typeof contract.listCodes>> {
  const [position, code] = cursor === undefined ? [] : decodeCursor(cursor, 2)
  const after = code === undefined ? null : { position: Number(position), code: String(code) }
  const rows = await store.selectCodes(db, list, { after, limit: limit + 1 })
  const { items, nextCursor } = page(rows, limit, (row) => [row.position, row.code])
  const columns = usersOf(list).map(({ def, key }) => {
    const plan = planOf(def)
    return { table: plan.table, column: plan.byKey.get(key)!.columns[0]!.name }
  })
  const used = await store.countUses(
    db,
    columns,
    items.map((row) => row.code),
  )
  return { items: items.map((row) => ({ ...row, used: used.get(row.code) ?? 0 })), nextCursor }
}

/** Adds a code to a list that is there. @throws ledger.unknown_list (404), ledger.code_taken (409) */
export async function addCodeVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.addCode>,
): Promise<Output<typeof contract.addCode>> {
  const [known] = await store.selectAllCodes(tx, input.list)
  if (!known) throw new AppError('ledger.unknown_list', { status: 404 })
  const made = await store.insertCode(tx, input)
  if (!made) throw new AppError('ledger.code_taken', { status: 409, field: 'code' })
  await keep(tx, actor, 'ledger.add-code', null, made)
  return made
}

/** Renames a code, moves it, or switches it off. @throws ledger.unknown_list (404), ledger.version_stale (412) */
export async function editCodeVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.editCode>,
): Promise<Output<typeof contract.editCode>> {
  const before = await store.findCode(tx, input.list, input.code, true)
  if (!before) throw new AppError('ledger.unknown_list', { status: 404 })
  if (before.version !== input.version)
    throw new AppError('ledger.version_stale', { status: 412, params: { version: before.version } })
  const after = await store.updateCode(tx, {
    ...before,
    name: input.name ?? before.name,
    nameEn: input.nameEn ?? before.nameEn,
    position: input.position ?? before.position,
    active: input.active ?? before.active,
  })
  await keep(tx, actor, 'ledger.edit-code', before, after)
  return after
}

async function keep(
  tx: Tx,
  actor: Actor,
  action: string,
  before: store.CodeRow | null,
  after: store.CodeRow,
): Promise<void> {
  const entityId = `${after.list}/${after.code}`
  await audit(tx, actor, {
    action,
    entity: 'code-list',
    entityId,
    before: before && { ...before },
    after: { ...after },
  })
}
