import { sql } from 'kysely'
import type { Db, Tx } from '../db/index.ts'

export interface FileRow {
  id: string
  name: string
  size: number
  type: string
  sha256: string
  entity: string
  entity_id: string
  uploaded_by: string | null
  uploaded_by_login: string
  recorded_at: Date
}

const columns = sql`id, name, size, type, sha256, entity, entity_id, uploaded_by, uploaded_by_login, recorded_at`

export async function insertFile(tx: Tx, row: Omit<FileRow, 'recorded_at'>): Promise<FileRow> {
  const { rows } = await sql<FileRow>`insert into file
      (id, name, size, type, sha256, entity, entity_id, uploaded_by, uploaded_by_login)
    values (${row.id}, ${row.name}, ${row.size}, ${row.type}, ${row.sha256}, ${row.entity}, ${row.entity_id},
      ${row.uploaded_by}, ${row.uploaded_by_login})
    returning ${columns}`.execute(tx)
  return rows[0]!
}

export async function findFile(db: Db, id: string): Promise<FileRow | undefined> {
  const { rows } =
    await sql<FileRow>`select ${columns} from file where id = ${id} and deleted_at is null`.execute(db)
  return rows[0]
}

export async function filesOf(db: Db, entity: string, entityIds: readonly string[]): Promise<FileRow[]> {
  const { rows } = await sql<FileRow>`select ${columns} from file
    where entity = ${entity} and entity_id = any(${[...entityIds]}::uuid[]) and deleted_at is null order by id`.execute(
    db,
  )
  return rows
}

/** Gives the attachments of one record to another. @returns their ids */
export async function moveOwner(tx: Tx, entity: string, fromId: string, toId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`update file set entity_id = ${toId}
    where entity = ${entity} and entity_id = ${fromId} and deleted_at is null returning id`.execute(tx)
  return rows.map((row) => row.id)
}

/** Gives some files of one owner to another. @returns how many of them that owner had */
export async function claimFiles(
  tx: Tx,
  ids: readonly string[],
  from: { entity: string; entityId: string },
  to: { entity: string; entityId: string },
): Promise<number> {
  const { rows } = await sql`update file set entity = ${to.entity}, entity_id = ${to.entityId}
    where id = any(${[...ids]}::uuid[]) and entity = ${from.entity} and entity_id = ${from.entityId}
      and deleted_at is null returning id`.execute(tx)
  return rows.length
}

export async function markDeleted(tx: Tx, id: string): Promise<void> {
  await sql`update file set deleted_at = now() where id = ${id} and deleted_at is null`.execute(tx)
}

/** Marks files of some kinds of owner that are older than a day as deleted; those that are claimed now are left alone. */
export async function takeUnclaimed(tx: Tx, entities: readonly string[], limit: number): Promise<FileRow[]> {
  const { rows } = await sql<FileRow>`update file set deleted_at = now() where id in (
      select id from file where entity = any(${[...entities]}::text[]) and deleted_at is null
        and recorded_at < now() - interval '1 day'
      order by id limit ${limit} for update skip locked)
    returning ${columns}`.execute(tx)
  return rows
}

export async function usedHashes(db: Db, hashes: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ sha256: string }>`select distinct sha256 from file
    where sha256 = any(${[...hashes]}::text[]) and deleted_at is null`.execute(db)
  return new Set(rows.map((row) => row.sha256))
}
