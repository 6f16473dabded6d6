import { CompiledQuery } from 'kysely'
import { transaction, type Db, type Tx } from '../../db/index.ts'
import { send } from './sql.ts'

/** Tables by name, as PostgreSQL describes them. */
export type Catalog = ReadonlyMap<string, TableShape>
export interface TableShape {
  columns: Map<string, string>
  constraints: Map<string, string>
  indexes: Map<string, string>
}

/** The tables of a schema. Names of the schema are taken out of the descriptions, so that two can be compared. */
export async function readCatalog(db: Db, schema: string): Promise<Catalog> {
  const tables = new Map<string, TableShape>()
  const of = (name: string): TableShape => {
    const known = tables.get(name) ?? { columns: new Map(), constraints: new Map(), indexes: new Map() }
    tables.set(name, known)
    return known
  }
  const plain = (text: string) => text.replaceAll(/\b(public|expected)\./g, '')
  const rows = await send<{ part: string; table: string; name: string; text: string }>(
    db,
    `select 'column' as part, c.relname as table, a.attname as name,
       format_type(a.atttypid, a.atttypmod) || case when a.attnotnull then ' not null' else '' end as text
     from pg_attribute a join pg_class c on c.oid = a.attrelid and c.relkind = 'r'
     where c.relnamespace = $1::regnamespace and a.attnum > 0 and not a.attisdropped
     union all
     select 'constraint', c.relname, k.conname, pg_get_constraintdef(k.oid)
     from pg_constraint k join pg_class c on c.oid = k.conrelid
     -- that a column is not null is told with the column
     where c.relnamespace = $1::regnamespace and k.contype <> 'n'
     union all
     select 'index', c.relname, i.relname, pg_get_indexdef(x.indexrelid)
     from pg_index x join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
     where c.relnamespace = $1::regnamespace`,
    [schema],
  )
  for (const { part, table, name, text } of rows) {
    const shape = of(table)
    const into = part === 'column' ? shape.columns : part === 'constraint' ? shape.constraints : shape.indexes
    into.set(name, plain(text))
  }
  return tables
}

class RolledBack extends Error {}

/** What statements would make, in a schema of their own that does not outlive this call. */
export async function makeExpected(db: Db, statements: readonly string[]): Promise<Catalog> {
  let made: Catalog | undefined
  const work = async (tx: Tx): Promise<never> => {
    await tx.executeQuery(CompiledQuery.raw('create schema expected'))
    await tx.executeQuery(CompiledQuery.raw('set local search_path to expected, public'))
    for (const text of statements) await tx.executeQuery(CompiledQuery.raw(text))
    made = await readCatalog(tx, 'expected')
    throw new RolledBack('the schema was for looking only')
  }
  await transaction(db, work).catch((error: unknown) => {
    if (!(error instanceof RolledBack)) throw error
  })
  return made!
}
