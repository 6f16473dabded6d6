import { sql } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import type { ItemDefinition } from './item-contract.ts'

export interface CategoryRow {
  id: string
  code: string
  name: string
  nameEn: string
  position: number
  active: boolean
  version: number
}

export interface ItemRow {
  id: string
  code: string
  categoryId: string
  position: number
  popular: boolean
  active: boolean
  liveNo: number
  version: number
  updatedAt: Date
  /** the version that `definition` is */
  no: number
  definition: ItemDefinition
}

const categoryColumns = sql`id, code, name, name_en as "nameEn", position, active, version`

export async function selectCategories(db: Db, id: string | null = null): Promise<CategoryRow[]> {
  const { rows } = await sql<CategoryRow>`
    select ${categoryColumns} from catalogue_category where ${id}::uuid is null or id = ${id}::uuid
    order by position, code limit 500`.execute(db)
  return rows
}

export async function insertCategory(
  tx: Tx,
  c: { code: string; name: string; nameEn: string; position: number },
): Promise<CategoryRow> {
  const { rows } = await sql<CategoryRow>`
    insert into catalogue_category (id, code, name, name_en, position)
    values (${newId()}, ${c.code}, ${c.name}, ${c.nameEn}, ${c.position}) returning ${categoryColumns}`.execute(
    tx,
  )
  return rows[0]!
}

/** @returns undefined when somebody was faster */
export async function changeCategory(
  tx: Tx,
  id: string,
  version: number,
  patch: { [K in 'name' | 'nameEn' | 'position' | 'active']?: CategoryRow[K] | undefined },
): Promise<CategoryRow | undefined> {
  const { rows } = await sql<CategoryRow>`
    update catalogue_category set name = coalesce(${patch.name ?? null}, name),
      name_en = coalesce(${patch.nameEn ?? null}, name_en),
      position = coalesce(${patch.position ?? null}::int, position),
      active = coalesce(${patch.active ?? null}::boolean, active), version = version + 1
    where id = ${id} and version = ${version} returning ${categoryColumns}`.execute(tx)
  return rows[0]
}

const itemColumns = sql`i.id, i.code, i.category_id as "categoryId", i.position, i.popular, i.active,
  i.live_no as "liveNo", i.version, i.updated_at as "updatedAt", v.no, v.definition`

/** Items in their live versions, in the order of the catalogue. */
export async function selectItems(
  db: Db,
  which: { id?: string; code?: string; active?: boolean; lock?: boolean } = {},
): Promise<ItemRow[]> {
  const { rows } = await sql<ItemRow>`
    select ${itemColumns} from catalogue_item i
    join catalogue_item_version v on v.item_id = i.id and v.no = i.live_no
    join catalogue_category c on c.id = i.category_id
    where (${which.id ?? null}::uuid is null or i.id = ${which.id ?? null}::uuid)
      and (${which.code ?? null}::text is null or i.code = ${which.code ?? null})
      and (not ${which.active ?? false}::boolean or (i.active and c.active))
    order by c.position, c.code, i.position, i.code limit 2000 ${which.lock ? sql`for update of i` : sql``}`.execute(
    db,
  )
  return rows
}

/** An item as it was in a version. */
export async function selectVersion(db: Db, id: string, no: number): Promise<ItemRow | undefined> {
  const { rows } = await sql<ItemRow>`
    select ${itemColumns} from catalogue_item i join catalogue_item_version v on v.item_id = i.id
    where i.id = ${id} and v.no = ${no}`.execute(db)
  return rows[0]
}

export async function selectVersions(
  db: Db,
  id: string,
): Promise<{ no: number; author: string | null; recordedAt: Date }[]> {
  const { rows } = await sql<{ no: number; author: string | null; recordedAt: Date }>`
    select v.no, p.name as author, v.recorded_at as "recordedAt" from catalogue_item_version v
    left join person p on p.id = v.author_id where v.item_id = ${id} order by v.no desc limit 500`.execute(db)
  return rows
}

