import { sql, type RawBuilder } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import type { Ref } from './adoption.ts'

export interface ProofRow {
  id: string
  adoptionId: string
  clauseId: string
  kind: 'document' | 'statement' | 'link'
  statement: string
  link: string | null
  says: 'conforms' | 'partly'
  validFrom: string
  validUntil: string
  state: 'waiting' | 'accepted' | 'refused' | 'withdrawn'
  filedBy: Ref
  recordedAt: Date
  reviewedBy: Ref | null
  reviewedAt: Date | null
  reviewNote: string
  version: number
}

const named = (column: RawBuilder<unknown>) =>
  sql`(select json_build_object('id', p.id, 'name', p.name) from person p where p.id = ${column})`

/** Proofs by hand, the newest first. */
export async function selectProofs(
  db: Db,
  f: { adoptionId?: string; clauseId?: string; id?: string; lock?: boolean },
): Promise<ProofRow[]> {
  const { rows } = await sql<ProofRow>`
    select k.id, k.adoption_id as "adoptionId", k.clause_id as "clauseId", k.kind, k.statement, k.link, k.says,
      k.valid_from::text as "validFrom", k.valid_until::text as "validUntil", k.state, ${named(sql`k.filed_by`)} as "filedBy",
      k.recorded_at as "recordedAt", ${named(sql`k.reviewed_by`)} as "reviewedBy", k.reviewed_at as "reviewedAt",
      k.review_note as "reviewNote", k.version
    from norm_proof k
    where (${f.adoptionId ?? null}::uuid is null or k.adoption_id = ${f.adoptionId ?? null})
      and (${f.clauseId ?? null}::uuid is null or k.clause_id = ${f.clauseId ?? null})
      and (${f.id ?? null}::uuid is null or k.id = ${f.id ?? null})
    order by k.id desc limit 1000 ${f.lock ? sql`for update of k` : sql``}`.execute(db)
  return rows
}

export async function insertProof(
  tx: Tx,
  row: Pick<
    ProofRow,
    'adoptionId' | 'clauseId' | 'kind' | 'statement' | 'link' | 'says' | 'validFrom' | 'validUntil'
  > & {
    filedBy: string
  },
): Promise<string> {
  const id = newId()
  await sql`insert into norm_proof (id, adoption_id, clause_id, kind, statement, link, says, valid_from, valid_until, filed_by)
    values (${id}, ${row.adoptionId}, ${row.clauseId}, ${row.kind}, ${row.statement}, ${row.link}, ${row.says},
      ${row.validFrom}::date, ${row.validUntil}::date, ${row.filedBy})`.execute(tx)
  return id
}

export async function endProof(
  tx: Tx,
  id: string,
  now: { state: 'accepted' | 'refused' | 'withdrawn'; by: string | null; note: string },
): Promise<void> {
  if (now.state === 'withdrawn')
    await sql`update norm_proof set state = 'withdrawn', version = version + 1 where id = ${id}`.execute(tx)
  else
    await sql`update norm_proof set state = ${now.state}, reviewed_by = ${now.by}::uuid, reviewed_at = now(),
      review_note = ${now.note}, version = version + 1 where id = ${id}`.execute(tx)
}

/** What proofs by hand say of clauses today: the best valid one, or that the last has run out. */
export async function proofsToday(
  db: Db,
  adoptionIds: readonly string[],
  zone: string,
): Promise<Map<string, 'conforms' | 'partly' | 'expired'>> {
  const { rows } = await sql<{ key: string; says: 'conforms' | 'partly' | 'expired' }>`
    select k.adoption_id || ' ' || k.clause_id as key,
      case when bool_or(k.says = 'conforms' and d.today between k.valid_from and k.valid_until) then 'conforms'
        when bool_or(d.today between k.valid_from and k.valid_until) then 'partly' else 'expired' end as says
    from norm_proof k, (select (now() at time zone ${zone})::date as today) d
    where k.state = 'accepted' and k.adoption_id = any (${[...adoptionIds]}::uuid[]) and k.valid_from <= d.today
    group by 1`.execute(db)
  return new Map(rows.map((row) => [row.key, row.says]))
}

