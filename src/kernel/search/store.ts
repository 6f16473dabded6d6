import { sql, type RawBuilder } from 'kysely'
import { effect, type Db, type Tx } from '../db/index.ts'
import { coverBlocks } from './blocks.ts'
import { normalise, queryTokens, tokenize, type QueryToken, type QueryTokens } from './tokens.ts'

export interface SearchDocument {
  kind: string
  entityId: string
  /** 0 is the main text of the entity, others are its parts (comments) */
  part?: number
  text: string
  /** who may find it: `o:<org no>` of the org and all its ancestors, `g:<group no>`, `p:<person>` */
  scope: readonly string[]
  recordedAt: Date
}

const put = effect(`insert into search_document (kind, entity_id, part, body, tsv, recorded_at)
  values ($1, $2, $3, $4, array_to_tsvector($5::text[]), $6)
  on conflict (entity_id, part) do update set kind = excluded.kind, body = excluded.body, tsv = excluded.tsv`)

/** Puts a text into the index, or replaces it; its place among newest and oldest stays. */
export async function putDocument(tx: Tx, d: SearchDocument): Promise<void> {
  const tokens = [...new Set([...tokenize(d.text), ...d.scope])]
  await put(tx, [d.kind, d.entityId, d.part ?? 0, normalise(d.text), tokens, d.recordedAt])
}

/** As `putDocument`, for many in one statement; no two of one entity and part. */
export async function putDocuments(tx: Tx, documents: readonly SearchDocument[]): Promise<void> {
  if (documents.length === 0) return
  const rows = documents.map((d) => ({
    kind: d.kind,
    entity_id: d.entityId,
    part: d.part ?? 0,
    body: normalise(d.text),
    tokens: [...new Set([...tokenize(d.text), ...d.scope])],
    recorded_at: d.recordedAt,
  }))
  await sql`insert into search_document (kind, entity_id, part, body, tsv, recorded_at)
    select r.kind, r.entity_id, r.part, r.body, array_to_tsvector(r.tokens), r.recorded_at
    from json_to_recordset(${JSON.stringify(rows)})
      as r(kind text, entity_id uuid, part bigint, body text, tokens text[], recorded_at timestamptz)
    on conflict (entity_id, part) do update set kind = excluded.kind, body = excluded.body, tsv = excluded.tsv`.execute(
    tx,
  )
}

/** Changes who may find the documents of an entity, or one part: takes `remove` out and puts `add` in. */
export async function changeScope(
  tx: Tx,
  entityId: string,
  remove: readonly string[],
  add: readonly string[],
  part?: number,
): Promise<void> {
  await sql`update search_document set
    tsv = ts_delete(tsv, ${[...remove]}::text[]) || array_to_tsvector(${[...add]}::text[])
    where entity_id = ${entityId} and (${part ?? null}::bigint is null or part = ${part ?? null}::bigint)`.execute(
    tx,
  )
}

/** Takes all documents of an entity out of the index, or one part. */
export async function removeDocuments(tx: Tx, entityId: string, part?: number): Promise<void> {
  await sql`delete from search_document
    where entity_id = ${entityId} and (${part ?? null}::bigint is null or part = ${part ?? null}::bigint)`.execute(
    tx,
  )
}

export interface SearchQuery {
  kinds: readonly string[]
  q: string
  /** tokens of which a document must hold one; null: everything */
  scope: readonly string[] | null
  /** at most so many entities (the newest); a thousand is what a page can rank or filter */
  limit: number
}

interface Hit {
  entity_id: string
}

/** Up to so many matches are simply fetched and sorted. */
const FEW = 8_000
/** Up to so many are fetched as well when the newest have none: old matches lie close together. */
const CLUSTERED = 40_000

/**
 * Ids of entities with a document that holds every word of `q`, newest first. Empty when `q` holds nothing to search
 * for. Rare combinations are fetched from the index as a whole (materialized, else the planner may walk the table);
 * frequent ones, by the planner's estimate, are looked for block by block from the newest on, so that the work
 * depends on `limit` and not on how many there are.
 */
export async function searchDocuments(db: Db, query: SearchQuery): Promise<string[]> {
  const tokens = queryTokens(query.q)
  if (tokens.must.length === 0 || query.scope?.length === 0) return []
  const wanted = tsquery(tokens, query.scope)
  const expected = await estimate(db, tokens, query.scope)
  if (expected <= FEW)
    return (await fetch(db, query, tokens, wanted, query.limit)).map((hit) => hit.entity_id)
  return newestFirst(db, query, tokens, wanted, expected)
}

async function newestFirst(
  db: Db,
  query: SearchQuery,
  tokens: QueryTokens,
  wanted: string,
  expected: number,
): Promise<string[]> {
  const blocks = await countBlocks(db)
  const found = new Set<string>()
  // half as many again as wanted, if the matches lie evenly
  const even = Math.max(1, Math.ceil((1.5 * query.limit * blocks) / expected))
  let width = even
  for (let end = blocks; end > 0 && found.size < query.limit;) {
    const begin = Math.max(0, end - width)
    const hits = await fetch(db, query, tokens, within(wanted, begin, end), query.limit)
    for (const hit of hits) if (found.size < query.limit) found.add(hit.entity_id)
    end = begin
    if (hits.length > 0) width = Math.min(width * 2, 4 * even)
    else if (expected <= CLUSTERED) width = blocks
    else {
      end = await skipEmpty(db, wanted, end, even)
      width = even
    }
  }
  return [...found]
}

