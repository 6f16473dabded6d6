import { newId, type Db, type Tx } from '#kernel/db/index.ts'

export interface CategoryRow {
  id: string
  parentId: string | null
  code: string
  name: string
  nameEn: string
  active: boolean
  position: number
  version: number
}

const columns = [
  'id',
  'parent_id as parentId',
  'code',
  'name',
  'name_en as nameEn',
  'active',
  'position',
  'version',
] as const

export async function categories(db: Db, active?: boolean): Promise<CategoryRow[]> {
  let query = db.selectFrom('category').select(columns).orderBy('position').orderBy('code').limit(5000)
  if (active !== undefined) query = query.where('active', '=', active)
  return query.execute()
}

export async function findCategory(db: Db, id: string): Promise<CategoryRow | undefined> {
  return db.selectFrom('category').select(columns).where('id', '=', id).executeTakeFirst()
}

export async function insertCategory(
  tx: Tx,
  row: { parentId: string | null; code: string; name: string; nameEn: string; position: number },
): Promise<CategoryRow> {
  return tx
    .insertInto('category')
    .values({
      id: newId(),
      parent_id: row.parentId,
      code: row.code,
      name: row.name,
      name_en: row.nameEn,
      position: row.position,
    })
    .returning(columns)
    .executeTakeFirstOrThrow()
}

export async function changeCategory(
  tx: Tx,
  id: string,
  version: number,
  patch: {
    name?: string | undefined
    nameEn?: string | undefined
    active?: boolean | undefined
    position?: number | undefined
  },
): Promise<CategoryRow | undefined> {
  const { nameEn, ...rest } = patch
  return tx
    .updateTable('category')
    .set({ ...rest, ...(nameEn === undefined ? {} : { name_en: nameEn }), version: version + 1 } as never)
    .where('id', '=', id)
    .where('version', '=', version)
    .returning(columns)
    .executeTakeFirst()
}
