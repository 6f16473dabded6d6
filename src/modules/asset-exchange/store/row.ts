import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db/index.ts'
import type { Department, Kind, Outcome } from '../lifecycle.ts'
import type { Card } from './card.ts'
import { waitsSql } from './run.ts'

/** The row as a whole is open (`WHOLE`). */
const whole = sql`array['*']::text[]`

/** A line of the file as it was read. */
export interface FileRow {
  seq: number
  line: number
  orgId: string | null
  theirs: Card
}

/**
 * Finds the asset of every line and what differs: by the number of its card, else by the number of the asset, else by the draft that an
 * earlier run made of the same card. Among units the one that the line names comes first.
 * @param orgIds units whose assets are compared
 */
export async function insertFileRows(
  tx: Tx,
  runId: string,
  orgIds: readonly string[],
  rows: readonly FileRow[],
): Promise<void> {
  if (rows.length === 0) return
  const list = JSON.stringify(rows.map((row) => ({ ...row, org_id: row.orgId })))
  await sql`insert into asset_exchange_row (run_id, seq, line, kind, asset_id, card_number, asset_number, name, org_id,
      theirs, ours, fields, open_fields)
    select ${runId}, r.seq, r.line,
      case when m.id is null then 'only-there' when d.fields = '{}' then 'same' else 'differs' end,
      m.id, r.theirs ->> 'card', coalesce(m.number, r.theirs ->> 'number'), r.theirs ->> 'name', r.org_id, r.theirs,
      case when d.fields <> '{}' then m.card end, coalesce(d.fields, '{}'), coalesce(d.fields, ${whole})
    from jsonb_to_recordset(${list}::jsonb) r(seq int, line int, org_id uuid, theirs jsonb)
    left join lateral (
      select c.id, c.number, c.card from (
        select a.id, 1 as rank from asset a
          where a.card_number = r.theirs ->> 'card' and a.org_id = any(${orgIds}::uuid[]) and a.state <> 'cancelled'
        union all
        select a.id, 2 from asset a
          where a.number = r.theirs ->> 'number' and a.org_id = any(${orgIds}::uuid[]) and a.state <> 'cancelled'
        union all
        select x.created_id, 3 from asset_exchange_row x join asset_exchange e on e.id = x.run_id
          where x.card_number = r.theirs ->> 'card' and x.created_id is not null and e.org_id = any(${orgIds}::uuid[])
      ) k join asset_card c on c.id = k.id
      order by k.rank, (c.org_id = r.org_id) desc nulls last, c.id desc limit 1
    ) m on true
    left join lateral (select asset_exchange_differences(r.theirs, m.card) as fields where m.id is not null) d on true`.execute(
    tx,
  )
}

/** Assets on the books of the units of which the file says nothing. */
export async function insertOnlyHere(
  tx: Tx,
  runId: string,
  orgIds: readonly string[],
  from: number,
): Promise<void> {
  await sql`insert into asset_exchange_row (run_id, seq, kind, asset_id, card_number, asset_number, name, org_id, ours,
      open_fields)
    select ${runId}, ${from}::int + row_number() over (order by c.number), 'only-here', c.id, c.card_number, c.number, c.name,
      c.org_id, c.card, ${whole}
    from asset_card c
    where c.on_book and c.org_id = any(${orgIds}::uuid[])
      and not exists (select from asset_exchange_row r where r.run_id = ${runId} and r.asset_id = c.id)`.execute(
    tx,
  )
}

/** Lines that mean one asset: all of them but the first, with the line of that one. */
export async function sameAssetLines(
  tx: Tx,
  runId: string,
): Promise<{ line: number; other: number; number: string }[]> {
  const { rows } = await sql<{ line: number; other: number; number: string }>`
    select x.line, x.other, coalesce(x.asset_number, '') as number from (
      select line, asset_number, first_value(line) over (partition by asset_id order by line) as other
      from asset_exchange_row where run_id = ${runId} and asset_id is not null and line is not null) x
    where x.line > x.other order by x.line`.execute(tx)
  return rows
}

/** Lines that name no unit although several units have such a card. */
export async function ambiguousLines(
  tx: Tx,
  runId: string,
  orgIds: readonly string[],
): Promise<{ line: number; card: string; count: number }[]> {
  const { rows } = await sql<{ line: number; card: string; count: number }>`
    select r.line, r.card_number as card, n.count from asset_exchange_row r
    join (select card_number, count(*)::int as count from asset
      where card_number is not null and org_id = any(${orgIds}::uuid[]) and state <> 'cancelled'
      group by card_number having count(*) > 1) n on n.card_number = r.card_number
    where r.run_id = ${runId} and r.line is not null and r.org_id is null order by r.line`.execute(tx)
  return rows
}

