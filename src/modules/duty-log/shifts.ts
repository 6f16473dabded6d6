import { audit } from '#kernel/audit/index.ts'
import type { Tx } from '#kernel/db/index.ts'
import { emit } from '#kernel/events/index.ts'
import { personActor } from '#kernel/identity/index.ts'
import { setTimer, cancelTimer } from '#kernel/jobs/index.ts'
import type { AppEvent, Reaction, TimerHandler } from '#kernel/manifest.ts'
import { notify } from '#kernel/notify/index.ts'
import { systemActor } from '#kernel/permission/index.ts'
import { teamLeaders } from '#modules/duty/index.ts'
import { graceMinutes, mostChases } from './lifecycle.ts'
import { fillIn } from './prefill.ts'
import {
  carryLines,
  insertLog,
  leftBehind,
  logOfShift,
  missRow,
  selectLogs,
  touchLog,
  type LogRow,
} from './store/log.ts'
import { loginOf } from './store/people.ts'

const missKind = 'duty-log.miss'
const everything = { paths: ['/'], personId: null }

async function readLog(tx: Tx, id: string, lock = false): Promise<LogRow | undefined> {
  return (await selectLogs(tx, everything, { id, lock, limit: 1 }))[0]
}

/** A shift has begun: it gets its log, and a timer that sees whether it is signed. */
async function openLog(tx: Tx, event: AppEvent): Promise<void> {
  const id = await insertLog(tx, event.entityId)
  if (!id) return
  const log = (await readLog(tx, id))!
  await carryLines(tx, id, await leftBehind(tx, log))
  const dueAt = new Date(log.endsAt.getTime() + graceMinutes * 60_000)
  await setTimer(tx, { kind: missKind, key: id, dueAt })
  await audit(tx, systemActor('duty-log'), {
    action: 'duty-log.open',
    entity: 'duty-log',
    entityId: id,
    orgId: log.org.id,
    after: { team: log.team.name, day: log.day, shift: log.shift },
  })
}

/** A shift is over: what happened is filled in, as far as whoever stood it may see it, and the log asked for. */
async function askForLog(tx: Tx, event: AppEvent): Promise<void> {
  await openLog(tx, event)
  const id = await logOfShift(tx, event.entityId)
  const log = id ? await readLog(tx, id, true) : undefined
  if (log?.state !== 'open') return
  const stood = log.people.filter((one) => one.role !== 'leader')
  const writer = stood[0] ?? log.people[0]
  const login = writer && (await loginOf(tx, writer.id))
  if (login) {
    const filled = await fillIn(tx, await personActor(tx, login), log)
    if (filled > 0) await touchLog(tx, log.id)
  }
  await tell(
    tx,
    log,
    'due',
    stood.map((one) => one.id),
    0,
  )
}

async function tell(
  tx: Tx,
  log: LogRow,
  what: 'due' | 'missed' | 'signed' | 'disputed',
  to: readonly string[],
  time: number,
): Promise<void> {
  await notify(tx, {
    to,
    textKey: `duty-log:notify.${what}`,
    params: { team: log.team.name, day: log.day, shift: log.shift },
    entity: 'duty-log',
    entityId: log.id,
    dedupeKey: `duty-log-${what}:${log.id}:${time}`,
  })
}

export const tellNext = (tx: Tx, log: LogRow): Promise<void> =>
  tell(
    tx,
    log,
    'signed',
    log.next.map((one) => one.id),
    0,
  )
/** What the next shift does not accept is the leader's to settle. */
export const tellDispute = async (tx: Tx, log: LogRow): Promise<void> =>
  tell(tx, log, 'disputed', [...leadersOf(log), ...(await teamLeaders(tx, log.team.id))], 0)
export const endWatch = (tx: Tx, id: string): Promise<void> => cancelTimer(tx, missKind, id)

const leadersOf = (log: LogRow): string[] =>
  log.people.filter((one) => one.role === 'leader').map((one) => one.id)

/** A log that is not there in time is noted, and asked for day by day: of those who stood it, and of their leaders. */
export const missTimer: TimerHandler = {
  kind: missKind,
  run: async (tx, timer) => {
    const log = await readLog(tx, timer.key, true)
    if (log?.state !== 'open') return
    await missRow(tx, log.id)
    if (!log.missed)
      await audit(tx, systemActor('duty-log'), {
        action: 'duty-log.miss',
        entity: 'duty-log',
        entityId: log.id,
        orgId: log.org.id,
        after: { team: log.team.name, day: log.day, shift: log.shift },
      })
    await emit(tx, { type: 'duty-log.missed', entity: 'duty-log', entityId: log.id })
    const to = [...log.people.map((one) => one.id), ...(await teamLeaders(tx, log.team.id))]
    await tell(tx, log, 'missed', to, log.chased + 1)
    if (log.chased + 1 >= mostChases) return
    const dueAt = new Date(timer.dueAt.getTime() + 86_400_000)
    await setTimer(tx, { kind: missKind, key: log.id, dueAt })
  },
}

export const reactions: Reaction[] = [
  { name: 'duty-log.open', on: 'duty.shift-started', run: openLog },
  { name: 'duty-log.ask', on: 'duty.shift-ended', run: askForLog },
]
