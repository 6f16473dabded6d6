import { sql, type RawBuilder } from 'kysely'
import type { Db, Tx } from '#kernel/db/index.ts'
import type { Answer, SurveyKind, SurveyState } from '../words.ts'

export interface Ref {
  id: string
  name: string
}

export interface SurveyRow {
  id: string
  ticketId: string
  ticketKind: SurveyKind
  ticketNumber: string
  ticketTitle: string
  round: number
  person: Ref | null
  personPhone: string | null
  callerName: string | null
  callerPhone: string | null
  orgId: string
  orgPath: string
  workedBy: string[]
  state: SurveyState
  askedAt: Date
  dueAt: Date
  answer: Answer | null
  reasons: string[]
  remark: string
  via: 'portal' | 'callback' | null
  calledBy: Ref | null
  calledAt: Date | null
  answeredAt: Date | null
}

/** A survey with the names of the people in it; `s` is the survey, for other statements of this room too. */
export const surveyColumns: RawBuilder<unknown> = sql`
  s.id, s.ticket_id as "ticketId", t.kind as "ticketKind", s.ticket_number as "ticketNumber", s.ticket_title as "ticketTitle", s.round,
  case when p.id is not null then json_build_object('id', p.id, 'name', p.name) end as person,
  p.phone as "personPhone", s.caller_name as "callerName", s.caller_phone as "callerPhone",
  s.org_id as "orgId", o.path as "orgPath", s.worked_by as "workedBy", s.state, s.asked_at as "askedAt",
  s.due_at as "dueAt", s.answer, s.reasons, s.remark, s.via,
  case when c.id is not null then json_build_object('id', c.id, 'name', c.name) end as "calledBy",
  s.called_at as "calledAt", s.answered_at as "answeredAt"`
export const surveyJoins: RawBuilder<unknown> = sql`
  join ticket t on t.id = s.ticket_id
  join org o on o.id = s.org_id
  left join person p on p.id = s.person_id
  left join person c on c.id = s.called_by`

export interface NewSurveys {
  ticketId: string
  ticketNumber: string
  ticketTitle: string
  orgId: string
  round: number
  dueAt: Date
  workedBy: string[]
  people: {
    id: string
    affectedId: string
    personId: string | null
    callerName: string | null
    callerPhone: string | null
  }[]
}

/**
 * Asks people who have not been asked in this round. Machines, people who are gone, and those who worked on the
 * ticket themselves are left out: nobody rates their own work.
 * @returns whom it asked: person ids, null for callers
 */
export async function insertSurveys(
  tx: Tx,
  n: NewSurveys,
): Promise<{ id: string; personId: string | null }[]> {
  const { rows } = await sql<{ id: string; personId: string | null }>`
    insert into survey (id, ticket_id, round, affected_id, person_id, caller_name, caller_phone, ticket_number,
      ticket_title, org_id, worked_by, due_at)
    select x.id, ${n.ticketId}, ${n.round}, x."affectedId", x."personId", x."callerName", x."callerPhone",
      ${n.ticketNumber}, ${n.ticketTitle}, ${n.orgId}, ${n.workedBy}::uuid[], ${n.dueAt}
    from jsonb_to_recordset(${JSON.stringify(n.people)}::jsonb)
      as x (id uuid, "affectedId" uuid, "personId" uuid, "callerName" text, "callerPhone" text)
    left join person p on p.id = x."personId"
    where x."personId" is null or (p.kind = 'person' and p.state = 'active' and not p.id = any(${n.workedBy}::uuid[]))
    on conflict (ticket_id, round, affected_id) do nothing
    returning id, person_id as "personId"`.execute(tx)
  return rows
}