export async function insertVersion(
  tx: Tx,
  v: { itemId: string; no: number; definition: ItemDefinition; authorId: string | null },
): Promise<void> {
  await sql`insert into catalogue_item_version (item_id, no, definition, author_id)
    values (${v.itemId}, ${v.no}, ${JSON.stringify(v.definition)}::jsonb, ${v.authorId})`.execute(tx)
}

export async function insertItem(
  tx: Tx,
  item: Pick<ItemRow, 'code' | 'categoryId' | 'position' | 'popular' | 'active'> & {
    definition: ItemDefinition
    authorId: string | null
  },
): Promise<string> {
  const id = newId()
  await sql`insert into catalogue_item (id, code, category_id, position, popular, active)
    values (${id}, ${item.code}, ${item.categoryId}, ${item.position}, ${item.popular}, ${item.active})`.execute(
    tx,
  )
  await insertVersion(tx, { itemId: id, no: 1, definition: item.definition, authorId: item.authorId })
  return id
}

/** @returns false when somebody was faster */
export async function changeItem(
  tx: Tx,
  id: string,
  version: number,
  patch: Partial<Pick<ItemRow, 'categoryId' | 'position' | 'popular' | 'active' | 'liveNo'>>,
): Promise<boolean> {
  const { rows } = await sql`
    update catalogue_item set category_id = coalesce(${patch.categoryId ?? null}::uuid, category_id),
      position = coalesce(${patch.position ?? null}::int, position),
      popular = coalesce(${patch.popular ?? null}::boolean, popular),
      active = coalesce(${patch.active ?? null}::boolean, active),
      live_no = coalesce(${patch.liveNo ?? null}::int, live_no), version = version + 1, updated_at = now()
    where id = ${id} and version = ${version} returning id`.execute(tx)
  return rows.length > 0
}

/** Ids among the given ones that name nothing: orgs, groups, services, people, roles by key. */
export async function missingReferences(
  db: Db,
  given: { orgs: string[]; groups: string[]; services: string[]; people: string[]; roles: string[] },
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select x::text as id from unnest(${given.orgs}::uuid[]) x where not exists (select from org o where o.id = x)
    union all select x::text from unnest(${given.groups}::uuid[]) x
      where not exists (select from support_group g where g.id = x)
    union all select x::text from unnest(${given.services}::uuid[]) x
      where not exists (select from service s where s.id = x and s.active)
    union all select x::text from unnest(${given.people}::uuid[]) x
      where not exists (select from person p where p.id = x and p.kind = 'person' and p.state = 'active')
    union all select x from unnest(${given.roles}::text[]) x where not exists (select from role r where r.key = x)`.execute(
    db,
  )
  return new Set(rows.map((row) => row.id))
}

/** Paths of the orgs given. */
export async function pathsOf(db: Db, orgIds: readonly string[]): Promise<Map<string, string>> {
  if (orgIds.length === 0) return new Map()
  const { rows } = await sql<{ id: string; path: string }>`
    select id, path from org where id = any(${[...orgIds]}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.id, row.path]))
}

/** An active person, with the org that decides what may be asked for. */
export async function findAsker(
  db: Db,
  id: string,
): Promise<{ id: string; name: string; orgId: string; orgPath: string } | undefined> {
  const { rows } = await sql<{ id: string; name: string; orgId: string; orgPath: string }>`
    select p.id, p.name, o.id as "orgId", o.path as "orgPath" from person p join org o on o.id = p.org_id
    where p.id = ${id} and p.kind = 'person' and p.state = 'active'`.execute(db)
  return rows[0]
}

/** Makes starts that ship items at the same time wait for one another. */
export async function lockShipping(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(6500, 1)`.execute(tx)
}

/** Active people by a part of their name, below an org. */
export async function selectPeople(
  db: Db,
  q: string,
  below: string,
): Promise<{ id: string; name: string; orgName: string }[]> {
  const { rows } = await sql<{ id: string; name: string; orgName: string }>`
    select p.id, p.name, o.name as "orgName" from person p join org o on o.id = p.org_id
    where p.kind = 'person' and p.state = 'active' and o.path like ${below}::text || '%'
      and strpos(p.name, ${q}::text) > 0 order by p.name, p.id limit 20`.execute(db)
  return rows
}
