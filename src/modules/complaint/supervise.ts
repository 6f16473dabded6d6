import { audit } from '#kernel/audit/index.ts'
import { workingDaysAfter } from '#kernel/calendar/index.ts'
import { dbNow, type Tx } from '#kernel/db/index.ts'
import { cancelTimer, setTimer } from '#kernel/jobs/index.ts'
import type { TimerHandler } from '#kernel/manifest.ts'
import { notify } from '#kernel/notify/index.ts'
import { leaderOf } from '#kernel/org/index.ts'
import { holdersOf, systemActor } from '#kernel/permission/index.ts'
import { owesAnswer } from './lifecycle.ts'
import { selectComplaints, type ComplaintRow } from './store/read.ts'
import { insertEntry, markSupervised } from './store/write.ts'

export const lateKind = 'complaint.late'
/** Working days after which one that is late is pressed for again. */
const again = 2

/** Keeps the watch on the deadline that runs: of the acknowledgement, then of the answer; none once it is answered. */
export async function watch(tx: Tx, row: ComplaintRow): Promise<void> {
  if (!owesAnswer(row.state)) return cancelTimer(tx, lateKind, row.id)
  const dueAt = row.state === 'received' ? row.ackDueAt : row.answerDueAt
  await setTimer(tx, { kind: lateKind, key: row.id, dueAt })
}

/** What is late is pressed for 督办: handler, intake and the org's leader, again and again until it is answered. */
export const lateTimer: TimerHandler = {
  kind: lateKind,
  run: async (tx, timer) => {
    const everything = { paths: ['/'], personId: null }
    const [row] = await selectComplaints(tx, everything, { id: timer.key, lock: true, limit: 1 })
    if (!row || !owesAnswer(row.state) || !row.late) return
    await markSupervised(tx, row.id)
    await insertEntry(tx, { id: row.id, kind: 'late', by: null, open: false })
    await tellLate(tx, row)
    await audit(tx, systemActor('complaint', `timer:${row.id}`), {
      action: 'complaint.late',
      entity: 'complaint',
      entityId: row.id,
      orgId: row.org.id,
      after: { state: row.state, supervised: row.supervised + 1 },
    })
    const next = await workingDaysAfter(tx, await dbNow(tx), again)
    // acknowledged late, it may be due for its answer before it is pressed for again
    const dueAt = row.answerDueAt > (await dbNow(tx)) && row.answerDueAt < next ? row.answerDueAt : next
    await setTimer(tx, { kind: lateKind, key: row.id, dueAt })
  },
}

async function tellLate(tx: Tx, row: ComplaintRow): Promise<void> {
  const leader = await leaderOf(tx, row.orgPath, row.aboutPerson?.id ?? null)
  const takeIn = await holdersOf(tx, { permission: 'complaint.intake' }, row.orgPath)
  const people = [row.handler?.id, leader, ...takeIn].filter((one) => one != null)
  await notify(tx, {
    to: people.filter((one) => one !== row.aboutPerson?.id),
    textKey: row.state === 'received' ? 'complaint:notify.late-ack' : 'complaint:notify.late-answer',
    params: { number: row.number, title: row.title },
    entity: 'complaint',
    entityId: row.id,
    dedupeKey: `complaint.late:${row.id}:${row.supervised}`,
  })
}
