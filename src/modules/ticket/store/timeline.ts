import type { Db, Tx } from '#kernel/db/index.ts'

export interface NewTimelineEntry {
  ticketId: string
  kind:
    'comment' | 'move' | 'change' | 'clock' | 'notice' | 'link' | 'attachment' | 'work' | 'task' | 'callback'
  public: boolean
  actorId: string | null
  actorName: string
  body?: string
  data?: Record<string, unknown>
  occurredAt: Date
  origin?: 'live' | 'import'
}

export interface TimelineRow {
  id: number
  kind: string
  public: boolean
  actorId: string | null
  actorName: string
  body: string
  data: Record<string, unknown>
  occurredAt: Date
  recordedAt: Date
  origin: 'live' | 'import'
}

const columns = [
  'id',
  'kind',
  'public',
  'actor_id as actorId',
  'actor_name as actorName',
  'body',
  'data',
  'occurred_at as occurredAt',
  'recorded_at as recordedAt',
  'origin',
] as const

const toRow = (entry: NewTimelineEntry) => ({
  ticket_id: entry.ticketId,
  kind: entry.kind,
  public: entry.public,
  actor_id: entry.actorId,
  actor_name: entry.actorName,
  body: entry.body ?? '',
  data: JSON.stringify(entry.data ?? {}),
  occurred_at: entry.occurredAt,
  origin: entry.origin ?? 'live',
})

export async function insertTimeline(tx: Tx, entry: NewTimelineEntry): Promise<TimelineRow> {
  const row = await tx
    .insertInto('timeline_entry')
    .values(toRow(entry))
    .returning(columns)
    .executeTakeFirstOrThrow()
  return row as TimelineRow
}

/** Several entries in their order with one statement; at least one. */
export async function insertTimelines(tx: Tx, entries: readonly NewTimelineEntry[]): Promise<void> {
  await tx.insertInto('timeline_entry').values(entries.map(toRow)).execute()
}

/** Entries of a ticket in order of record; only public ones unless `internal`. One more than `limit` shows that there are more. */
export async function timelineOf(
  db: Db,
  ticketId: string,
  options: {
    internal: boolean
    after?: number | undefined
    limit?: number
    order?: 'asc' | 'desc'
    /** beside the moves only what these people wrote */
    wordsOf?: string[]
  },
): Promise<TimelineRow[]> {
  const { internal, after, limit = 200, order = 'asc' } = options
  let query = db
    .selectFrom('timeline_entry')
    .select(columns)
    .where('ticket_id', '=', ticketId)
    .orderBy('id', order)
    .limit(limit + 1)
  if (!internal) query = query.where('public', '=', true)
  const { wordsOf } = options
  if (wordsOf) query = query.where((eb) => eb.or([eb('kind', '=', 'move'), eb('actor_id', 'in', wordsOf)]))
  if (after !== undefined) query = query.where('id', order === 'asc' ? '>' : '<', after)
  return (await query.execute()) as TimelineRow[]
}