export interface ExemptionRow {
  id: string
  adoptionId: string
  clauseId: string
  reason: string
  state: 'waiting' | 'approved' | 'refused' | 'ended'
  requestedBy: Ref
  recordedAt: Date
  decidedAt: Date | null
  version: number
}

export async function selectExemptions(
  db: Db,
  f: { adoptionId?: string; clauseId?: string; id?: string; lock?: boolean },
): Promise<ExemptionRow[]> {
  const { rows } = await sql<ExemptionRow>`
    select x.id, x.adoption_id as "adoptionId", x.clause_id as "clauseId", x.reason, x.state,
      ${named(sql`x.requested_by`)} as "requestedBy", x.recorded_at as "recordedAt", x.decided_at as "decidedAt", x.version
    from norm_exemption x
    where (${f.adoptionId ?? null}::uuid is null or x.adoption_id = ${f.adoptionId ?? null})
      and (${f.clauseId ?? null}::uuid is null or x.clause_id = ${f.clauseId ?? null})
      and (${f.id ?? null}::uuid is null or x.id = ${f.id ?? null})
    order by x.id desc limit 1000 ${f.lock ? sql`for update of x` : sql``}`.execute(db)
  return rows
}

/** @returns undefined when one is waiting or in force already */
export async function insertExemption(
  tx: Tx,
  row: { adoptionId: string; clauseId: string; reason: string; requestedBy: string },
): Promise<string | undefined> {
  const id = newId()
  const { rows } = await sql`insert into norm_exemption (id, adoption_id, clause_id, reason, requested_by)
    values (${id}, ${row.adoptionId}, ${row.clauseId}, ${row.reason}, ${row.requestedBy})
    on conflict do nothing returning id`.execute(tx)
  return rows.length > 0 ? id : undefined
}

export async function setExemption(
  tx: Tx,
  id: string,
  state: 'approved' | 'refused' | 'ended',
): Promise<void> {
  await sql`update norm_exemption set state = ${state}, version = version + 1,
      decided_at = case when ${state} = 'ended' then decided_at else now() end,
      ended_at = case when ${state} = 'ended' then now() end
    where id = ${id}`.execute(tx)
}

/** `adoption clause` of what is exempt now. */
export async function exemptNow(db: Db, adoptionIds: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{
    key: string
  }>`select adoption_id || ' ' || clause_id as key from norm_exemption
    where state = 'approved' and adoption_id = any (${[...adoptionIds]}::uuid[])`.execute(db)
  return new Set(rows.map((row) => row.key))
}

export interface DueProof {
  id: string
  adoptionId: string
  article: string
  norm: string
  validUntil: string
  filedBy: string
}

/** Accepted proofs that run out within thirty days and that no other outlasts. */
export async function dueProofs(db: Db, zone: string): Promise<DueProof[]> {
  const { rows } = await sql<DueProof>`
    select k.id, k.adoption_id as "adoptionId", c.article, n.title as norm, k.valid_until::text as "validUntil",
      k.filed_by as "filedBy"
    from norm_proof k join norm_adoption a on a.id = k.adoption_id join norm n on n.id = a.norm_id
      join norm_clause c on c.id = k.clause_id, (select (now() at time zone ${zone})::date as today) d
    where k.state = 'accepted' and k.valid_until between d.today and d.today + 30
      and (a.to_day is null or a.to_day > d.today)
      and not exists (select from norm_proof l where l.adoption_id = k.adoption_id and l.clause_id = k.clause_id
        and l.state in ('accepted', 'waiting') and l.valid_until > k.valid_until)
    order by k.id limit 1000`.execute(db)
  return rows
}
