import type { TimerHandler, TimerRow } from '#kernel/manifest.ts'
import type { Tx } from '#kernel/db/index.ts'
import { notify } from '#kernel/notify/index.ts'
import { holdersOf, systemActor } from '#kernel/permission/index.ts'
import { dueTimer, remindTimer } from './deadlines.ts'
import { resolve } from './resolve.ts'
import { carryOut, loadHistory, type Loaded } from './run.ts'
import { findApproval } from './store/approvals.ts'
import { standInsOf } from './store/delegations.ts'
import { whoMayDecide } from './store/people.ts'
import type { Item } from './words.ts'

/** The item of a timer if it still waits; the approval is locked, so that no decision comes in between. */
async function stillWaiting(tx: Tx, timer: TimerRow): Promise<{ loaded: Loaded; item: Item } | undefined> {
  const row = await findApproval(tx, String(timer.data['approvalId']), true)
  if (!row || row.state !== 'running') return undefined
  const loaded = await loadHistory(tx, row)
  const item = loaded.approval.items.find((one) => one.id === timer.key && one.state === 'waiting')
  return item && { loaded, item }
}

/** Half of the time is over: who is asked is reminded, with whoever stands in. */
async function remind(tx: Tx, timer: TimerRow): Promise<void> {
  const found = await stillWaiting(tx, timer)
  if (!found) return
  const { row } = found.loaded
  await notify(tx, {
    to: [found.item.personId, ...(await standInsOf(tx, [found.item.personId]))],
    textKey: 'approval:notify.reminder',
    params: { title: row.title, requester: row.requester.name },
    entity: 'approval',
    entityId: row.id,
    dedupeKey: `approval.reminder:${found.item.id}:${timer.dueAt.toISOString()}`,
  })
}

/**
 * The deadline has passed: the step's fallback is asked as well, or the duty leader; whoever is first decides. The
 * one who was asked hears that it is overdue, and so does the requester.
 */
async function overdue(tx: Tx, timer: TimerRow): Promise<void> {
  const found = await stillWaiting(tx, timer)
  if (!found) return
  const { loaded, item } = found
  const { row, approval } = loaded
  const { requesterId, requesterMayDecide } = approval
  const around = { orgPath: row.orgPath, requesterId, requesterMayDecide }
  const fallback = row.definition.steps[item.step - 1]?.fallback
  let personIds = fallback ? await resolve(tx, [fallback], around) : []
  if (personIds.length === 0)
    personIds = await whoMayDecide(
      tx,
      (await holdersOf(tx, { roles: ['duty-leader'] }, row.orgPath)).toSorted(),
    )
  await carryOut(tx, systemActor('approval'), loaded, { kind: 'escalate', itemId: item.id, personIds })
  await notify(tx, {
    to: [item.personId, row.requester.id],
    textKey: 'approval:notify.overdue',
    params: { title: row.title, requester: row.requester.name },
    entity: 'approval',
    entityId: row.id,
    dedupeKey: `approval.overdue:${item.id}`,
  })
}

export const timers: readonly TimerHandler[] = [
  { kind: dueTimer, run: overdue },
  { kind: remindTimer, run: remind },
]
