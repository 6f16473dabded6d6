import type { Manifest } from '../manifest.ts'
import en from './en.ts'
import zh from './zh-CN.ts'

export { isCollision } from './collision.ts'
export { newId } from './id.ts'
export { namedSql, personNameSql } from './names.ts'
export { openDatabase, dbNow, leaveToCommit, transaction, type Database, type Db, type Tx } from './pool.ts'
export { effect, insertRows, lookup, statement } from './statement.ts'
export { listen } from './listen.ts'
export { lockFolder } from './embedded/session.ts'
export { withOwner, withOwnerPool } from './owner.ts'
export { migrate, readMigrations, requireMigrated } from './migrate.ts'
export type { DB } from './schema.ts'

export const manifest: Manifest = { name: 'db', folder: import.meta.dirname, locales: { zh, en } }
