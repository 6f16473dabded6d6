import { sql } from 'kysely'
import type { Tx } from '#kernel/db/index.ts'

export interface RecentRow {
  ciId: string
  upstream: string[]
  /** its incident, where it is open and alerts have opened it */
  ticketId: string | null
}

/** Items behind any of `ups` whose alerts began to fire within the last seconds and are not quiet; the oldest first. */
export async function recentBehind(tx: Tx, ups: readonly string[], seconds: number): Promise<RecentRow[]> {
  const { rows } = await sql<RecentRow>`
    select distinct on (a.ci_id) a.ci_id as "ciId", a.upstream, t.id as "ticketId"
    from alert a left join ticket t on t.id = a.ticket_id and t.open and t.channel = 'alert'
    where a.status = 'firing' and a.quiet is null and a.ci_id is not null
      and a.last_at > clock_timestamp() - make_interval(secs => ${seconds})
      and a.began_at > clock_timestamp() - make_interval(secs => ${seconds}) and a.upstream && ${[...ups]}::uuid[]
    order by a.ci_id, a.began_at limit 5000`.execute(tx)
  return rows
}

/** Which of the keys have an open incident. */
export async function burstIncidents(tx: Tx, keys: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ key: string }>`
    select i.alert_key as key from incident i join ticket t on t.id = i.ticket_id
    where i.alert_key = any(${[...keys]}::text[]) and t.open`.execute(tx)
  return new Set(rows.map((row) => row.key))
}
