import { audit } from '#kernel/audit/index.ts'
import { dbNow, type Db, type Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { decodeIdCursor, page } from '#kernel/http/index.ts'
import { inScope, type Actor } from '#kernel/permission/index.ts'
import { ciClassesBelow, ciContents } from '#modules/ci/index.ts'
import { kinds, type Kind } from '#modules/probe/kind-contract.ts'
import { setStates, endOf } from './apply.ts'
import type * as contract from './contract.ts'
import { accessCheck, lockCheck, manageableOrg, visibleCheck } from './policy.ts'
import { presentCheck, presentLine, trace } from './present.ts'
import { sealSecrets, settleSecrets } from './secrets.ts'
import * as store from './store/check.ts'
import { dependsOnItself, lockDefinitions, putDependencies, selectDependencies } from './store/dependency.ts'
import { insertStanding, lockJudged, moveStale } from './store/standing.ts'
import { isPassive } from './words.ts'

type View = Output<typeof contract.getCheck>
type Body = Input<typeof contract.createCheck>

/** Checks of the caller's units, the newest first. @throws http.bad_cursor (422) */
export async function listChecksVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listChecks>,
): Promise<Output<typeof contract.listChecks>> {
  const window = { before: decodeIdCursor(input.cursor), limit: input.limit + 1 }
  const rows = await store.selectChecks(db, visibleCheck(actor), await filterOf(db, input), window)
  const { items, nextCursor } = page(rows, input.limit, (row) => [row.id])
  return { items: items.map(presentLine), nextCursor }
}

/** What a list is asked for, in the words of the store. */
async function filterOf(db: Db, input: Input<typeof contract.summarizeChecks>): Promise<store.CheckFilter> {
  const { classId, roomId, label, ...rest } = input
  const at = label?.indexOf('=') ?? 0
  return {
    ...rest,
    ...(classId ? { classIds: await ciClassesBelow(db, classId) } : {}),
    ...(roomId ? { ciIds: await ciContents(db, roomId) } : {}),
    ...(label ? { labels: { [label.slice(0, at)]: label.slice(at + 1) } } : {}),
  }
}

/** How many of the caller's checks are in which state. */
export async function summarizeChecksVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.summarizeChecks>,
): Promise<Output<typeof contract.summarizeChecks>> {
  const rows = await store.countByState(db, visibleCheck(actor), await filterOf(db, input))
  const none = { pending: 0, ok: 0, warning: 0, critical: 0, unknown: 0, unreachable: 0, paused: 0 }
  const states = { ...none, ...Object.fromEntries(rows.map((row) => [row.state, row.n])) }
  return { total: rows.reduce((sum, row) => sum + row.n, 0), states }
}

/** Checks by a part of their name. */
export async function lookupChecksVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.lookupChecks>,
): Promise<Output<typeof contract.lookupChecks>> {
  return { items: await store.lookupNames(db, visibleCheck(actor), input.q, input.limit) }
}

/** @throws check.not_found (404) */
export async function getCheckVerb(db: Db, actor: Actor, input: { id: string }): Promise<View> {
  return presentCheck(db, actor, await accessCheck(db, actor, input.id))
}

/** A reference that is not there, or not the caller's to use. */
const unknown = (field: string): AppError => new AppError('check.unknown_reference', { status: 422, field })

/**
 * Looks a definition through and brings its spec into the form that its kind keeps.
 * @throws check.unknown_reference, check.bad_spec, check.timeout_too_long (422) naming the field
 */
async function valuesOf(db: Db, actor: Actor, body: Body): Promise<store.NewValues> {
  await manageableOrg(db, actor, body.orgId)
  const there = await store.referencesThere(db, body)
  for (const [field, ok] of Object.entries(there)) if (!ok) throw unknown(field)
  if (body.ciId && !inScopeOf(actor, 'ci.read', await store.orgPathOf(db, 'ci', body.ciId)))
    throw unknown('ciId')
  if (
    body.probeId &&
    !inScopeOf(actor, 'check.read', await store.orgPathOf(db, 'monitor_probe', body.probeId))
  )
    throw unknown('probeId')
  const passive = isPassive(body.kind)
  if (passive && body.probeId) throw unknown('probeId')
  // a check that is still asked when it is due again could never be on time
  if (!passive && body.timeoutMs > body.intervalSeconds * 1000)
    throw new AppError('check.timeout_too_long', { status: 422, field: 'timeoutMs' })
  const { secrets: _secrets, dependsOn: _depends, ...values } = body
  return { ...values, spec: specOf(body.kind, body.spec) }
}

function inScopeOf(actor: Actor, permission: string, path: string | undefined): boolean {
  return path !== undefined && inScope(actor, permission, path)
}

/**
 * A spec as its kind keeps it, defaults filled in.
 * @throws check.bad_spec (422) naming every field at fault
 */
export function specOf(kind: string, spec: Record<string, unknown>): Record<string, unknown> {
  if (isPassive(kind)) {
    const [extra] = Object.keys(spec)
    if (extra === undefined) return {}
    throw new AppError('check.bad_spec', { status: 422, field: `spec.${extra}` })
  }
  const parsed = kinds[kind as Kind].safeParse(spec)
  if (parsed.success) return parsed.data
  const errors = specProblems(parsed.error.issues, ['spec'])
  throw new AppError('check.bad_spec', { status: 422, errors })
}

