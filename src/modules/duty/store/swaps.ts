import { sql, type RawBuilder } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import type { DutyRole, SwapState } from '../words.ts'
import { visibleSql, type Visibility } from './teams.ts'

interface SwapShift {
  id: string
  day: string
  name: string
  from: string
  to: string
}

export interface SwapRow {
  id: string
  team: { id: string; name: string }
  teamOrgId: string
  teamOrgPath: string
  /** whether the one who asks leads the team, and is a member */
  leads: boolean
  member: boolean
  role: DutyRole
  shift: SwapShift
  rosterId: string
  askedBy: { id: string; name: string }
  other: { id: string; name: string } | null
  otherShift: SwapShift | null
  otherRosterId: string | null
  reason: string
  state: SwapState
  askedAt: Date
  agreedAt: Date | null
  decidedBy: string | null
  decidedAt: Date | null
  remark: string
  version: number
}

const shift = (s: 's' | 'z') =>
  sql`json_build_object('id', ${sql.ref(s)}.id, 'day', ${sql.ref(s)}.day::text, 'name', ${sql.ref(s)}.name,
    'from', ${sql.ref(s)}.starts_at, 'to', ${sql.ref(s)}.ends_at)`

async function select(
  db: Db,
  personId: string | null,
  where: RawBuilder<unknown>,
  lock = false,
): Promise<SwapRow[]> {
  const { rows } = await sql<SwapRow>`
    select w.id, json_build_object('id', t.id, 'name', t.name) as team, t.org_id as "teamOrgId", o.path as "teamOrgPath",
      coalesce(m.leader, false) as leads, m.person_id is not null as member, w.role, ${shift('s')} as shift, s.roster_id as "rosterId",
      json_build_object('id', a.id, 'name', a.name) as "askedBy",
      case when b.id is null then null else json_build_object('id', b.id, 'name', b.name) end as other,
      case when z.id is null then null else ${shift('z')} end as "otherShift", z.roster_id as "otherRosterId",
      w.reason, w.state, w.asked_at as "askedAt", w.agreed_at as "agreedAt", d.name as "decidedBy", w.decided_at as "decidedAt",
      w.remark, w.version
    from duty_swap w join duty_team t on t.id = w.team_id join org o on o.id = t.org_id
    join duty_shift s on s.id = w.shift_id left join duty_shift z on z.id = w.other_shift_id
    join person a on a.id = w.asked_by left join person b on b.id = w.other_id left join person d on d.id = w.decided_by
    left join duty_member m on m.team_id = t.id and m.person_id = ${personId}
    where ${where} order by s.starts_at, w.id limit 300 ${lock ? sql`for update of w` : sql``}`.execute(db)
  return rows
}

/** Swaps of visible teams that concern the person, are open to the team, or are the person's to approve. */
export async function selectSwaps(
  db: Db,
  visible: Visibility,
  keptPaths: readonly string[],
  open: boolean,
): Promise<SwapRow[]> {
  const me = visible.personId
  const state = open
    ? sql`w.state in ('asked', 'agreed') and s.starts_at > now()`
    : sql`w.state not in ('asked', 'agreed') and w.asked_at > now() - interval '1 year'`
  return select(
    db,
    me,
    sql`${state} and ${visibleSql(visible)} and (${me}::uuid in (w.asked_by, w.other_id) or m.leader
      or (m.person_id is not null and w.other_id is null and ${open})
      or exists (select from unnest(${[...keptPaths]}::text[]) p where o.path like p || '%'))`,
  )
}

/** @param lock for a move that follows */
export async function findSwap(
  db: Db,
  personId: string | null,
  id: string,
  lock = false,
): Promise<SwapRow | undefined> {
  return (await select(db, personId, sql`w.id = ${id}`, lock))[0]
}

export async function insertSwap(
  tx: Tx,
  swap: {
    teamId: string
    shiftId: string
    role: DutyRole
    askedBy: string
    otherId: string | null
    otherShiftId: string | null
    reason: string
  },
): Promise<string> {
  const id = newId()
  await tx
    .insertInto('duty_swap')
    .values({
      id,
      team_id: swap.teamId,
      shift_id: swap.shiftId,
      role: swap.role,
      asked_by: swap.askedBy,
      other_id: swap.otherId,
      other_shift_id: swap.otherShiftId,
      reason: swap.reason,
    })
    .execute()
  return id
}

/** Whether the person has an open request for this place already. */
export async function hasOpenSwap(
  db: Db,
  shiftId: string,
  role: DutyRole,
  askedBy: string,
): Promise<boolean> {
  const { rows } = await sql`select from duty_swap where shift_id = ${shiftId} and role = ${role}
    and asked_by = ${askedBy} and state in ('asked', 'agreed')`.execute(db)
  return rows.length > 0
}

export async function moveSwap(
  tx: Tx,
  id: string,
  to: {
    state: SwapState
    otherId?: string | null
    agreed?: boolean
    decidedBy?: string | null
    remark: string
  },
): Promise<void> {
  await sql`update duty_swap set state = ${to.state}, version = version + 1,
    other_id = coalesce(${to.otherId ?? null}::uuid, other_id),
    agreed_at = case when ${to.agreed === true} then now() else agreed_at end,
    decided_by = coalesce(${to.decidedBy ?? null}::uuid, decided_by),
    decided_at = case when ${to.decidedBy !== undefined} then now() else decided_at end,
    remark = case when ${to.remark} = '' then remark else ${to.remark} end
    where id = ${id}`.execute(tx)
}

/** Open requests whose person no longer stands the shift, or whose shift is gone, lead nowhere. */
export async function voidStale(tx: Tx, teamId: string): Promise<void> {
  await sql`update duty_swap w set state = 'void', version = version + 1, decided_at = now()
    where w.team_id = ${teamId} and w.state in ('asked', 'agreed') and (
      not exists (select from duty_assignment a join duty_shift s on s.id = a.shift_id where a.shift_id = w.shift_id
        and a.role = w.role and a.person_id = w.asked_by and s.phase <> 'dropped')
      or w.other_shift_id is not null and not exists (select from duty_assignment a join duty_shift s on s.id = a.shift_id
        where a.shift_id = w.other_shift_id and a.role = w.role and a.person_id = w.other_id and s.phase <> 'dropped'))`.execute(
    tx,
  )
}
