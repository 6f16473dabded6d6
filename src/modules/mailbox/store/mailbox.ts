import { sql } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'

export interface MailboxRow {
  id: string
  name: string
  address: string
  host: string
  port: number
  tls: 'tls' | 'starttls' | 'none'
  ca: string | null
  login: string
  secret: string
  folder: string
  purpose: 'tickets' | 'complaints'
  service: { id: string; name: string } | null
  serviceActive: boolean
  org: { id: string; name: string }
  orgPath: string
  unknownSender: 'caller' | 'quarantine' | 'reject'
  resolvedReply: 'reopen' | 'comment'
  closedReply: 'new' | 'comment'
  acknowledge: boolean
  hourlyLimit: number
  maxMb: number
  since: Date | null
  active: boolean
  version: number
  checkedAt: Date | null
  error: string | null
  failingSince: Date | null
}

/** What people edit. */
export interface MailboxValues {
  name: string
  address: string
  host: string
  port: number
  tls: MailboxRow['tls']
  ca: string | null
  login: string
  secret: string
  folder: string
  purpose: MailboxRow['purpose']
  serviceId: string | null
  orgId: string
  unknownSender: MailboxRow['unknownSender']
  resolvedReply: MailboxRow['resolvedReply']
  closedReply: MailboxRow['closedReply']
  acknowledge: boolean
  hourlyLimit: number
  maxMb: number
  active: boolean
}

const selection = sql`
  select b.id, b.name, b.address, b.host, b.port, b.tls, b.ca, b.login, b.secret, b.folder, b.purpose,
    case when s.id is null then null else json_build_object('id', s.id, 'name', s.name) end as service,
    coalesce(s.active, false) as "serviceActive",
    json_build_object('id', o.id, 'name', o.name) as org, o.path as "orgPath",
    b.unknown_sender as "unknownSender", b.resolved_reply as "resolvedReply", b.closed_reply as "closedReply",
    b.acknowledge, b.hourly_limit as "hourlyLimit", b.max_mb as "maxMb", b.since, b.active, b.version,
    st.checked_at as "checkedAt", st.error, st.failing_since as "failingSince"
  from mailbox b join org o on o.id = b.org_id join mailbox_state st on st.mailbox_id = b.id
  left join service s on s.id = b.service_id`

export async function selectMailboxes(
  db: Db,
  filter: { active?: boolean; id?: string } = {},
): Promise<MailboxRow[]> {
  const { rows } = await sql<MailboxRow>`${selection}
    where (${filter.active ?? null}::boolean is null or b.active = ${filter.active ?? null})
      and (${filter.id ?? null}::uuid is null or b.id = ${filter.id ?? null})
    order by b.name, b.id limit 200`.execute(db)
  return rows
}

/** How many mails of each mailbox were taken in, and wait for a person. */
export async function countMails(db: Db): Promise<Map<string, { taken: number; quarantined: number }>> {
  const { rows } = await sql<{ id: string; taken: number; quarantined: number }>`
    select mailbox_id as id, count(*) as taken, count(*) filter (where outcome = 'quarantined') as quarantined
    from mail group by mailbox_id`.execute(db)
  return new Map(rows.map((row) => [row.id, row]))
}

const columnsOf = (v: Omit<MailboxValues, 'secret'>) => ({
  name: v.name,
  address: v.address,
  host: v.host,
  port: v.port,
  tls: v.tls,
  ca: v.ca,
  login: v.login,
  folder: v.folder,
  purpose: v.purpose,
  service_id: v.serviceId,
  org_id: v.orgId,
  unknown_sender: v.unknownSender,
  resolved_reply: v.resolvedReply,
  closed_reply: v.closedReply,
  acknowledge: v.acknowledge,
  hourly_limit: v.hourlyLimit,
  max_mb: v.maxMb,
  active: v.active,
})

/**
 * @param seal makes of the new id what is kept of the secret
 * @returns undefined when there is one of this server, login and folder
 */
