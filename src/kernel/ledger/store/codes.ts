import type { Db, Tx } from '../../db/index.ts'
import { quoted } from '../plan.ts'
import type { ShippedCodes } from '../registry.ts'
import { send } from './sql.ts'

export interface CodeRow {
  list: string
  code: string
  name: string
  nameEn: string
  position: number
  active: boolean
  shipped: boolean
  version: number
}

const columns = `list, code, name, name_en as "nameEn", position, active, shipped, version`

/** Adds shipped codes that are not there yet; what the unit has changed stays as it is. */
export async function shipCodes(tx: Tx, lists: readonly ShippedCodes[]): Promise<void> {
  const rows = lists.flatMap(({ list, items }) =>
    items.map(({ code, zh, en }, i) => ({ list, code, name: zh, name_en: en, position: (i + 1) * 10 })),
  )
  if (rows.length === 0) return
  await send(
    tx,
    `insert into code_list_item (list, code, name, name_en, position, shipped)
     select r.list, r.code, r.name, r.name_en, r.position, true
     from json_to_recordset($1) as r(list text, code text, name text, name_en text, position int)
     on conflict (list, code) do nothing`,
    [JSON.stringify(rows)],
  )
}

/** Active codes of a list in their order. */
export async function selectChoices(db: Db, list: string): Promise<CodeRow[]> {
  const text = `select ${columns} from code_list_item where list = $1 and active order by position, code limit 1000`
  return send(db, text, [list])
}

/** Codes of a list by code and by both names, switched off or not: what an import may read. */
export async function selectAllCodes(db: Db, list: string): Promise<CodeRow[]> {
  return send(db, `select ${columns} from code_list_item where list = $1 order by position, code`, [list])
}

export async function selectLists(db: Db): Promise<{ list: string; count: number; disabled: number }[]> {
  return send(
    db,
    `select list, count(*)::int as count, (count(*) filter (where not active))::int as disabled
     from code_list_item group by list order by list`,
    [],
  )
}

/** How many records of some tables have each of the codes. */
export async function countUses(
  db: Db,
  columns: readonly { table: string; column: string }[],
  codes: readonly string[],
): Promise<Map<string, number>> {
  if (columns.length === 0 || codes.length === 0) return new Map()
  const each = columns.map(
    ({ table, column }) =>
      `select ${quoted(column)} as code from ${quoted(table)} where ${quoted(column)} = any($1::text[])`,
  )
  const rows = await send<{ code: string; n: number }>(
    db,
    `select code, count(*)::int as n from (${each.join(' union all ')}) u group by code`,
    [[...codes]],
  )
  return new Map(rows.map((row) => [row.code, row.n]))
}

/** A page of a list in its order. */
export async function selectCodes(
  db: Db,
  list: string,
  window: { after: { position: number; code: string } | null; limit: number },
): Promise<CodeRow[]> {
  return send(
    db,
    `select ${columns} from code_list_item where list = $1
       and ($2::int is null or (position, code) > ($2, $3)) order by position, code limit $4`,
    [list, window.after?.position ?? null, window.after?.code ?? null, window.limit],
  )
}

export async function findCode(
  db: Db,
  list: string,
  code: string,
  lock = false,
): Promise<CodeRow | undefined> {
  const text = `select ${columns} from code_list_item where list = $1 and code = $2 ${lock ? 'for update' : ''}`
  return (await send<CodeRow>(db, text, [list, code]))[0]
}

/** @returns undefined when the list has the code already */
export async function insertCode(
  tx: Tx,
  row: Omit<CodeRow, 'shipped' | 'version'>,
): Promise<CodeRow | undefined> {
  const { list, code, name, nameEn, position, active } = row
  const [made] = await send<CodeRow>(
    tx,
    `insert into code_list_item (list, code, name, name_en, position, active) values ($1, $2, $3, $4, $5, $6)
     on conflict (list, code) do nothing returning ${columns}`,
    [list, code, name, nameEn, position, active],
  )
  return made
}

export async function updateCode(tx: Tx, row: CodeRow): Promise<CodeRow> {
  const { list, code, name, nameEn, position, active } = row
  const [changed] = await send<CodeRow>(
    tx,
    `update code_list_item set name = $3, name_en = $4, position = $5, active = $6, version = version + 1
     where list = $1 and code = $2 returning ${columns}`,
    [list, code, name, nameEn, position, active],
  )
  return changed!
}
