import { createHash, randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import { audit } from '#kernel/audit/index.ts'
import { dbNow, transaction, type DB, type Db, type Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { inScope, type Actor } from '#kernel/permission/index.ts'
import { runProbe } from '#modules/probe/index.ts'
import { secretsOf, type Kind } from '#modules/probe/kind-contract.ts'
import { setStates } from './apply.ts'
import { specOf } from './checks.ts'
import type * as contract from './contract.ts'
import { judgeFigures } from './lifecycle.ts'
import { lockCheck } from './policy.ts'
import { presentCheck, targetOf } from './present.ts'
import { settleSecrets } from './secrets.ts'
import * as store from './store/check.ts'
import { lockJudged } from './store/standing.ts'
import { isPassive } from './words.ts'

type View = Output<typeof contract.getCheck>

/** Of a pause without an end. */
const always = new Date('9999-12-31T00:00:00Z')

/**
 * What it raised ends with it. @throws check.bad_until (422), check.is_off (409), and as lockCheck
 */
export async function pauseCheckVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.pauseCheck>,
): Promise<View> {
  const before = await lockCheck(tx, actor, input.id, input.version)
  const now = await dbNow(tx)
  const until = input.until === undefined ? always : new Date(input.until)
  if (until <= now) throw new AppError('check.bad_until', { status: 422, field: 'until' })
  if (!before.enabled) throw new AppError('check.is_off', { status: 409 })
  await store.setPause(tx, input.id, { until, reason: input.reason })
  const [check] = await lockJudged(tx, [input.id])
  await setStates(tx, [{ check: check!, state: 'paused', code: 'paused', endAlert: true }], now)
  return finished(tx, actor, before, 'check.pause', { until, reason: input.reason })
}

/** @throws check.not_paused (409), and as lockCheck */
export async function resumeCheckVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.resumeCheck>,
): Promise<View> {
  const before = await lockCheck(tx, actor, input.id, input.version)
  if (!before.pausedUntil) throw new AppError('check.not_paused', { status: 409 })
  await store.setPause(tx, input.id, { until: null, reason: '' })
  const [check] = await lockJudged(tx, [input.id])
  if (before.enabled)
    await setStates(
      tx,
      [{ check: check!, state: 'pending', code: 'resumed', endAlert: false }],
      await dbNow(tx),
    )
  return finished(tx, actor, before, 'check.resume', { reason: before.pauseReason })
}

/** @throws check.cannot_run (409) for what is told and not asked, is off or paused; and as lockCheck */
export async function runCheckVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.runCheck>,
): Promise<View> {
  const before = await lockCheck(tx, actor, input.id)
  if (isPassive(before.kind) || !before.enabled || before.pausedUntil)
    throw new AppError('check.cannot_run', { status: 409 })
  await store.setAsked(tx, input.id)
  return finished(tx, actor, before, 'check.run', {})
}

async function finished(
  tx: Tx,
  actor: Actor,
  before: store.CheckRow,
  action: string,
  after: Record<string, unknown>,
): Promise<View> {
  await audit(tx, actor, { action, entity: 'check', entityId: before.id, orgId: before.org.id, after })
  return presentCheck(tx, actor, (await store.findCheck(tx, before.id))!)
}

/** Of a token that is shown once. */
export const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()
export const newToken = (): string => randomBytes(24).toString('base64url')

/** @throws check.no_heartbeat (409) for another kind; and as lockCheck */
export async function renewHeartbeatVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.renewHeartbeat>,
): Promise<Output<typeof contract.renewHeartbeat>> {
  const before = await lockCheck(tx, actor, input.id)
  if (before.kind !== 'heartbeat') throw new AppError('check.no_heartbeat', { status: 409 })
  const token = newToken()
  await store.setTokenHash(tx, input.id, hashOf(token))
  await audit(tx, actor, {
    action: 'check.renew-heartbeat',
    entity: 'check',
    entityId: before.id,
    orgId: before.org.id,
    after: { name: before.name },
  })
  return { token, path: `/api/v1/heartbeat/${token}` }
}

/**
 * Asks once as the form has it.
 * @throws check.not_found (404); check.cannot_run, check.bad_spec, check.secret_needed (409, 422)
 */
export async function tryCheckVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.tryCheck>,
): Promise<Output<typeof contract.tryCheck>> {
  const { kind } = input
  if (isPassive(kind)) throw new AppError('check.cannot_run', { status: 409 })
  const kept = input.id === undefined ? undefined : await store.findCheck(db, input.id)
  if (input.id !== undefined && (!kept || !inScope(actor, 'check.manage', kept.orgPath)))
    throw notFound('check')
  const spec = specOf(kind, input.spec)
  const secret = settleSecrets(kind, spec, input.secrets, kept)
  // who asks a machine by hand is written down before it is asked
  await transaction(db as Kysely<DB>, (tx) =>
    audit(tx, actor, {
      action: 'check.try',
      entity: 'check',
      entityId: input.id ?? 'new',
      ...(kept ? { orgId: kept.org.id } : {}),
      after: { kind, target: targetOf(kind, spec), secrets: secretsOf(kind as Kind, spec) },
    }),
  )
  const outcome = await runProbe(kind as Kind, spec as never, { timeoutMs: input.timeoutMs, secret })
  const { state, figure } = judgeFigures(input.thresholds, outcome, {})
  const own =
    figure === null ? {} : { code: 'threshold', params: { figure, ...valueOf(outcome.figures, figure) } }
  return { ...outcome, ...own, state }
}

function valueOf(figures: readonly { name: string; value: number; unit?: string }[], name: string) {
  const found = figures.find((one) => one.name === name)
  return { value: found?.value ?? 0, unit: found?.unit ?? '', range: '' }
}