export async function insertMailbox(
  tx: Tx,
  values: MailboxValues,
  since: Date | null,
  seal: (secret: string, id: string) => string,
): Promise<string | undefined> {
  const id = newId()
  const made = await tx
    .insertInto('mailbox')
    .values({ id, ...columnsOf(values), secret: seal(values.secret, id), since })
    .onConflict((c) => c.columns(['host', 'port', 'login', 'folder']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!made) return undefined
  await tx.insertInto('mailbox_state').values({ mailbox_id: id }).execute()
  return id
}

/** @returns false when somebody changed it meanwhile */
export async function changeMailbox(
  tx: Tx,
  id: string,
  version: number,
  values: Omit<MailboxValues, 'secret'> & { secret?: string },
): Promise<boolean> {
  const row = await tx
    .updateTable('mailbox')
    .set({
      ...columnsOf(values),
      ...(values.secret === undefined ? {} : { secret: values.secret }),
      version: version + 1,
    })
    .where('id', '=', id)
    .where('version', '=', version)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Whether another mailbox reads the same folder. */
export async function isTaken(
  db: Db,
  place: Pick<MailboxValues, 'host' | 'port' | 'login' | 'folder'>,
  exceptId: string,
): Promise<boolean> {
  const row = await db
    .selectFrom('mailbox')
    .select('id')
    .where('host', '=', place.host)
    .where('port', '=', place.port)
    .where('login', '=', place.login)
    .where('folder', '=', place.folder)
    .where('id', '!=', exceptId)
    .executeTakeFirst()
  return row !== undefined
}

/** Another folder: what is known of the old one's UIDs says nothing. */
export async function forgetPosition(tx: Tx, id: string): Promise<void> {
  await sql`update mailbox_state set uid_validity = null, last_uid = 0, stuck_uid = null, stuck_count = 0
    where mailbox_id = ${id}`.execute(tx)
}

export async function activeServices(db: Db): Promise<{ id: string; name: string }[]> {
  return db
    .selectFrom('service')
    .select(['id', 'name'])
    .where('active', '=', true)
    .orderBy('name')
    .limit(2000)
    .execute()
}

export interface MailboxState {
  uidValidity: number | null
  lastUid: number
  stuckUid: number | null
  stuckCount: number
}

/** @param lock for a transaction that moves it */
export async function readState(db: Db, mailboxId: string, lock = false): Promise<MailboxState> {
  const { rows } = await sql<MailboxState>`
    select uid_validity as "uidValidity", last_uid as "lastUid", stuck_uid as "stuckUid", stuck_count as "stuckCount"
    from mailbox_state where mailbox_id = ${mailboxId} ${lock ? sql`for update` : sql``}`.execute(db)
  return rows[0]!
}

/** Every mail up to `uid` is accounted for. */
export async function movePosition(
  tx: Tx,
  mailboxId: string,
  uidValidity: number,
  uid: number,
): Promise<void> {
  await sql`update mailbox_state set last_uid = greatest(last_uid, ${uid}), stuck_uid = null, stuck_count = 0
    where mailbox_id = ${mailboxId} and uid_validity = ${uidValidity}`.execute(tx)
}

/** UIDs count anew from the beginning. */
export async function startValidity(db: Db, mailboxId: string, uidValidity: number): Promise<void> {
  await sql`update mailbox_state set uid_validity = ${uidValidity}, last_uid = 0, stuck_uid = null, stuck_count = 0
    where mailbox_id = ${mailboxId}`.execute(db)
}

/** @returns how often in a row this mail has failed, now included */
export async function countStuck(db: Db, mailboxId: string, uid: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    update mailbox_state set stuck_count = case when stuck_uid = ${uid} then stuck_count + 1 else 1 end, stuck_uid = ${uid}
    where mailbox_id = ${mailboxId} returning stuck_count as n`.execute(db)
  return rows[0]?.n ?? 0
}

/** How the last look went; null: well. */
export async function recordCheck(db: Db, mailboxId: string, error: string | null): Promise<void> {
  await sql`update mailbox_state set checked_at = now(), error = ${error?.slice(0, 500) ?? null},
      failing_since = case when ${error}::text is null then null else coalesce(failing_since, now()) end
    where mailbox_id = ${mailboxId}`.execute(db)
}

/** Addresses that are ours: a mail from there is our own. */
export async function ownAddresses(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('mailbox').select('address').execute()
  return rows.map((row) => row.address)
}
