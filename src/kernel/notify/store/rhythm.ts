import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db/index.ts'
import type { Locale } from '#kernel/permission/actor.ts'
import type { DigestMode, Rhythm } from '../rhythm.ts'

const rhythmColumns =
  sql.raw(`r.quiet_from as "quietFrom", r.quiet_to as "quietTo", r.quiet_days_off as "quietDaysOff",
  r.urgent_pierces as "urgentPierces", r.daily_at as "dailyAt"`)

export async function selectRhythm(db: Db, personId: string): Promise<Rhythm | undefined> {
  const { rows } = await sql<Rhythm>`
    select ${rhythmColumns} from notification_rhythm r where r.person_id = ${personId}`.execute(db)
  return rows[0]
}

export async function writeRhythm(tx: Tx, personId: string, r: Rhythm): Promise<void> {
  await sql`insert into notification_rhythm (person_id, quiet_from, quiet_to, quiet_days_off, urgent_pierces, daily_at)
    values (${personId}, ${r.quietFrom}, ${r.quietTo}, ${r.quietDaysOff}, ${r.urgentPierces}, ${r.dailyAt})
    on conflict (person_id) do update set quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to,
      quiet_days_off = excluded.quiet_days_off, urgent_pierces = excluded.urgent_pierces,
      daily_at = excluded.daily_at`.execute(tx)
}

/** What waits for the person is looked at anew, under the choices as they are now. */
export async function reconsiderHeld(tx: Tx, personId: string): Promise<void> {
  await sql`update notification set mail_at = now() where person_id = ${personId} and mail = 'held'`.execute(
    tx,
  )
}

/** A notification whose mail waits. */
export interface HeldRow {
  id: string
  personId: string
  textKey: string
  params: Record<string, string | number>
  entity: string
  entityId: string
  recordedAt: Date
  /** null: nobody has looked at it yet */
  heldUntil: Date | null
  name: string
  email: string
  locale: Locale
  /** as the preferences are now */
  wanted: boolean
  mode: DigestMode
  ownMode: boolean
  rhythm: Rhythm | null
}

/**
 * Locks what waits and has to be looked at by `at`, person by person. Those of another process are passed over.
 */
export async function lockHeld(tx: Tx, at: Date, limit: number): Promise<HeldRow[]> {
  const { rows } = await sql<HeldRow>`
    select n.id, n.person_id as "personId", n.text_key as "textKey", n.params, n.entity, n.entity_id as "entityId",
      n.recorded_at as "recordedAt", n.mail_at as "heldUntil", p.name, coalesce(p.email, '') as email, p.locale,
      coalesce(w.mail, false) and p.state = 'active' as wanted, coalesce(w.digest, 'now') as mode,
      coalesce(w.event <> '*', false) as "ownMode",
      case when r.person_id is not null then json_build_object('quietFrom', r.quiet_from, 'quietTo', r.quiet_to,
        'quietDaysOff', r.quiet_days_off, 'urgentPierces', r.urgent_pierces, 'dailyAt', r.daily_at) end as rhythm
    from notification n
    join person p on p.id = n.person_id
    left join notification_rhythm r on r.person_id = p.id
    left join lateral (
      select event, mail, digest from notification_preference
      where person_id = p.id and event in (n.text_key, '*') order by event = '*' limit 1
    ) w on true
    where n.mail = 'held' and (n.mail_at is null or n.mail_at <= ${at})
    order by n.person_id, n.recorded_at, n.id limit ${limit} for update of n skip locked`.execute(tx)
  return rows
}

/** Sets the state of locked ones; `until` for those that go on waiting. */
export async function settleHeld(
  tx: Tx,
  ids: readonly string[],
  to: { mail: 'none' | 'due' | 'held' | 'bundled'; until?: Date; digestId?: string },
): Promise<void> {
  await sql`update notification set mail = ${to.mail}, mail_at = ${to.until ?? null}, digest_id = ${to.digestId ?? null}
    where id = any(${[...ids]}::uuid[])`.execute(tx)
}

/**
 * What could not be sent yet (no server, a refusal) is held again for those who have quiet hours: they may have
 * begun meanwhile.
 */
export async function holdBacklog(db: Db, at: Date): Promise<void> {
  await sql`update notification n set mail = 'held', mail_at = ${at}
    from notification_rhythm r
    where n.mail = 'due' and (n.mail_at is null or n.mail_at <= ${at}) and r.person_id = n.person_id
      and (r.quiet_from is not null or r.quiet_days_off)`.execute(db)
}