/** Makes answers about one ticket wait for one another, so that the last one knows that it is the last. */
export async function lockTicket(tx: Tx, ticketId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(5107, hashtext(${ticketId}))`.execute(tx)
}

export async function findSurvey(db: Db, id: string): Promise<SurveyRow | undefined> {
  const { rows } =
    await sql<SurveyRow>`select ${surveyColumns} from survey s ${surveyJoins} where s.id = ${id}`.execute(db)
  return rows[0]
}

/** The survey of a person in a round of a ticket that waits for an answer. */
export async function findAsked(
  db: Db,
  asked: { ticketId: string; round: number; personId: string },
): Promise<SurveyRow | undefined> {
  const { rows } = await sql<SurveyRow>`select ${surveyColumns} from survey s ${surveyJoins}
    where s.ticket_id = ${asked.ticketId} and s.round = ${asked.round} and s.person_id = ${asked.personId}
      and s.state = 'asked'`.execute(db)
  return rows[0]
}

export interface SurveyFilter {
  /** surveys asked of this person … */
  personId?: string
  /** … or those of orgs below these paths */
  orgPaths?: readonly string[]
  state: SurveyState | undefined
  byPhone: boolean | undefined
  before: string | null
  limit: number
}

/** Newest first. */
export async function selectSurveys(db: Db, f: SurveyFilter): Promise<SurveyRow[]> {
  const mine = f.personId === undefined ? sql`` : sql`and s.person_id = ${f.personId}`
  const { rows } = await sql<SurveyRow>`
    select ${surveyColumns} from survey s ${surveyJoins}
    where true ${mine} ${f.orgPaths === undefined ? sql`` : inOrgs(f.orgPaths)}
      ${f.state === undefined ? sql`` : sql`and s.state = ${f.state}`}
      ${f.byPhone === true ? sql`and s.person_id is null` : sql``}
      ${f.before === null ? sql`` : sql`and s.id < ${f.before}::uuid`}
    order by s.id desc limit ${f.limit}`.execute(db)
  return rows
}

/** Rows whose org lies below one of the paths; nothing below none. */
export function inOrgs(paths: readonly string[]): RawBuilder<unknown> {
  return sql`and o.path like any (${paths.map((path) => `${path}%`)}::text[])`
}

export async function surveysOfTicket(db: Db, ticketId: string): Promise<SurveyRow[]> {
  const { rows } = await sql<SurveyRow>`
    select ${surveyColumns} from survey s ${surveyJoins} where s.ticket_id = ${ticketId} order by s.round, s.id`.execute(
    db,
  )
  return rows
}

export interface Rating {
  answer: Answer
  reasons: string[]
  remark: string
  via: 'portal' | 'callback'
  calledBy: string | null
  calledAt: Date | null
}

/** @returns false when it is not open any more */
export async function storeAnswer(tx: Tx, id: string, r: Rating): Promise<boolean> {
  const { rows } = await sql`
    update survey set state = 'answered', answer = ${r.answer}, reasons = ${r.reasons}::text[], remark = ${r.remark},
      via = ${r.via}, called_by = ${r.calledBy}, called_at = ${r.calledAt}, answered_at = now(), version = version + 1
    where id = ${id} and state = 'asked' returning id`.execute(tx)
  return rows.length > 0
}

/** Closes what nobody answered; it never counts as satisfied. @returns ids */
export async function expireRound(tx: Tx, ticketId: string, round: number): Promise<string[]> {
  return close(tx, sql`state = 'expired'`, sql`ticket_id = ${ticketId} and round = ${round}`)
}

/** Takes back the questions of rounds before `round`: the incident was not over. @returns ids */
export async function cancelRoundsBefore(tx: Tx, ticketId: string, round: number): Promise<string[]> {
  return close(tx, sql`state = 'cancelled'`, sql`ticket_id = ${ticketId} and round < ${round}`)
}

async function close(tx: Tx, change: RawBuilder<unknown>, which: RawBuilder<unknown>): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update survey set ${change}, version = version + 1 where ${which} and state = 'asked' returning id`.execute(
    tx,
  )
  return rows.map((row) => row.id)
}

export interface RoundCount {
  /** the last round asked, and how its surveys stand */
  round: number
  asked: number
  answered: number
  expired: number
  cancelled: number
  openTasks: number
}

/** How the last round of a ticket stands; undefined when nobody was ever asked. */
export async function lastRound(db: Db, ticketId: string): Promise<RoundCount | undefined> {
  const { rows } = await sql<RoundCount>`
    select s.round, count(*) filter (where s.state = 'asked') as asked,
      count(*) filter (where s.state = 'answered') as answered, count(*) filter (where s.state = 'expired') as expired,
      count(*) filter (where s.state = 'cancelled') as cancelled, count(*) filter (where t.state = 'open') as "openTasks"
    from survey s left join callback_task t on t.survey_id = s.id
    where s.ticket_id = ${ticketId} group by s.round order by s.round desc limit 1`.execute(db)
  return rows[0]
}
