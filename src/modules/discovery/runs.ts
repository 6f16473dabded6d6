import { audit } from '#kernel/audit/index.ts'
import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { badCursor, decodeCursor, decodeIdCursor, page } from '#kernel/http/index.ts'
import { inScope, type Actor } from '#kernel/permission/index.ts'
import { isIP } from 'node:net'
import type * as contract from './contract.ts'
import { accessRun, lockRun, lockTarget, visibleDiscovery } from './policy.ts'
import * as store from './store/run.ts'
import { openStates, type RunState } from './words.ts'

type View = Output<typeof contract.getRun>

const isOpen = (state: RunState): boolean => (openStates as readonly RunState[]).includes(state)

/** Runs on the caller's targets, the newest first. @throws http.bad_cursor (422) */
export async function listRunsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listRuns>,
): Promise<Output<typeof contract.listRuns>> {
  const filter = { targetId: input.targetId, before: decodeIdCursor(input.cursor), limit: input.limit + 1 }
  const { items, nextCursor } = page(
    await store.selectRuns(db, visibleDiscovery(actor), filter),
    input.limit,
    (row) => [row.id],
  )
  return { items: items.map((row) => present(actor, row)), nextCursor }
}

/** @throws discovery.not_found (404) */
export async function getRunVerb(db: Db, actor: Actor, input: { id: string }): Promise<View> {
  return present(actor, await accessRun(db, actor, input.id))
}

function present(actor: Actor, row: store.RunRow): View {
  const { orgPath, ...shown } = row
  const may = inScope(actor, 'discovery.manage', orgPath)
  const goesOn = !isOpen(row.state) && row.done < row.total
  const abilities: View['abilities'] = []
  if (may && (row.state === 'queued' || row.state === 'running')) abilities.push('stop')
  if (may && goesOn) abilities.push('continue')
  return { ...shown, abilities }
}

/** What each address answered; silent ones only when asked for. @throws discovery.not_found (404), http.bad_cursor (422) */
export async function listAnswersVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listAnswers>,
): Promise<Output<typeof contract.listAnswers>> {
  await accessRun(db, actor, input.id)
  const after = input.cursor === undefined ? undefined : String(decodeCursor(input.cursor, 1)[0])
  // it would reach the database as an address
  if (after !== undefined && (isIP(after) === 0 || after.includes('%'))) throw badCursor()
  const rows = await store.selectAnswers(db, input.id, {
    silent: input.silent === 'true',
    after,
    limit: input.limit + 1,
  })
  return page(rows, input.limit, (row) => [row.address])
}

/** Queues a run; a worker begins with it within seconds. @throws discovery.not_found (404), discovery.runs_already (409) */
export async function startRunVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.startRun>,
): Promise<View> {
  const target = await lockTarget(tx, actor, input.id)
  const id = await store.insertRun(tx, {
    targetId: target.id,
    trigger: 'hand',
    requestedBy: actor.id,
    total: target.addresses,
  })
  if (!id) throw new AppError('discovery.runs_already', { status: 409 })
  await audit(tx, actor, {
    action: 'discovery.start-run',
    entity: 'discovery-run',
    entityId: id,
    orgId: target.org.id,
    after: { target: target.name, addresses: target.addresses },
  })
  return getRunVerb(tx, actor, { id })
}

/** What was found stays. @throws discovery.not_found (404), discovery.version_stale (412), discovery.has_ended (409) */
export async function stopRunVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.stopRun>,
): Promise<View> {
  const run = await lockRun(tx, actor, input.id, input.version)
  if (!isOpen(run.state)) throw new AppError('discovery.has_ended', { status: 409 })
  const state = run.state === 'queued' ? 'stopped' : 'stopping'
  if (run.state !== 'stopping') await store.setRunState(tx, run.id, state)
  await audit(tx, actor, {
    action: 'discovery.stop-run',
    entity: 'discovery-run',
    entityId: run.id,
    before: { state: run.state },
    after: { state },
  })
  return getRunVerb(tx, actor, { id: run.id })
}

/**
 * Goes on with the addresses that were not asked yet, with new time.
 * @throws discovery.not_found (404), discovery.version_stale (412), discovery.runs_already, discovery.is_complete (409)
 */
export async function continueRunVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.continueRun>,
): Promise<View> {
  const run = await lockRun(tx, actor, input.id, input.version)
  if (run.done >= run.total) throw new AppError('discovery.is_complete', { status: 409 })
  // the target's lock: two runs are not opened at one moment
  await lockTarget(tx, actor, run.target.id)
  if (isOpen(run.state) || !(await store.reopenRun(tx, run.id)))
    throw new AppError('discovery.runs_already', { status: 409 })
  await audit(tx, actor, {
    action: 'discovery.continue-run',
    entity: 'discovery-run',
    entityId: run.id,
    before: { state: run.state, done: run.done },
    after: { state: 'queued' },
  })
  return getRunVerb(tx, actor, { id: run.id })
}
