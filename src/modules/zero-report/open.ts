import { audit } from '#kernel/audit/index.ts'
import {
  DAY,
  defaultCalendar,
  formatDay,
  parseClock,
  parseDay,
  type CompiledCalendar,
} from '#kernel/calendar/index.ts'
import { dbNow, type Tx } from '#kernel/db/index.ts'
import { systemActor } from '#kernel/permission/index.ts'
import { concerns, periodsBetween } from '#modules/duty/index.ts'
import { arrangeChase, arrangeTelling, endChase } from './chase.ts'
import { backDays, dueOn, occasionsOf } from './lifecycle.ts'
import { selectParties, type PartyRow } from './store/party.ts'
import * as store from './store/report.ts'

/** A report that a party owes on a day. */
interface Owed {
  party: PartyRow
  occasions: string[]
  dueAt: Date
}

/** What every party owes on a day: on statutory holidays by the unit's calendar, and in guarantee periods that are for it. */
async function owedOn(
  tx: Tx,
  calendar: CompiledCalendar,
  day: string,
  parties: readonly PartyRow[],
): Promise<Owed[]> {
  const facts = calendar.day(parseDay(day))
  const holiday = facts.kind === 'holiday' ? (facts.name ?? day) : null
  const periods = await periodsBetween(tx, day, day)
  return parties.flatMap((party) => {
    const mine = periods.filter((one) =>
      concerns(one, { teamId: party.team?.id ?? null, orgPath: party.orgPath }),
    )
    const occasions = occasionsOf(party, { holiday, periods: mine })
    if (occasions.length === 0) return []
    const clock = parseClock(dueOn(party, mine)) * 1000
    return [{ party, occasions, dueAt: new Date(calendar.zone.toInstant(parseDay(day) * DAY + clock)) }]
  })
}

/** Opens what is owed on a day and not there. @returns how many lines are new */
async function openDay(
  tx: Tx,
  day: string,
  owed: readonly Owed[],
  how: { there: ReadonlySet<string>; now: Date; today: boolean },
): Promise<number> {
  const { there, now } = how
  let made = 0
  for (const [toId, lines] of Map.groupBy(owed, (one) => one.party.to.id)) {
    const occasion = [...new Set(lines.flatMap((one) => one.occasions))].join('、')
    const lacking = lines.filter(({ party }) => !there.has(`${day} ${party.id}`))
    if (lacking.length === 0) {
      if (how.today) await store.renameDay(tx, toId, day, occasion)
      continue
    }
    const reportId = await store.reportOf(tx, toId, day, occasion)
    let fresh = 0
    for (const { party, dueAt } of lacking) {
      // what lies a day back or more is only noted: nobody is chased for it
      const past = dueAt.getTime() < now.getTime() - DAY
      const id = await store.insertLine(tx, { reportId, partyId: party.id, dueAt, missed: past })
      if (!id) continue
      fresh++
      if (!past) await arrangeChase(tx, id, dueAt, now, 0)
    }
    if (fresh === 0) continue
    made += fresh
    await arrangeTelling(tx, reportId, new Date(Math.max(...lines.map((one) => one.dueAt.getTime()))))
    await audit(tx, systemActor('zero-report'), {
      action: 'zero-report.open',
      entity: 'zero-report',
      entityId: reportId,
      orgId: toId,
      after: { day, occasion, parties: fresh },
    })
  }
  return made
}

/** Lines of today that nobody owes any more go; those that are due at another time now are moved. */
async function settleToday(tx: Tx, day: string, owed: readonly Owed[], now: Date): Promise<void> {
  const wanted = new Map(owed.map((one) => [one.party.id, one]))
  for (const line of await store.openLines(tx, day)) {
    const { dueAt } = wanted.get(line.partyId) ?? {}
    if (!dueAt) {
      await endChase(tx, line.id)
      await store.dropLine(tx, line)
    } else if (dueAt.getTime() !== line.dueAt.getTime()) {
      await store.moveLine(tx, line.id, dueAt)
      await arrangeChase(tx, line.id, dueAt, now, 0)
    }
  }
}

/**
 * Opens the zero reports of today, and as late those of the last week that nobody opened because nothing ran. Done again it
 * changes nothing, unless parties, periods or the calendar did.
 * @param at absent: now
 * @returns how many lines are new
 */
export async function openReports(tx: Tx, at?: Date): Promise<number> {
  const parties = await selectParties(tx, { activeOnly: true })
  const [calendar, now] = [await defaultCalendar(tx), at ?? (await dbNow(tx))]
  const today = calendar.zone.dayOf(now.getTime())
  const known = await store.linesThere(tx, formatDay(today - backDays), formatDay(today))
  let made = 0
  for (let day = today - backDays; day <= today; day++) {
    const text = formatDay(day)
    // a party that was named when its report of that day had been due already begins on the next
    const owed = (await owedOn(tx, calendar, text, parties)).filter((one) => one.party.createdAt < one.dueAt)
    if (day === today) await settleToday(tx, text, owed, now)
    made += await openDay(tx, text, owed, { there: known, now, today: day === today })
  }
  return made
}