export async function deleteRows(tx: Tx, runId: string): Promise<void> {
  await sql`delete from asset_exchange_row where run_id = ${runId}`.execute(tx)
}

export async function countKinds(db: Db, runId: string): Promise<Record<string, number>> {
  const { rows } = await sql<{ kind: string; n: number }>`
    select kind, count(*)::int as n from asset_exchange_row where run_id = ${runId} group by kind`.execute(db)
  return Object.fromEntries(rows.map((one) => [one.kind, one.n]))
}

export interface DecisionRow {
  decision: Outcome
  fields: string[]
  reason: string | null
  by: string
  at: string
}

export interface ExchangeRowRow {
  seq: number
  line: number | null
  kind: Kind
  assetId: string | null
  createdId: string | null
  card: string | null
  assetNumber: string | null
  name: string
  orgId: string | null
  theirs: Card | null
  ours: Card | null
  fields: string[]
  open: string[]
  decision: Outcome | null
  decisions: DecisionRow[]
  version: number
}

const columns = sql`r.seq, r.line, r.kind, r.asset_id as "assetId", r.created_id as "createdId", r.card_number as card,
  r.asset_number as "assetNumber", r.name, r.org_id as "orgId", r.theirs, r.ours, r.fields, r.open_fields as open, r.decision,
  r.version, coalesce((select json_agg(json_build_object('decision', d.decision, 'fields', d.fields, 'reason', d.reason,
    'by', d.decided_by_name, 'at', d.recorded_at) order by d.id)
    from asset_exchange_decision d where d.run_id = r.run_id and d.seq = r.seq), '[]') as decisions`

/** Rows of a run in the order of the file, those only here behind it; `limit` + 1 of them. */
export async function selectRows(
  db: Db,
  runId: string,
  f: {
    seq?: number
    lock?: boolean
    q?: string | undefined
    kind?: Kind | undefined
    notSame?: boolean
    waits?: Department | 'any' | 'settled' | undefined
    field?: string | undefined
    decision?: Outcome | undefined
    after?: number | undefined
    limit: number
  },
): Promise<ExchangeRowRow[]> {
  const where = [sql`r.run_id = ${runId}`]
  if (f.seq !== undefined) where.push(sql`r.seq = ${f.seq}`)
  if (f.q) {
    const like = `%${f.q.replace(/[\\%_]/g, '\\$&')}%`
    where.push(sql`(r.card_number ilike ${like} or r.asset_number ilike ${like} or r.name ilike ${like})`)
  }
  if (f.kind) where.push(sql`r.kind = ${f.kind}`)
  if (f.notSame) where.push(sql`r.kind <> 'same'`)
  if (f.waits === 'any') where.push(sql`r.open_fields <> '{}'`)
  else if (f.waits === 'settled') where.push(sql`r.open_fields = '{}' and r.kind <> 'same'`)
  else if (f.waits) where.push(sql`r.open_fields <> '{}' and ${waitsSql(f.waits)}`)
  if (f.field) where.push(sql`${f.field} = any(r.fields)`)
  if (f.decision) where.push(sql`r.decision = ${f.decision}`)
  if (f.after !== undefined) where.push(sql`r.seq > ${f.after}`)
  const { rows } = await sql<ExchangeRowRow>`select ${columns} from asset_exchange_row r
    where ${sql.join(where, sql` and `)} order by r.seq limit ${f.limit + 1} ${f.lock ? sql`for update of r` : sql``}`.execute(
    db,
  )
  return rows
}

export interface Settling {
  runId: string
  seq: number
  decision: Outcome
  /** fields that are settled by it */
  fields: readonly string[]
  /** fields that differ and are open from now on */
  differs: readonly string[]
  open: readonly string[]
  ours: Card | null
  assetId: string | null
  createdId: string | null
  reason: string | null
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
  by: { id: string | null; name: string }
}

/** Writes a decision into its row and the log. */
export async function settle(tx: Tx, s: Settling): Promise<void> {
  const json = (value: unknown) => (value === null ? null : JSON.stringify(value))
  await sql`with settled as (
      update asset_exchange_row set decision = ${s.decision}, fields = ${[...s.differs]}::text[],
        open_fields = ${[...s.open]}::text[], ours = ${json(s.ours)}::jsonb, asset_id = ${s.assetId}::uuid,
        created_id = ${s.createdId}::uuid, version = version + 1
      where run_id = ${s.runId} and seq = ${s.seq} returning run_id, seq
    )
    insert into asset_exchange_decision (run_id, seq, decision, fields, reason, before, after, decided_by, decided_by_name)
    select run_id, seq, ${s.decision}, ${[...s.fields]}::text[], ${s.reason}, ${json(s.before)}::jsonb, ${json(s.after)}::jsonb,
      ${s.by.id}, ${s.by.name} from settled`.execute(tx)
}

