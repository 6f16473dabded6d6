import type { Manifest } from '../manifest.ts'
import en from './en.ts'
import zh from './zh-CN.ts'

export { newId } from './id.ts'
export { openDatabase, dbNow, transaction, type Database, type Db, type Tx } from './pool.ts'
export { effect, insertRows, statement } from './statement.ts'
export { listen } from './listen.ts'
export { withOwner, withOwnerPool } from './owner.ts'
export { migrate, readMigrations, requireMigrated } from './migrate.ts'
export type { DB } from './schema.ts'

export const manifest: Manifest = { name: 'db', folder: import.meta.dirname, locales: { zh, en } }
