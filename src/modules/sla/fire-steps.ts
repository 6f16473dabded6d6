import type { Kysely } from 'kysely'
import { audit } from '#kernel/audit/index.ts'
import { transaction, type DB, type Tx } from '#kernel/db/index.ts'
import { emit } from '#kernel/events/index.ts'
import type { PeriodicJob } from '#kernel/manifest.ts'
import { systemActor } from '#kernel/permission/index.ts'
import { percentsOf, type StoredAgreement } from './choose.ts'
import { fire } from './clock.ts'
import { agreementById, openCalendars } from './config.ts'
import { markStep, saveClock, takeDueClocks, type ClockRecord } from './store/clocks.ts'

const batch = 100

/**
 * Fires the steps that have come, in batches, one transaction each: the step's row, the clock's next step and the
 * events commit together, so that a kill loses none and repeats none. A clock with several missed steps fires one
 * per batch, in order. Several workers share the work: each skips what another has locked.
 * @returns how many steps fired
 */
export async function fireSteps(db: Kysely<DB>, size = batch): Promise<number> {
  let total = 0
  for (;;) {
    const fired = await transaction(db, (tx) => fireBatch(tx, size))
    total += fired
    if (fired === 0) return total
  }
}

async function fireBatch(tx: Tx, size: number): Promise<number> {
  const { records } = await takeDueClocks(tx, size)
  if (records.length === 0) return 0
  const calendarById = await openCalendars(tx)
  for (const record of records) {
    const cal = await calendarById(record.calendarId)
    const agreement = await agreementById(tx, record.agreementId)
    const after = { ...record, clock: fire(cal, record.clock, percentsOf(agreement, record.metric)) }
    // a recalculation may arm a step again for the same due time: it moves on, but tells nobody twice
    if (await markStep(tx, record.id, record.clock.nextStep, record.clock.dueAt))
      await tell(tx, record, agreement)
    await saveClock(tx, record, after)
  }
  return records.length
}

async function tell(tx: Tx, record: ClockRecord, agreement: StoredAgreement | undefined): Promise<void> {
  const percent = record.clock.nextStep
  const step = agreement?.escalations.find((e) => e.metric === record.metric && e.atPercent === percent)
  const data = {
    ticketId: record.ticketId,
    metric: record.metric,
    grade: record.grade,
    percent,
    breached: percent >= 100,
    dueAt: new Date(record.clock.dueAt).toISOString(),
    // roles, not people: who they are follows from the ticket
    recipients: step?.notify ?? [],
    // the group's own promise: it is told, whoever may have the ticket when the news arrive
    ...(record.stay ? { stayId: record.stay.id, groupId: record.stay.groupId } : {}),
  }
  const about = { entity: 'ticket', entityId: record.ticketId, data }
  // a breach belongs into the ticket's story also where the agreement has nobody told of it
  if (step || percent === 100) await emit(tx, { type: 'sla.step', ...about })
  // other rooms count breaches of what the customer was promised
  if (percent === 100) await emit(tx, { type: record.stay ? 'sla.stay-breached' : 'sla.breached', ...about })
  await audit(tx, systemActor('sla'), {
    action: percent === 100 ? 'sla.breach' : 'sla.step',
    entity: 'ticket',
    entityId: record.ticketId,
    after: {
      metric: data.metric,
      percent,
      dueAt: data.dueAt,
      recipients: data.recipients,
      ...(record.stay ? { groupId: record.stay.groupId } : {}),
    },
  })
}

export const jobs: readonly PeriodicJob[] = [
  {
    name: 'sla.steps',
    everySeconds: 1,
    run: async ({ db }) => {
      await fireSteps(db)
    },
  },
]
