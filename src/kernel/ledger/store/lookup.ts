import type { Db } from '../../db/index.ts'
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
