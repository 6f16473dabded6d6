import { sql } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import {
  visibleSql as visibleIncidentSql,
  type Visibility as SeesIncidents,
} from '#modules/incident/index.ts'

export interface TrendSetting {
  enabled: boolean
  minCount: number
  windowDays: number
  formerDays: number
  factor: number
  /** an open proposal goes when its trend was not seen for so many days */
  expireDays: number
  version: number
}

export async function readSetting(db: Db): Promise<TrendSetting> {
  const { rows } =
    await sql<TrendSetting>`select enabled, min_count as "minCount", window_days as "windowDays",
    former_days as "formerDays", factor::float8 as factor,
    expire_days as "expireDays", version from problem_setting`.execute(db)
  return rows[0]!
}

/** @returns false when it was changed since `version` */
export async function writeSetting(tx: Tx, s: TrendSetting): Promise<boolean> {
  const { rows } = await sql`update problem_setting set enabled = ${s.enabled}, min_count = ${s.minCount},
      window_days = ${s.windowDays}, former_days = ${s.formerDays}, factor = ${s.factor}, expire_days = ${s.expireDays},
      version = version + 1
    where version = ${s.version} returning 1`.execute(tx)
  return rows.length > 0
}

export interface TrendRow {
  id: string
  title: string
  serviceId: string | null
  categoryId: string | null
  occurredAt: Date
}

/**
 * Incidents of a stretch, the newest `limit`: read along the index of kind and time, so that the work depends on the stretch
 * and not on how many there are. What was filed twice counts once; what an open problem explains is left out of `unexplained`.
 */
export async function incidentsBetween(
  db: Db,
  stretch: { from: Date; to: Date; serviceIds?: readonly string[]; unexplained?: boolean },
  limit: number,
): Promise<TrendRow[]> {
  const { from, to, serviceIds, unexplained } = stretch
  const { rows } = await sql<TrendRow>`
    select t.id, t.title, t.service_id as "serviceId", t.category_id as "categoryId", t.occurred_at as "occurredAt"
    from ticket t
    where t.kind = 'incident' and t.occurred_at >= ${from} and t.occurred_at < ${to} and t.state <> 'cancelled'
      and t.duplicate_of_id is null
      ${serviceIds ? sql`and coalesce(t.service_id::text, '') = any(${[...serviceIds]}::text[])` : sql``}
      ${
        unexplained
          ? sql`and not exists (select from problem_incident l join ticket p on p.id = l.problem_id
              where l.incident_id = t.id and p.open)`
          : sql``
      }
    order by t.occurred_at desc limit ${limit}`.execute(db)
  return rows
}

type ProposalState = 'open' | 'accepted' | 'dismissed' | 'expired'

export interface KnownProposal {
  id: string
  serviceId: string | null
  categoryId: string | null
  words: string[]
  state: ProposalState
  dismissedCount: number | null
  problemOpen: boolean
  endedAt: Date | null
}

/** What was proposed about these information systems, the newest first. */
export async function proposalsOf(db: Db, serviceIds: readonly string[]): Promise<KnownProposal[]> {
  const { rows } = await sql<KnownProposal>`
    select x.id, x.service_id as "serviceId", x.category_id as "categoryId", x.words, x.state,
      x.dismissed_count as "dismissedCount", coalesce(t.open, false) as "problemOpen", t.closed_at as "endedAt"
    from problem_proposal x left join ticket t on t.id = x.problem_id
    where coalesce(x.service_id::text, '') = any(${[...serviceIds]}::text[]) order by x.id desc limit 5000`.execute(
    db,
  )
  return rows
}

export interface ProposalFigures {
  key: string
  serviceId: string | null
  categoryId: string | null
  words: readonly string[]
  count: number
  formerAverage: number
  from: Date
  to: Date
  incidentIds: readonly string[]
}

const mostIncidents = 200

/** @returns its id; undefined when somebody has proposed the same meanwhile */
export async function insertProposal(tx: Tx, p: ProposalFigures): Promise<string | undefined> {
  const id = newId()
  const { rows } = await sql`insert into problem_proposal
      (id, key, service_id, category_id, words, count, former_average, window_from, window_to)
    values (${id}, ${p.key}, ${p.serviceId}::uuid, ${p.categoryId}::uuid, ${[...p.words]}::text[], ${p.count},
      ${p.formerAverage}, ${p.from}, ${p.to})
    on conflict (key) do nothing returning 1`.execute(tx)
  if (rows.length === 0) return undefined
  await setIncidents(tx, id, p.incidentIds)
  return id
}

/** New figures of a proposal; `again`: it is open anew. */
export async function refreshProposal(tx: Tx, id: string, p: ProposalFigures, again: boolean): Promise<void> {
  await sql`update problem_proposal set count = ${p.count}, former_average = ${p.formerAverage}, window_from = ${p.from},
      window_to = ${p.to}, updated_at = clock_timestamp(),
      ${
        again
          ? sql`state = 'open', decided_at = null, decided_by = null, found_at = clock_timestamp(), version = version + 1`
          : sql`version = version`
      }
    where id = ${id}`.execute(tx)
  await setIncidents(tx, id, p.incidentIds)
}

