import { sql } from 'kysely'
import type { Db, Tx } from '../db/index.ts'
import { tokenize, queryTokens } from './tokens.ts'

export interface SearchDocument {
  kind: string
  entityId: string
  /** 0 is the main text of the entity, others are its parts (comments) */
  part?: number
  text: string
  /** who may find it: `o:<org no>` of the org and all its ancestors, `g:<group no>`, `p:<person no>` */
  scope: readonly string[]
  recordedAt: Date
}

/** Puts a text into the index, or replaces it. */
export async function putDocument(tx: Tx, d: SearchDocument): Promise<void> {
  const tokens = [...new Set([...tokenize(d.text), ...d.scope])]
  await sql`insert into search_document (kind, entity_id, part, body, tsv, recorded_at)
    values (${d.kind}, ${d.entityId}, ${d.part ?? 0}, ${d.text}, array_to_tsvector(${tokens}::text[]), ${d.recordedAt})
    on conflict (entity_id, part) do update set kind = excluded.kind, body = excluded.body, tsv = excluded.tsv`.execute(tx)
}

/** Changes who may find the documents of an entity: takes `remove` out and puts `add` in. */
export async function changeScope(tx: Tx, entityId: string, remove: readonly string[], add: readonly string[]): Promise<void> {
  await sql`update search_document set
    tsv = ts_delete(tsv, ${[...remove]}::text[]) || array_to_tsvector(${[...add]}::text[])
    where entity_id = ${entityId}`.execute(tx)
}

/**
 * Entities with a document that holds every word of `q`, newest first.
 * @param scope tokens of which a document must hold one; null: everything
 * @param limit at most so many entities (the newest)
 */
export async function searchDocuments(
  db: Db,
  query: { kinds: readonly string[]; q: string; scope: readonly string[] | null; limit: number },
): Promise<string[]> {
  const { must, recheck } = queryTokens(query.q)
  if (must.length === 0) return []
  const words = must.map(quote).join(' & ')
  const scope = query.scope === null ? '' : ` & (${query.scope.map(quote).join(' | ')})`
  const checks = (recheck ?? []).map((w) => sql`and strpos(lower(body), ${w}) > 0`)
  const { rows } = await sql<{ entity_id: string }>`
    with hit as materialized (
      select id, entity_id, recorded_at, kind, body from search_document
      where tsv @@ ${words + scope}::tsquery
    )
    select entity_id, max(recorded_at) as newest from hit
    where kind = any(${[...query.kinds]}::text[]) ${sql.join(checks, sql` `)}
    group by entity_id order by newest desc limit ${query.limit}`.execute(db)
  return rows.map((r) => r.entity_id)
}

/** A lexeme in a tsquery literal: quoted, quotes and backslashes doubled. */
function quote(token: string): string {
  return `'${token.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
}
