import { sql, type RawBuilder } from 'kysely'
import { effect, type Db, type Tx } from '#kernel/db/index.ts'

export interface NewNotifications {
  /** as many as `to` */
  ids: string[]
  to: string[]
  textKey: string
  params: Record<string, string | number>
  entity: string
  entityId: string
  dedupeKey: string
  eventId: string
}

/**
 * Inserts one row per person who wants to be told and announces the new rows to their open pages, in one
 * round trip: creation of tickets is a hot path. (The announcement goes through the outbox and not straight
 * to pg_notify, whose lock at commit would queue all writers behind one another.)
 */
export async function insertNotifications(tx: Tx, n: NewNotifications): Promise<void> {
  const params = JSON.stringify(n.params)
  await insert(tx, [n.ids, n.to, n.textKey, params, n.entity, n.entityId, n.dedupeKey, n.eventId])
}

const insert = effect(
  `insert into event_outbox (id, type, entity, entity_id, data)
  select $8::uuid, 'notify.new', 'notification', $8::text, jsonb_build_object('notify', jsonb_agg(person_id))
  from made where page having count(*) > 0`,
  `made as (
    insert into notification (id, person_id, text_key, params, entity, entity_id, dedupe_key, page, mail)
    select x.id, p.id, $3, $4::jsonb, $5, $6, $7,
      coalesce(w.page, true), case when not (w.mail and p.email <> '') then 'none'
        when w.digest = 'now' and r.person_id is null then 'due'
        when w.mail then 'held' else 'none' end
    from unnest($1::uuid[], $2::uuid[]) as x (id, person_id)
    join person p on p.id = x.person_id and p.kind = 'person' and p.state = 'active'
    left join lateral (
      select page, mail, digest from notification_preference
      where person_id = p.id and event in ($3, '*') order by event = '*' limit 1
    ) w on true
    left join notification_rhythm r on r.person_id = p.id
    where coalesce(w.page, true) or (w.mail and p.email <> '')
    order by p.id
    on conflict (person_id, dedupe_key) do nothing
    returning person_id, page)`,
)

export interface NotificationRow {
  id: string
  text_key: string
  params: Record<string, string | number>
  entity: string
  entity_id: string
  recorded_at: Date
  read_at: Date | null
}

const columns: RawBuilder<unknown> = sql`id, text_key, params, entity, entity_id, recorded_at, read_at`

/** Newest first, from below `before`. */
export async function selectNotifications(
  db: Db,
  personId: string,
  options: { unread: boolean; before: string | null; limit: number },
): Promise<NotificationRow[]> {
  const { rows } = await sql<NotificationRow>`
    select ${columns} from notification
    where person_id = ${personId} and page
      ${options.unread ? sql`and read_at is null` : sql``}
      ${options.before === null ? sql`` : sql`and id < ${options.before}::uuid`}
    order by id desc limit ${options.limit}`.execute(db)
  return rows
}

export async function countUnread(db: Db, personId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from (select 1 from notification where person_id = ${personId} and page and read_at is null limit 1000) x`.execute(
    db,
  )
  return rows[0]?.n ?? 0
}

/** Marks one as read, keeping the time of the first reading; undefined when it is not the person's. */
export async function markRead(tx: Tx, personId: string, id: string): Promise<NotificationRow | undefined> {
  const { rows } = await sql<NotificationRow>`
    update notification set read_at = coalesce(read_at, now())
    where id = ${id} and person_id = ${personId} and page returning ${columns}`.execute(tx)
  return rows[0]
}

export async function markAllRead(tx: Tx, personId: string, upTo: string | undefined): Promise<number> {
  const { numAffectedRows } = await sql`
    update notification set read_at = now() where person_id = ${personId} and page and read_at is null
      ${upTo === undefined ? sql`` : sql`and id <= ${upTo}::uuid`}`.execute(tx)
  return Number(numAffectedRows ?? 0)
}

/** Tells the person's other open pages that something was read. */
export async function announceRead(tx: Tx, personId: string, eventId: string): Promise<void> {
  await sql`insert into event_outbox (id, type, entity, entity_id, data)
    values (${eventId}, 'notify.read', 'notification', ${eventId}, jsonb_build_object('notify', array[${personId}::text]))`.execute(
    tx,
  )
}

export interface PreferenceRow {
  event: string
  page: boolean
  mail: boolean
  digest: 'now' | 'hourly' | 'daily'
}

export async function selectPreferences(db: Db, personId: string): Promise<PreferenceRow[]> {
  const { rows } = await sql<PreferenceRow>`
    select event, page, mail, digest from notification_preference where person_id = ${personId} order by event`.execute(
    db,
  )
  return rows
}

export async function replacePreferences(tx: Tx, personId: string, items: PreferenceRow[]): Promise<void> {
  await sql`delete from notification_preference where person_id = ${personId}`.execute(tx)
  await sql`insert into notification_preference (person_id, event, page, mail, digest)
    select ${personId}, event, page, mail, digest
    from jsonb_to_recordset(${JSON.stringify(items)}::jsonb)
      as x (event text, page boolean, mail boolean, digest text)`.execute(tx)
}

export async function selectEmail(db: Db, personId: string): Promise<string | null> {
  const { rows } = await sql<{
    email: string | null
  }>`select email from person where id = ${personId}`.execute(db)
  return rows[0]?.email || null
}