async function setIncidents(tx: Tx, id: string, incidentIds: readonly string[]): Promise<void> {
  await sql`delete from problem_proposal_incident where proposal_id = ${id}`.execute(tx)
  await sql`insert into problem_proposal_incident (proposal_id, incident_id)
    select ${id}, x from unnest(${incidentIds.slice(0, mostIncidents)}::uuid[]) x`.execute(tx)
}

export interface ProposalRow {
  id: string
  state: ProposalState
  service: { id: string; name: string } | null
  category: { id: string; name: string } | null
  words: string[]
  count: number
  formerAverage: number
  windowFrom: Date
  windowTo: Date
  foundAt: Date
  updatedAt: Date
  decidedBy: string | null
  decidedAt: Date | null
  reason: string | null
  dismissedCount: number | null
  problem: { id: string; number: string } | null
  incidents: { id: string; number: string; title: string; occurredAt: string }[]
  version: number
}

/** Proposals with at least one incident that the reader may see, and the newest ten of those, newest first. */
export async function proposalRows(
  db: Db,
  v: SeesIncidents,
  f: { id?: string; state?: string | undefined; after?: string | undefined; limit: number },
): Promise<ProposalRow[]> {
  const { rows } = await sql<ProposalRow>`
    select x.id, x.state, x.words, x.count, x.former_average::float8 as "formerAverage", x.window_from as "windowFrom",
      x.window_to as "windowTo", x.found_at as "foundAt", x.updated_at as "updatedAt", x.decided_at as "decidedAt",
      x.reason, x.dismissed_count as "dismissedCount", x.version,
      (select json_build_object('id', s.id, 'name', s.name) from service s where s.id = x.service_id) as service,
      (select json_build_object('id', c.id, 'name', c.name) from category c where c.id = x.category_id) as category,
      (select p.name from person p where p.id = x.decided_by) as "decidedBy",
      (select json_build_object('id', p.id, 'number', p.number) from ticket p where p.id = x.problem_id) as problem,
      y.incidents
    from problem_proposal x cross join lateral (
      select coalesce(json_agg(z), '[]') as incidents from (
        select t.id, t.number, t.title, t.occurred_at as "occurredAt"
        from problem_proposal_incident i join ticket t on t.id = i.incident_id
        where i.proposal_id = x.id and ${visibleIncidentSql(v)} order by t.occurred_at desc limit 10
      ) z
    ) y
    where json_array_length(y.incidents) > 0 and (${f.id ?? null}::uuid is null or x.id = ${f.id ?? null}::uuid)
      and (${f.state ?? null}::text is null or x.state = ${f.state ?? null})
      and (${f.after ?? null}::uuid is null or x.id < ${f.after ?? null}::uuid)
    order by x.id desc limit ${f.limit}`.execute(db)
  return rows
}

/** All incidents of a proposal that the reader may see, newest first. */
export async function incidentIdsOf(db: Db, v: SeesIncidents, proposalId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select t.id from problem_proposal_incident i join ticket t on t.id = i.incident_id
    where i.proposal_id = ${proposalId} and ${visibleIncidentSql(v)} order by t.occurred_at desc`.execute(db)
  return rows.map((row) => row.id)
}

/** @returns false when it is not open any more, or was changed since `version` */
export async function decideProposal(
  tx: Tx,
  at: { id: string; version: number },
  d: { state: 'accepted' | 'dismissed'; by: string | null; reason: string | null; problemId: string | null },
): Promise<boolean> {
  const { rows } = await sql`update problem_proposal set state = ${d.state}, decided_by = ${d.by}::uuid,
      decided_at = clock_timestamp(), reason = ${d.reason}, problem_id = coalesce(${d.problemId}::uuid, problem_id),
      dismissed_count = case when ${d.state} = 'dismissed' then count else dismissed_count end, version = version + 1
    where id = ${at.id} and version = ${at.version} and state = 'open' returning 1`.execute(tx)
  return rows.length > 0
}

/** Open proposals whose trend was last seen before `before` are over. @returns them, with that time */
export async function expireProposals(tx: Tx, before: Date): Promise<{ id: string; seenAt: Date }[]> {
  const { rows } = await sql<{ id: string; seenAt: Date }>`update problem_proposal
    set state = 'expired', decided_at = clock_timestamp(), decided_by = null, reason = null, version = version + 1
    where state = 'open' and updated_at < ${before} returning id, updated_at as "seenAt"`.execute(tx)
  return rows
}

/** Path of the unit itself. */
export async function rootPath(db: Db): Promise<string> {
  const { rows } = await sql<{
    path: string
  }>`select path from org order by length(path), path limit 1`.execute(db)
  return rows[0]?.path ?? '/'
}
