import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import { insertRows, transaction, type DB, type Db, type Tx } from '../db/index.ts'
import type { AppEvent, Reaction } from '../manifest.ts'

export async function insertEvents(
  tx: Tx,
  rows: readonly { id: string; type: string; entity: string; entity_id: string; data: string }[],
): Promise<void> {
  await insertRows(tx, 'event_outbox', rows)
}

/** LISTEN channel on which the relay announces committed events. */
export const liveChannel = 'zhengyun_live'

/**
 * Moves up to `limit` committed events into jobs, one per reaction that wants the type, and announces them to
 * live listeners. Events of running transactions are invisible and stay for the next turn.
 * @returns how many events were moved
 */
export async function relayOnce(
  db: Kysely<DB>,
  reactionsOf: (type: string) => readonly Reaction[],
  limit = 500,
): Promise<number> {
  return transaction(db, async (tx) => {
    const { rows } = await sql<{
      id: string
      type: string
      entity: string
      entity_id: string
      data: Record<string, unknown>
      recorded_at: Date
    }>`
      delete from event_outbox where id in
        (select id from event_outbox order by id limit ${limit} for update skip locked)
      returning id, type, entity, entity_id, data, recorded_at`.execute(tx)
    if (rows.length === 0) return 0
    rows.sort((a, b) => (a.id < b.id ? -1 : 1))
    const events = rows.map((r): AppEvent => ({
      id: r.id,
      type: r.type,
      entity: r.entity,
      entityId: r.entity_id,
      data: r.data,
      recordedAt: r.recorded_at.toISOString(),
    }))
    const pairs = events.flatMap((event) => reactionsOf(event.type).map((reaction) => ({ reaction, event })))
    const idle = await unwanted(tx, new Set(pairs.map(({ reaction }) => reaction)))
    const jobs = pairs.filter(({ reaction }) => !idle.has(reaction))
    await addJobs(
      tx,
      jobs.map(({ reaction, event }) => ({ reaction: reaction.name, event })),
    )
    await announce(tx, events)
    return rows.length
  })
}

/** Those that have nothing to do now. */
async function unwanted(tx: Tx, reactions: ReadonlySet<Reaction>): Promise<Set<Reaction>> {
  const idle = new Set<Reaction>()
  for (const reaction of reactions) if (reaction.wanted && !(await reaction.wanted(tx))) idle.add(reaction)
  return idle
}

async function addJobs(tx: Tx, jobs: { reaction: string; event: AppEvent }[]): Promise<void> {
  if (jobs.length === 0) return
  const specs = jobs.map((j) => ({
    identifier: 'reaction',
    payload: j,
    job_key: `${j.reaction}:${j.event.id}`,
    max_attempts: 12,
  }))
  await sql`select count(*) from graphile_worker.add_jobs(
    array(select json_populate_recordset(null::graphile_worker.job_spec, ${JSON.stringify(specs)}::json)), true)`.execute(
    tx,
  )
}

async function announce(tx: Tx, events: AppEvent[]): Promise<void> {
  // a NOTIFY payload is limited to 8000 bytes: ids only, in bounded parts
  const brief = events.map((e) => ({
    type: e.type,
    entity: e.entity,
    id: e.entityId,
    to: e.data['notify'] ?? null,
  }))
  for (let i = 0; i < brief.length; i += 40) {
    const payload = JSON.stringify(brief.slice(i, i + 40))
    const part =
      Buffer.byteLength(payload) < 7900 ? payload : '[{"type":"many","entity":"*","id":"*","to":null}]'
    await sql`select pg_notify(${liveChannel}, ${part})`.execute(tx)
  }
}

/** Records that a reaction runs now; false when it has run before. */
export async function markReactionDone(tx: Tx, eventId: string, reaction: string): Promise<boolean> {
  const row = await tx
    .insertInto('reaction_done')
    .values({ event_id: eventId, reaction })
    .onConflict((c) => c.doNothing())
    .returning('reaction')
    .executeTakeFirst()
  return row !== undefined
}

/** Jobs are retried for some days at most; older marks serve nobody. */
export async function dropOldReactions(db: Db): Promise<void> {
  await sql`delete from reaction_done where done_at < now() - interval '14 days'`.execute(db)
}
