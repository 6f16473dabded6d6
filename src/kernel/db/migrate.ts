import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { AppError } from '../errors/index.ts'

export interface Migration {
  /** Global order, unique across rooms. */
  number: number
  name: string
  file: string
  sha256: string
  sql: string
}

interface AppliedRow {
  number: number
  name: string
  sha256: string
}

/** Reads all `NNNN_name.sql` of the given folders in global order; two files with one number are an error. */
export async function readMigrations(folders: string[]): Promise<Migration[]> {
  const found: Migration[] = []
  for (const folder of folders) {
    for (const file of await readdir(folder)) {
      const match = /^(\d{4})_([a-z0-9_-]+)\.sql$/.exec(file)
      if (!match) throw new Error(`${folder}/${file}: a migration is named NNNN_name.sql`)
      const sql = await readFile(path.join(folder, file), 'utf8')
      const sha256 = createHash('sha256').update(sql).digest('hex')
      found.push({ number: Number(match[1]), name: match[2]!, file: path.join(folder, file), sha256, sql })
    }
  }
  found.sort((a, b) => a.number - b.number)
  found.forEach((m, i) => {
    const before = found[i - 1]
    if (before?.number === m.number) throw new Error(`${before.file} and ${m.file} have one number`)
  })
  return found
}

/**
 * Brings the database of `ownerUrl` to the newest migration, each file in a transaction of its own.
 * Advisory-locked: two processes that start together migrate once.
 * @returns the number of files applied now
 * @throws db.newer when the database knows migrations that this program does not; db.migration_changed when an applied file was edited
 */
export async function migrate(
  ownerUrl: string,
  folders: string[],
  log: (line: string) => void = () => undefined,
): Promise<number> {
  const migrations = await readMigrations(folders)
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'zhengyun migrate' })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock(7239001)')
    await client.query(`create table if not exists schema_migration (
      number int primary key, name text not null, sha256 text not null, applied_at timestamptz not null default now())`)
    const done = await client.query<AppliedRow>('select number, name, sha256 from schema_migration')
    const applied = new Map(done.rows.map((r) => [r.number, r]))
    refuseUnknown(migrations, applied)
    let count = 0
    for (const m of migrations) {
      if (applied.has(m.number)) continue
      await applyOne(client, m)
      log(`migration ${String(m.number).padStart(4, '0')} ${m.name}`)
      count++
    }
    return count
  } finally {
    await client.end()
  }
}

/**
 * For a process that may not migrate: the database is at this program's state.
 * @param appUrl any role that may read `schema_migration`
 * @throws db.newer, db.migration_changed as `migrate`; db.not_migrated with the number of files that are missing
 */
export async function requireMigrated(appUrl: string, folders: string[]): Promise<void> {
  const migrations = await readMigrations(folders)
  const client = new pg.Client({ connectionString: appUrl, application_name: 'zhengyun start' })
  await client.connect()
  try {
    const there = await client.query("select to_regclass('schema_migration') is not null as there")
    const done = there.rows[0].there
      ? await client.query<AppliedRow>('select number, name, sha256 from schema_migration')
      : { rows: [] }
    const applied = new Map(done.rows.map((r) => [r.number, r]))
    refuseUnknown(migrations, applied)
    const missing = migrations.filter((m) => !applied.has(m.number)).length
    if (missing > 0) throw new AppError('db.not_migrated', { params: { count: missing } })
  } finally {
    await client.end()
  }
}

function refuseUnknown(
  migrations: Migration[],
  applied: Map<number, { name: string; sha256: string }>,
): void {
  const known = new Map(migrations.map((m) => [m.number, m]))
  for (const [number, row] of applied) {
    const file = known.get(number)
    if (!file) throw new AppError('db.newer', { params: { number, name: row.name } })
    if (file.sha256 !== row.sha256)
      throw new AppError('db.migration_changed', { params: { number, name: row.name } })
  }
}

async function applyOne(client: pg.Client, m: Migration): Promise<void> {
  await client.query('begin')
  try {
    await client.query(m.sql)
    await client.query('insert into schema_migration (number, name, sha256) values ($1, $2, $3)', [
      m.number,
      m.name,
      m.sha256,
    ])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new Error(`${m.file}: ${(error as Error).message}`, { cause: error })
  }
}
