export { newId } from './id.ts'
export { openDatabase, dbNow, transaction, type Database, type Db, type Tx } from './pool.ts'
export { migrate, readMigrations } from './migrate.ts'
export type { DB } from './schema.ts'
