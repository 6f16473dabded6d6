import type { Db } from '../../db/index.ts'
import { quoted, type FieldPlan, type LedgerPlan } from '../plan.ts'
import { send } from './sql.ts'

const ids = (rows: { id: string }[]): Set<string> => new Set(rows.map((row) => row.id))

/** Which of the ids are active people. */
export async function knownPeople(db: Db, wanted: readonly string[]): Promise<Set<string>> {
  const text = `select id from person where id = any($1::uuid[]) and kind = 'person' and state = 'active'`
  return ids(await send(db, text, [[...wanted]]))
}

/** Which of the ids are active orgs. */
export async function knownOrgs(db: Db, wanted: readonly string[]): Promise<Set<string>> {
  return ids(await send(db, 'select id from org where id = any($1::uuid[]) and active', [[...wanted]]))
}

/** Which of the codes are active in a list. */
export async function knownCodes(db: Db, list: string, wanted: readonly string[]): Promise<Set<string>> {
  const text = 'select code as id from code_list_item where list = $1 and code = any($2::text[]) and active'
  return ids(await send(db, text, [list, [...wanted]]))
}

export async function personName(db: Db, id: string): Promise<string | undefined> {
  return (await send<{ name: string }>(db, 'select name from person where id = $1', [id]))[0]?.name
}

/** Active people by login and by name; a login is meant before a name. */
export async function peopleByText(db: Db, texts: readonly string[]): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>()
  if (texts.length === 0) return found
  const rows = await send<{ id: string; login: string; name: string }>(
    db,
    `select id, login, name from person where kind = 'person' and state = 'active'
       and (login = any($1::text[]) or name = any($1::text[]))`,
    [[...texts]],
  )
  for (const { id, name } of rows) found.set(name, [...(found.get(name) ?? []), id])
  for (const { id, login } of rows) if (texts.includes(login)) found.set(login, [id])
  return found
}

/** The whole tree, parents before children: some thousand rows at most. */
export async function allOrgs(
  db: Db,
): Promise<
  { id: string; parentId: string | null; path: string; name: string; code: string; active: boolean }[]
> {
  return send(db, 'select id, parent_id as "parentId", path, name, code, active from org order by path', [])
}

/** Records of any unit that have one of the values in a field. */
export async function takenValues(
  db: Db,
  plan: LedgerPlan,
  field: FieldPlan,
  values: readonly string[],
): Promise<{ id: string; orgId: string; value: string }[]> {
  if (values.length === 0) return []
  const column = `t.${quoted(field.order!)}`
  const type = field.columns.find((one) => one.name === field.order)!.type
  return send(
    db,
    `select t.id, t.org_id as "orgId", ${field.select ?? column}::text as value from ${quoted(plan.table)} t
     where ${column} = any($1::${type}[])`,
    [[...new Set(values)]],
  )
}
