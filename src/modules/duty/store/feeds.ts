import { sql } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'

export interface FeedRow {
  id: string
  team: { id: string; name: string } | null
  createdAt: Date
  lastUsedAt: Date | null
  personId: string
  login: string
}

const columns = sql`f.id, case when t.id is null then null else json_build_object('id', t.id, 'name', t.name) end as team,
  f.created_at as "createdAt", f.last_used_at as "lastUsedAt", f.person_id as "personId", p.login`
const from = sql`duty_feed f join person p on p.id = f.person_id left join duty_team t on t.id = f.team_id`

/** Addresses of a person that are not revoked. */
export async function selectFeeds(db: Db, personId: string): Promise<FeedRow[]> {
  const { rows } = await sql<FeedRow>`select ${columns} from ${from}
    where f.person_id = ${personId} and f.revoked_at is null order by f.created_at desc, f.id limit 100`.execute(
    db,
  )
  return rows
}

/** The address that belongs to a secret, unless it was revoked. */
export async function findFeed(db: Db, hash: Buffer): Promise<FeedRow | undefined> {
  const { rows } = await sql<FeedRow>`select ${columns} from ${from}
    where f.secret_hash = ${hash} and f.revoked_at is null`.execute(db)
  return rows[0]
}

export async function insertFeed(
  tx: Tx,
  feed: { personId: string; teamId: string | null; hash: Buffer },
): Promise<string> {
  const id = newId()
  await tx
    .insertInto('duty_feed')
    .values({ id, person_id: feed.personId, team_id: feed.teamId, secret_hash: feed.hash })
    .execute()
  return id
}

export async function revokeFeed(tx: Tx, id: string, personId: string): Promise<boolean> {
  const { rows } = await sql`update duty_feed set revoked_at = now()
    where id = ${id} and person_id = ${personId} and revoked_at is null returning id`.execute(tx)
  return rows.length > 0
}

/** Notes that it was read, to the hour: programs come often. */
export async function touchFeed(db: Db, id: string): Promise<void> {
  await sql`update duty_feed set last_used_at = now()
    where id = ${id} and (last_used_at is null or last_used_at < now() - interval '1 hour')`.execute(db)
}
