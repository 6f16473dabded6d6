import { sql, type RawBuilder } from 'kysely'

/**
 * Id and name, as JSON, of the row that a column refers to; null where it refers to none. A subquery each: joins of many tables cost
 * more to plan than to run.
 * @param column qualified by its table's name in the query around it, such as `t.org_id`
 */
export const namedSql = (table: string, column: string): RawBuilder<unknown> =>
  sql`(select json_build_object('id', x.id, 'name', x.name) from ${sql.table(table)} x where x.id = ${sql.ref(column)})`

/** The name of the person that a column refers to; `column` as in `namedSql`. */
export const personNameSql = (column: string): RawBuilder<unknown> =>
  sql`(select x.name from person x where x.id = ${sql.ref(column)})`