/** What differs between two cards, as the comparison sees it. */
export async function differencesOf(db: Db, theirs: Card, ours: Card): Promise<string[]> {
  const { rows } = await sql<{ fields: string[] }>`select asset_exchange_differences(
    ${JSON.stringify(theirs)}::jsonb, ${JSON.stringify(ours)}::jsonb) as fields`.execute(db)
  return rows[0]!.fields
}

/**
 * Compares what is open with the ledger as it is now. A field that has become equal is settled as corrected; one that has come to differ
 * is open, too. Rows on one side only follow when the other side has come, or this one has gone.
 * @returns rows that changed
 */
export async function recompareRows(
  tx: Tx,
  runId: string,
  orgIds: readonly string[],
  by: { id: string | null; name: string },
): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    with there as (
      -- both sides known: the ledger's may have changed
      select r.seq, c.id, c.number, c.card, r.ours, r.fields, r.open_fields,
        asset_exchange_differences(r.theirs, c.card) as differs, r.created_id is not null as draft
      from asset_exchange_row r join asset_card c on c.id = r.asset_id
      where r.run_id = ${runId} and r.open_fields <> '{}' and r.theirs is not null
      union all
      -- only there so far: the ledger has the card now
      select r.seq, c.id, c.number, c.card, null, '{}', ${whole}, asset_exchange_differences(r.theirs, c.card), false
      from asset_exchange_row r join asset_card c on c.card_number = r.card_number and c.org_id = any(${orgIds}::uuid[])
      where r.run_id = ${runId} and r.kind = 'only-there' and r.open_fields = ${whole} and r.asset_id is null
        and not exists (select from asset_exchange_row o where o.run_id = ${runId} and o.asset_id = c.id)
    ), compared as (
      select *, array(select f from unnest(differs) f where f = any(open_fields) or (not draft and f <> all(fields))) as open,
        array(select f from unnest(open_fields) f where f <> all(differs)) as gone
      from there
    ), now_there as (
      select seq, id, number, open, gone,
        array(select distinct f from unnest(fields || open) f order by f) as fields,
        -- of what is settled, the record keeps what was found
        card - array(select f from unnest(fields) f where f <> all(open))
          || coalesce((select jsonb_object_agg(f, ours -> f) from unnest(fields) f where f <> all(open) and ours ? f), '{}') as ours
      from compared
      where open is distinct from open_fields
        or exists (select from unnest(open_fields) f where card -> f is distinct from ours -> f)
    ), gone as (
      -- only here so far: it has left the book
      select r.seq from asset_exchange_row r join asset_card c on c.id = r.asset_id
      where r.run_id = ${runId} and r.kind = 'only-here' and r.open_fields <> '{}' and not c.on_book
    ), patched as (
      update asset_exchange_row r set asset_id = n.id, asset_number = n.number, ours = n.ours, fields = n.fields,
        open_fields = n.open, version = version + 1,
        decision = case when n.open = '{}' then coalesce(r.decision, 'corrected') else r.decision end
      from now_there n where r.run_id = ${runId} and r.seq = n.seq returning r.seq, n.gone
    ), left_book as (
      update asset_exchange_row r set open_fields = '{}', decision = 'corrected', version = version + 1
      from gone g where r.run_id = ${runId} and r.seq = g.seq returning r.seq
    ), logged as (
      insert into asset_exchange_decision (run_id, seq, decision, fields, decided_by, decided_by_name)
      select ${runId}, x.seq, 'corrected', x.fields, ${by.id}, ${by.name} from (
        select seq, gone as fields from patched where gone <> '{}'
        union all select seq, ${whole} from left_book) x
    )
    select ((select count(*) from patched) + (select count(*) from left_book))::int as n`.execute(tx)
  return rows[0]!.n
}

/** What is signed: every row as it stands, in order; some thousand at a time. */
export async function resultRows(
  db: Db,
  runId: string,
  window: { after: number; limit: number },
): Promise<{ seq: number; row: unknown }[]> {
  const { rows } = await sql<{ seq: number; row: unknown }>`
    select r.seq, jsonb_build_array(r.seq, r.line, r.kind, r.card_number, r.asset_number, r.name, r.fields, r.decision,
      case when r.kind <> 'same' then r.theirs end, case when r.kind <> 'same' then r.ours end,
      (select jsonb_agg(jsonb_build_array(d.decision, d.fields, d.reason, d.decided_by_name) order by d.id)
        from asset_exchange_decision d where d.run_id = r.run_id and d.seq = r.seq)) as row
    from asset_exchange_row r where r.run_id = ${runId} and r.seq > ${window.after} order by r.seq limit ${window.limit}`.execute(
    db,
  )
  return rows
}
