import type pg from 'pg'
import { newId } from '#kernel/db/index.ts'
import { kinds, type Kind } from '#modules/probe/kind-contract.ts'

/** What one check asks. */
export interface Ask {
  kind: Kind
  spec: Record<string, unknown>
}

interface Rhythm {
  intervalSeconds: number
  timeoutMs: number
  retries: number
  retrySeconds: number
}

/**
 * Puts so many checks in place of those that are there: past the verbs, which would audit each.
 * @param sealed makes the sealed secrets of the SNMP check with this id
 * @returns their ids, in the order given
 */
export async function define(
  db: pg.Client,
  asks: readonly Ask[],
  rhythm: Rhythm,
  sealed: (id: string) => string | null = () => null,
): Promise<string[]> {
  await db.query('delete from monitor_check')
  const { rows } = await db.query<{ id: string }>('select id from org order by path limit 1')
  const all = asks.map(({ kind, spec }, n) => {
    const id = newId()
    const secrets = kind === 'snmp' ? sealed(id) : null
    return { id, name: `检测 ${n}`, kind, spec: kinds[kind].parse(spec), secrets }
  })
  const { intervalSeconds, timeoutMs, retries, retrySeconds } = rhythm
  for (let at = 0; at < all.length; at += 2000)
    await db.query(
      `with made as (insert into monitor_check
         (id, name, kind, spec, secrets, interval_seconds, timeout_ms, retries, retry_seconds, org_id)
         select id, name, kind, spec, secrets, $3, $4, $5, $6, $2::uuid
         from jsonb_to_recordset($1::jsonb) as x(id uuid, name text, kind text, spec jsonb, secrets text) returning id)
       insert into monitor_state (check_id) select id from made`,
      [
        JSON.stringify(all.slice(at, at + 2000)),
        rows[0]!.id,
        intervalSeconds,
        timeoutMs,
        retries,
        retrySeconds,
      ],
    )
  return all.map((one) => one.id)
}
