/** Results under the audit: their digest is written there when they are kept, and compared whenever they are shown. */
import { createHash } from 'node:crypto'
import { audit, sealOf } from '#kernel/audit/index.ts'
import { dbNow, type Db, type Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { inScope, systemActor, type Actor } from '#kernel/permission/index.ts'
import { accessAdoption } from './policy.ts'
import { bodiesOf, digestsOf, lastVerified } from './store/seal.ts'
import { statesAt, type StateRow } from './store/state.ts'
import type * as work from './work-contract.ts'

const digest = (body: string): string => createHash('sm3').update(body).digest('hex')

/** Writes what a run has kept into the audit, as its SM3. Call it when everything of the run is inserted. */
export async function sealRun(tx: Tx, runId: string, orgId: string): Promise<void> {
  const body = (await bodiesOf(tx, [runId])).get(runId)!
  await audit(tx, systemActor('norm'), {
    action: 'norm.keep',
    entity: 'norm_run',
    entityId: runId,
    orgId,
    after: { digest: digest(body) },
  })
}

/**
 * Runs that are no longer what the audit says they were. Of runs that were kept before digests were there nothing is
 * known; that an entry of the audit is gone is for the verification of the audit to find.
 */
async function alteredRuns(db: Db, runIds: readonly string[]): Promise<Set<string>> {
  const known = await digestsOf(db, runIds)
  const bodies = await bodiesOf(db, [...known.keys()])
  return new Set([...known].filter(([id, was]) => digest(bodies.get(id) ?? '') !== was).map(([id]) => id))
}

/** How clauses stood at a time; what was altered since it was kept is in doubt, and never conforms. */
export async function soundStatesAt(
  db: Db,
  adoptionId: string,
  until: Date,
  clauseId?: string,
): Promise<StateRow[]> {
  const rows = await statesAt(db, adoptionId, until, clauseId)
  const altered = await alteredRuns(db, [...new Set(rows.flatMap((row) => row.runId ?? []))])
  if (altered.size === 0) return rows
  return rows.map((row) =>
    row.runId && altered.has(row.runId)
      ? { ...row, doubt: true, status: row.status === 'conforms' ? 'partly' : row.status }
      : row,
  )
}

/**
 * Whether what an assessor's pack was made from is still what it was: the seal printed in it is that of the audit, the
 * audit held when it was last verified whole, and the results that are shown are those that were kept.
 * @throws norm.not_found (404), norm.not_allowed (403)
 */
export async function checkSealVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof work.checkSeal>,
): Promise<Output<typeof work.checkSeal>> {
  const adoption = await accessAdoption(db, actor, input.id)
  if (!inScope(actor, 'norm.export', adoption.orgPath))
    throw new AppError('norm.not_allowed', { status: 403 })
  const there = await sealOf(db, input.seal)
  const states = await statesAt(db, adoption.id, there ? new Date(there.sealedAt) : await dbNow(db))
  const runs = [...new Set(states.flatMap((row) => row.runId ?? []))]
  const verified = await lastVerified(db, adoption.org.id)
  return {
    seal: !there ? 'missing' : there.hash === input.hash.toLowerCase() ? 'same' : 'other',
    sealedAt: there?.sealedAt ?? null,
    audit: verified ?? null,
    runs: runs.length,
    altered: (await alteredRuns(db, runs)).size,
  }
}