/**
 * The end of the newest stretch below `end` that has a match, 0 when there is none: by halving, one probe a step.
 * Nothing above `end` matches, so that ranges may be rounded to whole large blocks, which are the cheapest to probe.
 */
async function skipEmpty(db: Db, wanted: string, end: number, precision: number): Promise<number> {
  let begin = 0
  if (end === 0 || !(await matches(db, wanted))) return 0
  while (end - begin > precision) {
    const grain = end - begin > 128 ? 64 : end - begin > 16 ? 8 : 1
    const middle = Math.max(begin + 1, Math.round((begin + end) / 2 / grain) * grain)
    if (middle >= end) break
    if (await matches(db, within(wanted, middle, Math.ceil(end / grain) * grain))) begin = middle
    else end = middle
  }
  return end
}

async function fetch(
  db: Db,
  query: SearchQuery,
  tokens: QueryTokens,
  wanted: string,
  limit: number,
): Promise<Hit[]> {
  const { rows } = await sql<Hit>`
    with hit as materialized (
      select id, entity_id from search_document
      where tsv @@ ${wanted}::tsquery and kind = any(${[...query.kinds]}::text[])${rechecked(tokens)}
    )
    select entity_id from hit group by entity_id order by max(id) desc limit ${limit}`.execute(db)
  return rows
}

function rechecked(tokens: QueryTokens): RawBuilder<unknown> {
  return sql.join(
    tokens.recheck.map((word) => sql` and strpos(body, ${word}) > 0`),
    sql``,
  )
}

interface Ranking {
  kinds: readonly string[]
  /** a tsquery that finds the candidates */
  wanted: string
  weighed: readonly { term: string; weight: number }[]
  /** sum of weights that a document must hold */
  enough: number
  /** most candidates looked at */
  most: number
  limit: number
}

/** Ids of entities by what the terms in their documents weigh, the heaviest first; a long document weighs less. */
export async function rankDocuments(db: Db, r: Ranking): Promise<string[]> {
  const { rows } = await sql<Hit>`
    with term as materialized (
      select term, weight from unnest(
        ${r.weighed.map((one) => anyOf([one.term]))}::tsquery[], ${r.weighed.map((one) => one.weight)}::float8[]
      ) as t(term, weight)
    ), hit as materialized (
      select id, entity_id, tsv from search_document
      where tsv @@ ${r.wanted}::tsquery and kind = any(${[...r.kinds]}::text[])
      limit ${r.most}
    ), scored as (
      select entity_id, id, length(tsv) as size,
        (select coalesce(sum(weight), 0) from term where hit.tsv @@ term.term) as score
      from hit
    )
    select entity_id from scored where score >= ${r.enough}::float8
    group by entity_id
    order by max(score / sqrt(60 + size)) desc, max(id) desc limit ${r.limit}`.execute(db)
  return rows.map((row) => row.entity_id)
}

/** Whether anything matches. The index alone answers, one row is read; without the CTE the limit lures the planner off it. */
async function matches(db: Db, wanted: string): Promise<boolean> {
  const { rows } = await sql`with hit as materialized (
      select id from search_document where tsv @@ ${wanted}::tsquery
    ) select from hit limit 1`.execute(db)
  return rows.length > 0
}

/**
 * How many documents match, by the planner's statistics: a millisecond, and good for all but the rarest words.
 * Bigrams of one word come together, so the rarest of a run counts; runs and scope are taken as independent.
 */
async function estimate(db: Db, tokens: QueryTokens, scope: readonly string[] | null): Promise<number> {
  const asked = tokens.must.slice(0, 12)
  const queries = [...asked.map(lexeme), ...(scope === null ? [] : [anyOf(scope)])]
  const counts = await plannedRows(db, queries)
  const total = Math.max(1, counts.pop()!)
  const byRun = new Map<number, number>()
  asked.forEach((token, i) => byRun.set(token.run, Math.min(byRun.get(token.run) ?? total, counts[i]!)))
  if (scope !== null) byRun.set(-1, counts.at(-1)!)
  return [...byRun.values()].reduce((rows, count) => (rows * count) / total, total)
}

interface PlanNode {
  'Plan Rows': number
  Plans?: PlanNode[]
}

/** Estimated matches of each query, and at the end of the whole table, in one round trip. */
export async function plannedRows(db: Db, queries: readonly string[]): Promise<number[]> {
  const parts = [
    ...queries.map((query) => sql`select from search_document where tsv @@ ${query}::tsquery`),
    sql`select from search_document`,
  ]
  const { rows } = await sql<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>`explain (format json)
    ${sql.join(parts, sql` union all `)}`.execute(db)
  return rows[0]!['QUERY PLAN'][0].Plan.Plans!.map((node) => node['Plan Rows'])
}

export async function countBlocks(db: Db): Promise<number> {
  const { rows } = await sql<{ blocks: number }>`select (coalesce(max(id), 0) >> 12) + 1 as blocks
    from search_document`.execute(db)
  return rows[0]!.blocks
}

function tsquery(tokens: QueryTokens, scope: readonly string[] | null): string {
  return [...tokens.must.map(lexeme), ...(scope === null ? [] : [anyOf(scope)])].join(' & ')
}

function lexeme(token: QueryToken): string {
  return quote(token.text) + (token.prefix ? ':*' : '')
}

export function within(wanted: string, begin: number, end: number): string {
  return `${wanted} & ${anyOf(coverBlocks(begin, end))}`
}

export function anyOf(tokens: readonly string[]): string {
  return `(${tokens.map(quote).join(' | ')})`
}

/** A lexeme in a tsquery literal: quoted, quotes and backslashes doubled. */
function quote(token: string): string {
  return `'${token.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
}
