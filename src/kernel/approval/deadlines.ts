import {
  defaultCalendar,
  dueAt,
  elapsed,
  targetDueAt,
  type CompiledCalendar,
} from '#kernel/calendar/index.ts'
import type { Tx } from '#kernel/db/index.ts'
import { cancelTimer, setTimer } from '#kernel/jobs/index.ts'
import type { ApprovalRow } from './store/approvals.ts'
import type { Approval, Fact, Item } from './words.ts'

export const dueTimer = 'approval.due'
export const remindTimer = 'approval.remind'

interface Change {
  row: ApprovalRow
  before: Approval
  changed: readonly Item[]
  facts: readonly Fact[]
  /** due times so far, by item */
  known: ReadonlyMap<string, Date | null>
  now: Date
}

/**
 * Due times of the changed items, with their timers set and taken back. Time runs while an item waits; who it is
 * transferred to gets no more of it, and a fallback asked because it had run out has no deadline.
 */
export async function dueTimesAfter(tx: Tx, change: Change): Promise<Map<string, Date | null>> {
  const { row, before, changed, known, now } = change
  const due = new Map(known)
  const given = inherited(change.facts, known)
  let calendar: CompiledCalendar | undefined
  for (const item of changed) {
    const was = before.items.find((one) => one.id === item.id)?.state
    if (item.state === 'waiting' && was !== 'waiting') {
      const deadline = row.definition.steps[item.step - 1]?.deadline
      let at = given.get(item.id)
      if (at === undefined) {
        if (deadline) calendar ??= await defaultCalendar(tx)
        at = deadline ? new Date(targetDueAt(calendar!, now.getTime(), deadline)) : null
      }
      due.set(item.id, at)
      if (at && at > now) await arm(tx, (calendar ??= await defaultCalendar(tx)), row.id, item.id, now, at)
    } else if (was === 'waiting' && known.get(item.id)) await disarm(tx, item.id)
  }
  return due
}

function inherited(
  facts: readonly Fact[],
  known: ReadonlyMap<string, Date | null>,
): Map<string, Date | null> {
  const given = new Map<string, Date | null>()
  for (const fact of facts) {
    if (fact.kind === 'transferred') given.set(fact.to.id, known.get(fact.itemId) ?? null)
    if (fact.kind === 'escalated') for (const to of fact.to) given.set(to.id, null)
  }
  return given
}

/** One reminder when half of the working time is over, and the deadline itself. */
async function arm(
  tx: Tx,
  calendar: CompiledCalendar,
  approvalId: string,
  itemId: string,
  now: Date,
  at: Date,
): Promise<void> {
  const data = { approvalId }
  await setTimer(tx, { kind: dueTimer, key: itemId, dueAt: at, data })
  const half = Math.floor(elapsed(calendar, now.getTime(), at.getTime()) / 2)
  if (half > 0)
    await setTimer(tx, {
      kind: remindTimer,
      key: itemId,
      dueAt: new Date(dueAt(calendar, now.getTime(), half)),
      data,
    })
}

async function disarm(tx: Tx, itemId: string): Promise<void> {
  await cancelTimer(tx, dueTimer, itemId)
  await cancelTimer(tx, remindTimer, itemId)
}
