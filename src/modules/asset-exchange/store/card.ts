import { sql } from 'kysely'
import type { Db } from '#kernel/db/index.ts'

/** A card as `asset_card` writes it: values by column of the form. */
export type Card = Readonly<Record<string, string>>

export interface OrgName {
  id: string
  code: string
  name: string
  path: string
}

/** Orgs below a path, closed ones too: their assets are still on the books. */
export async function orgsBelow(db: Db, path: string): Promise<OrgName[]> {
  const { rows } = await sql<OrgName>`
    select id, code, name, path from org where path like ${path} || '%' order by path`.execute(db)
  return rows
}

export interface CodeName {
  list: string
  code: string
  name: string
  nameEn: string
  active: boolean
}

/** Codes of some lists, in their order. */
export async function codesOf(db: Db, lists: readonly string[]): Promise<CodeName[]> {
  const { rows } = await sql<CodeName>`
    select list, code, name, name_en as "nameEn", active from code_list_item
    where list = any(${lists}::text[]) order by list, position, code`.execute(db)
  return rows
}

export interface ClassName {
  id: string
  code: string
  name: string
  /** code of GB/T 14885 */
  standard: string | null
}

/** All classes: some thousand. */
export async function allClasses(db: Db): Promise<ClassName[]> {
  const { rows } = await sql<ClassName>`
    select id, code, name, gbt14885 as standard from asset_class order by code`.execute(db)
  return rows
}

export interface CardRow {
  id: string
  card: Card
}

/** Assets on the books of some orgs, by id, as they are exchanged. */
export async function selectCards(
  db: Db,
  orgIds: readonly string[],
  window: { after: string | null; limit: number },
): Promise<CardRow[]> {
  const { rows } = await sql<CardRow>`
    select id, card from asset_card
    where on_book and org_id = any(${orgIds}::uuid[]) and (${window.after}::uuid is null or id > ${window.after})
    order by id limit ${window.limit}`.execute(db)
  return rows
}

/** The card of an asset as the ledger has it now; undefined when it was cancelled. */
export async function cardOf(db: Db, assetId: string): Promise<{ version: number; card: Card } | undefined> {
  const { rows } = await sql<{ version: number; card: Card }>`
    select version, card from asset_card where id = ${assetId}`.execute(db)
  return rows[0]
}
