import type pg from 'pg'
import { openAudit } from '#kernel/audit/index.ts'
import { newId, openDatabase, transaction } from '#kernel/db/index.ts'
import { createRootOrg } from '#kernel/org/index.ts'
import { systemActor } from '#kernel/permission/index.ts'
import { kinds, type Kind } from '#modules/probe/kind-contract.ts'
import { manifests } from '../../src/app/modules.ts'
import { prepareDatabase } from '../../src/app/prepare.ts'

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
  await clear(db)
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

/**
 * Takes all checks away. Workers write results meanwhile: rows are locked in their order, so that nobody waits for another in a
 * ring.
 */
async function clear(db: pg.Client): Promise<void> {
  await db.query('begin')
  await db.query('select pg_advisory_xact_lock(7240, 1)')
  await db.query('select from monitor_check order by no for update')
  await db.query(
    'select from monitor_check c join monitor_state s on s.check_id = c.id order by c.no for update of s',
  )
  await db.query('delete from monitor_check')
  await db.query('commit')
}

/** A migrated database with one org, and nothing else in it. */
export async function prepareChecks(
  dataDir: string,
  { appUrl, ownerUrl }: { appUrl: string; ownerUrl: string },
): Promise<void> {
  await openAudit({ dataDir, auditHeadFile: undefined, syslogUrl: undefined })
  await prepareDatabase({ appUrl, ownerUrl }, manifests)
  const { db, close } = openDatabase(appUrl, { max: 2 })
  await transaction(db, (tx) =>
    createRootOrg(tx, systemActor('bench'), { name: '市大数据中心', code: 'DSJ' }),
  )
  await close()
}
