import { sql } from 'kysely'
import type { Db } from '#kernel/db/index.ts'
import { below } from './ci.ts'

export interface Choice {
  id: string
  code: string
  name: string
}

/** Items below the paths whose name or code has the text; with `ids` only those. */
export async function choicesOf(
  db: Db,
  paths: readonly string[],
  query: { q: string; ids: readonly string[] | null; limit: number },
): Promise<Choice[]> {
  const like = query.q.replace(/[\\%_]/g, '\\$&')
  const { rows } = await sql<Choice>`
    select c.id, c.code, c.name from ci c join org o on o.id = c.org_id
    where ${below(sql`o.path`, paths)}
      and (${query.ids === null ? null : [...query.ids]}::uuid[] is null
        or c.id = any(${query.ids === null ? null : [...query.ids]}::uuid[]))
      and (${like} = '' or c.name ilike '%' || ${like} || '%' or c.code ilike ${like} || '%')
    order by c.id desc limit ${query.limit}`.execute(db)
  return rows
}

/** Items that written texts mean, by code or name. */
export async function idsByCode(
  db: Db,
  paths: readonly string[],
  texts: readonly string[],
): Promise<Map<string, { id: string; name: string }[]>> {
  const { rows } = await sql<Choice>`
    select c.id, c.code, c.name from ci c join org o on o.id = c.org_id
    where ${below(sql`o.path`, paths)} and (c.code = any(${[...texts]}::text[]) or c.name = any(${[...texts]}::text[]))`.execute(
    db,
  )
  return new Map(
    texts.map((text) => [text, rows.filter((one) => one.code === text || one.name === text)] as const),
  )
}
