import type { Kysely } from 'kysely'
import { audit } from '#kernel/audit/index.ts'
import { dbNow, transaction, type DB, type Db, type Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { applyResults } from './apply.ts'
import type * as contract from './contract.ts'
import { recordSamples, samplesOf } from './history.ts'
import type { Result } from './lifecycle.ts'
import { hashOf } from './moves.ts'
import { lockCheck } from './policy.ts'
import { presentCheck } from './present.ts'
import { findByToken, findCheck } from './store/check.ts'
import { Allowance, strangers, tooOften } from './allowance.ts'

const dayMs = 86_400_000

/** @throws check.not_manual, check.is_off (409), check.bad_reading_time (422), and as lockCheck */
export async function addReadingVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.addReading>,
): Promise<Output<typeof contract.addReading>> {
  const before = await lockCheck(tx, actor, input.id, undefined, 'check.report')
  if (before.kind !== 'manual') throw new AppError('check.not_manual', { status: 409 })
  if (!before.enabled || before.pausedUntil) throw new AppError('check.is_off', { status: 409 })
  const now = await dbNow(tx)
  const at = input.at === undefined ? now : new Date(input.at)
  // a minute for clocks of phones
  if (at.getTime() > now.getTime() + 60_000 || now.getTime() - at.getTime() > dayMs)
    throw new AppError('check.bad_reading_time', { status: 422, field: 'at' })
  if (before.lastAt && at <= before.lastAt)
    throw new AppError('check.older_reading', { status: 409, field: 'at' })
  const result: Result = {
    at,
    state: input.state,
    code: 'reading',
    params: { by: actor.name },
    output: input.message,
    ms: null,
    figures: input.figures,
  }
  await applyResults(tx, [{ checkId: input.id, result }], now)
  await recordSamples(tx, samplesOf(before, result))
  await audit(tx, actor, {
    action: 'check.add-reading',
    entity: 'check',
    entityId: input.id,
    orgId: before.org.id,
    after: { at, state: input.state, figures: input.figures, message: input.message },
  })
  return presentCheck(tx, actor, (await findCheck(tx, input.id))!)
}

/** Of one address that beats: no system needs more, and a script gone wild costs nothing. */
const perToken = new Allowance({ burst: 20, perSecond: 2, most: 50_000 })
/**
 * A system says that it lives.
 * @throws check.unknown_heartbeat (404); check.too_often (429)
 */
export async function beatVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.beatByPost>,
): Promise<Output<typeof contract.beatByPost>> {
  const hash = hashOf(input.token)
  const stranger = actor.ip ?? 'nowhere'
  if (!perToken.take(hash.toString('base64')) || !strangers.has(stranger)) throw tooOften()
  const found = await findByToken(db, hash)
  if (!found) {
    if (!strangers.take(stranger)) throw tooOften()
    throw notFound('check')
  }
  await transaction(db as Kysely<DB>, async (tx) => {
    const now = await dbNow(tx)
    const result: Result = {
      at: now,
      state: input.state,
      code: 'beat',
      params: {},
      output: input.message,
      ms: input.ms ?? null,
      figures: [],
    }
    await applyResults(tx, [{ checkId: found.id, result }], now)
    await recordSamples(tx, samplesOf({ id: found.id, kind: 'heartbeat', thresholds: [] }, result))
  })
  return { ok: true }
}