/** What a kind says against a spec, as problems of the fields; its own messages are keys of texts. */
export function specProblems(
  issues: readonly { path: readonly PropertyKey[]; message: string }[],
  at: readonly string[],
): { field: string; code: string; message: string }[] {
  return issues.map(({ path, message }) => {
    const [room, text] = message.split(':error.')
    const code = text === undefined ? 'check.bad_spec' : `${room}.${text}`
    return { field: [...at, ...path].join('.'), code, message: '' }
  })
}

/** @throws check.unknown_reference, check.depends_on_itself (422) */
async function setDependencies(tx: Tx, actor: Actor, id: string, all: Body['dependsOn']): Promise<void> {
  for (const [index, one] of all.entries()) {
    const path = one.checkId
      ? await store.orgPathOf(tx, 'monitor_check', one.checkId)
      : await store.orgPathOf(tx, 'ci', one.ciId!)
    if (one.checkId === id)
      throw new AppError('check.depends_on_itself', { status: 422, field: `dependsOn.${index}` })
    if (!inScopeOf(actor, one.checkId ? 'check.read' : 'ci.read', path)) throw unknown(`dependsOn.${index}`)
  }
  await putDependencies(tx, id, all)
  if (await dependsOnItself(tx, id))
    throw new AppError('check.depends_on_itself', { status: 422, field: 'dependsOn' })
}

/** Nothing is waited for before it could have come. */
function firstStale(values: store.NewValues, now: Date): Date | null {
  if (!isPassive(values.kind) || !values.enabled) return null
  return new Date(now.getTime() + (values.intervalSeconds + values.graceSeconds) * 1000)
}

/**
 * @throws check.unknown_reference, check.bad_spec, check.timeout_too_long, check.secret_needed, check.depends_on_itself
 *   (422) naming the field
 */
export async function createCheckVerb(tx: Tx, actor: Actor, input: Body): Promise<View> {
  await lockDefinitions(tx)
  const values = await valuesOf(tx, actor, input)
  const secrets = settleSecrets(values.kind, values.spec, input.secrets, undefined)
  const id = await store.insertCheck(tx, values, actor.id, (of) => sealSecrets(secrets, of))
  await insertStanding(tx, id, firstStale(values, await dbNow(tx)), !values.enabled)
  await setDependencies(tx, actor, id, input.dependsOn)
  const row = (await store.findCheck(tx, id))!
  await audit(tx, actor, {
    action: 'check.create',
    entity: 'check',
    entityId: id,
    orgId: row.org.id,
    after: { ...trace(row), dependsOn: input.dependsOn },
  })
  return presentCheck(tx, actor, row)
}

/**
 * Another target needs the secrets anew. What it was stays what it is until the next result.
 * @throws check.not_found (404), check.not_yours (403), check.version_stale (412), and as creation
 */
export async function editCheckVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.editCheck>,
): Promise<View> {
  const before = await lockCheck(tx, actor, input.id, input.version)
  const { id, version: _version, ...body } = input
  if (body.kind !== before.kind) throw new AppError('check.kind_stays', { status: 422, field: 'kind' })
  const values = await valuesOf(tx, actor, body)
  const secrets = settleSecrets(values.kind, values.spec, body.secrets, before)
  const was = await selectDependencies(tx, id)
  await store.updateCheck(tx, id, values, sealSecrets(secrets, id))
  await setDependencies(tx, actor, id, body.dependsOn)
  await moveStale(tx, id)
  if (before.enabled !== values.enabled) await switchTo(tx, id, values.enabled, before.pausedUntil !== null)
  const after = (await store.findCheck(tx, id))!
  await audit(tx, actor, {
    action: 'check.edit',
    entity: 'check',
    entityId: id,
    orgId: after.org.id,
    before: { ...trace(before), dependsOn: was },
    after: {
      ...trace(after),
      dependsOn: body.dependsOn,
      ...(Object.keys(body.secrets).length > 0 ? { secretChanged: true } : {}),
    },
  })
  return presentCheck(tx, actor, after)
}

/** A check that is switched off stands as paused; switched on, as one that nothing is known of. */
async function switchTo(tx: Tx, id: string, on: boolean, paused: boolean): Promise<void> {
  const [check] = await lockJudged(tx, [id])
  const now = await dbNow(tx)
  if (on && paused) return
  const change = on
    ? ({ state: 'pending', code: 'resumed', endAlert: false } as const)
    : ({ state: 'paused', code: 'disabled', endAlert: true } as const)
  await setStates(tx, [{ check: check!, ...change }], now)
}

/** What it raised ends; its history is forgotten with time. @throws as lockCheck */
export async function deleteCheckVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.deleteCheck>,
): Promise<Output<typeof contract.deleteCheck>> {
  const before = await lockCheck(tx, actor, input.id, input.version)
  const [check] = await lockJudged(tx, [input.id])
  await endOf(tx, check!, await dbNow(tx))
  await store.removeCheck(tx, input.id)
  await audit(tx, actor, {
    action: 'check.delete',
    entity: 'check',
    entityId: input.id,
    orgId: before.org.id,
    before: trace(before),
  })
  return { id: input.id }
}
