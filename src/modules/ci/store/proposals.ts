import { sql } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import type { ProposalState } from '../words.ts'
import { below } from './ci.ts'

export interface ProposalRow {
  id: string
  source: string
  key: string
  ciId: string | null
  classId: string
  org: { id: string; name: string }
  orgPath: string
  name: string
  location: string
  attributes: Record<string, unknown>
  fingerprint: string
  state: ProposalState
  decidedBy: string | null
  decidedAt: Date | null
  reason: string
  recordedAt: Date
  seenAt: Date
  version: number
}

const columns = sql`q.id, q.source, q.key, q.ci_id as "ciId", q.class_id as "classId",
  json_build_object('id', o.id, 'name', o.name) as org, o.path as "orgPath", q.name, q.location, q.attributes,
  q.fingerprint, q.state, q.decided_by_name as "decidedBy", q.decided_at as "decidedAt", q.reason,
  q.recorded_at as "recordedAt", q.seen_at as "seenAt", q.version`

/** One writer per thing of a source: the next one sees what this one wrote. */
export async function lockKey(tx: Tx, source: string, key: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`ci ${source} ${key}`}, 0))`.execute(tx)
}

/** The item that a source knows by this key; a retired one is none. */
export async function ciOfKey(db: Db, source: string, key: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`select c.id from ci_source_key k join ci c on c.id = k.ci_id
    where k.source = ${source} and k.key = ${key} and c.lifecycle <> 'retired'`.execute(db)
  return rows[0]?.id
}

export async function bindKey(tx: Tx, source: string, key: string, ciId: string): Promise<void> {
  await sql`insert into ci_source_key (source, key, ci_id) values (${source}, ${key}, ${ciId})
    on conflict (source, key) do update set ci_id = excluded.ci_id, seen_at = now()`.execute(tx)
}

/** A source has seen the thing again, as it is written. */
export async function seen(tx: Tx, source: string, key: string, ciId: string): Promise<void> {
  await sql`update ci_source_key set seen_at = now() where source = ${source} and key = ${key}`.execute(tx)
  await sql`update ci set confirmed_at = now() where id = ${ciId}`.execute(tx)
}

export async function findProposal(db: Db, id: string, lock = false): Promise<ProposalRow | undefined> {
  const { rows } = await sql<ProposalRow>`select ${columns} from ci_proposal q join org o on o.id = q.org_id
    where q.id = ${id} ${lock ? sql`for update of q` : sql``}`.execute(db)
  return rows[0]
}

/** The newest proposal of a key in one of the states. */
export async function latestProposal(
  db: Db,
  source: string,
  key: string,
  state: ProposalState,
): Promise<ProposalRow | undefined> {
  const { rows } = await sql<ProposalRow>`select ${columns} from ci_proposal q join org o on o.id = q.org_id
    where q.source = ${source} and q.key = ${key} and q.state = ${state} order by q.id desc limit 1`.execute(
    db,
  )
  return rows[0]
}

export interface ProposalValues {
  source: string
  key: string
  ciId: string | null
  classId: string
  orgId: string
  name: string
  location: string
  attributes: Record<string, unknown>
  fingerprint: string
}

/** Puts the open proposal of a key, or replaces its content. @returns its id, and whether it says other than before */
export async function putProposal(tx: Tx, v: ProposalValues): Promise<{ id: string; changed: boolean }> {
  const { rows } = await sql<{ id: string; changed: boolean }>`
    with was as (
      select fingerprint from ci_proposal where source = ${v.source} and key = ${v.key} and state = 'open'
    )
    insert into ci_proposal as q (id, source, key, ci_id, class_id, org_id, name, location, attributes, fingerprint)
    values (${newId()}, ${v.source}, ${v.key}, ${v.ciId}::uuid, ${v.classId}, ${v.orgId}, ${v.name}, ${v.location},
      ${JSON.stringify(v.attributes)}::jsonb, ${v.fingerprint})
    on conflict (source, key) where state = 'open' do update set ci_id = excluded.ci_id,
      class_id = excluded.class_id, org_id = excluded.org_id, name = excluded.name, location = excluded.location,
      attributes = excluded.attributes, fingerprint = excluded.fingerprint, seen_at = now(),
      version = q.version + (q.fingerprint <> excluded.fingerprint)::int
    returning q.id, q.fingerprint is distinct from (select fingerprint from was) as changed`.execute(tx)
  return rows[0]!
}

export async function touchProposal(tx: Tx, id: string): Promise<void> {
  await sql`update ci_proposal set seen_at = now() where id = ${id}`.execute(tx)
}

/** What it proposed is so by now, or not wanted. @returns whether there was one */
export async function dropOpen(tx: Tx, source: string, key: string): Promise<boolean> {
  const { rows } =
    await sql`delete from ci_proposal where source = ${source} and key = ${key} and state = 'open'
    returning 1`.execute(tx)
  return rows.length > 0
}

export async function decide(
  tx: Tx,
  id: string,
  d: { state: ProposalState; ciId: string | null; by: string | null; byName: string; reason: string },
): Promise<void> {
  await sql`update ci_proposal set state = ${d.state}, ci_id = coalesce(${d.ciId}::uuid, ci_id),
      decided_by = ${d.by}::uuid, decided_by_name = ${d.byName}, decided_at = now(), reason = ${d.reason},
      version = version + 1
    where id = ${id}`.execute(tx)
}

/** Proposals of a state below the paths, newest first. */
export async function listProposalRows(
  db: Db,
  paths: readonly string[],
  filter: { state: ProposalState; source?: string | undefined },
  window: { before?: string | undefined; limit: number },
): Promise<ProposalRow[]> {
  const { rows } = await sql<ProposalRow>`select ${columns} from ci_proposal q join org o on o.id = q.org_id
    where q.state = ${filter.state} and ${below(sql`o.path`, paths)}
      and (${filter.source ?? null}::text is null or q.source = ${filter.source ?? null})
      and (${window.before ?? null}::uuid is null or q.id < ${window.before ?? null}::uuid)
    order by q.id desc limit ${window.limit}`.execute(db)
  return rows
}

export interface ProposedRelation {
  id: string
  proposalId: string
  type: string
  fromKey: string
  toKey: string
  fromCi: string | null
  toCi: string | null
  made: boolean
}

const relationColumns = sql`x.id, x.proposal_id as "proposalId", x.type, x.from_key as "fromKey", x.to_key as "toKey",
  f.ci_id as "fromCi", t.ci_id as "toCi", x.made`
const relationJoins = sql`left join ci_source_key f on f.source = x.source and f.key = x.from_key
  left join ci_source_key t on t.source = x.source and t.key = x.to_key`

/**
 * Of the relations that a source tells of, those that are new: not there, and not accepted before for the time when the
 * other end is known.
 */
export async function newRelations(
  db: Db,
  source: string,
  told: readonly { type: string; fromKey: string; toKey: string }[],
): Promise<{ type: string; fromKey: string; toKey: string }[]> {
  if (told.length === 0) return []
  const { rows } = await sql<{ type: string; fromKey: string; toKey: string }>`
    select x.type, x."fromKey", x."toKey"
    from jsonb_to_recordset(${JSON.stringify(told)}::jsonb) as x (type text, "fromKey" text, "toKey" text)
    left join ci_source_key f on f.source = ${source} and f.key = x."fromKey"
    left join ci_source_key t on t.source = ${source} and t.key = x."toKey"
    where (f.ci_id is null or t.ci_id is null or f.ci_id <> t.ci_id) and not exists (select from ci_relation r where r.ended_at is null
        and r.type = x.type and r.source_id = f.ci_id and r.target_id = t.ci_id)
      and not exists (select from ci_proposed_relation p where p.source = ${source} and p.accepted and not p.made
        and p.type = x.type and p.from_key = x."fromKey" and p.to_key = x."toKey")
    order by 1, 2, 3`.execute(db)
  return rows
}

export async function replaceRelations(
  tx: Tx,
  proposalId: string,
  source: string,
  told: readonly { type: string; fromKey: string; toKey: string }[],
): Promise<void> {
  await sql`delete from ci_proposed_relation where proposal_id = ${proposalId}`.execute(tx)
  const rows = told.map((one) => ({ id: newId(), ...one }))
  await sql`insert into ci_proposed_relation (id, proposal_id, source, type, from_key, to_key)
    select x.id, ${proposalId}::uuid, ${source}, x.type, x."fromKey", x."toKey"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as x (id uuid, type text, "fromKey" text, "toKey" text)`.execute(tx)
}

/** Relations of proposals, with the items at their ends where the source's keys are known. */
export async function relationsOfProposals(db: Db, ids: readonly string[]): Promise<ProposedRelation[]> {
  const { rows } =
    await sql<ProposedRelation>`select ${relationColumns} from ci_proposed_relation x ${relationJoins}
    where x.proposal_id = any(${[...ids]}::uuid[]) order by x.type, x.from_key, x.to_key`.execute(db)
  return rows
}

export async function acceptRelations(tx: Tx, proposalId: string): Promise<void> {
  await sql`update ci_proposed_relation set accepted = true where proposal_id = ${proposalId}`.execute(tx)
}

/** Accepted relations that touch a key and have both ends now. */
export async function readyRelations(tx: Tx, source: string, key: string): Promise<ProposedRelation[]> {
  const { rows } = await sql<ProposedRelation>`select ${relationColumns} from ci_proposed_relation x
    join ci_source_key f on f.source = x.source and f.key = x.from_key
    join ci_source_key t on t.source = x.source and t.key = x.to_key
    where x.source = ${source} and ${key} in (x.from_key, x.to_key) and x.accepted and not x.made
    order by x.id`.execute(tx)
  return rows
}

export async function markMade(tx: Tx, id: string): Promise<void> {
  await sql`update ci_proposed_relation set made = true where id = ${id}`.execute(tx)
}

/** Items of the class that share an identifying value, below the paths. */
export async function lookalikes(
  db: Db,
  paths: readonly string[],
  classId: string,
  identities: readonly { field: string; value: string }[],
): Promise<{ id: string; name: string; code: string }[]> {
  if (identities.length === 0) return []
  const { rows } = await sql<{ id: string; name: string; code: string }>`
    select distinct c.id, c.name, c.code from jsonb_to_recordset(${JSON.stringify(identities)}::jsonb)
      as x (field text, value text)
    join ci_identity i on i.field = x.field and i.value = x.value
    join ci c on c.id = i.ci_id join org o on o.id = c.org_id
    where c.class_id = ${classId} and c.lifecycle <> 'retired' and ${below(sql`o.path`, paths)}
    order by c.name limit 10`.execute(db)
  return rows
}
