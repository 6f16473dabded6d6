import type { Db } from '#kernel/db/index.ts'
import type { Locale } from '#kernel/permission/index.ts'
import { openCalendars } from './config.ts'
import type { GroupStay } from './contract.ts'
import { firstStay } from './hand-over.ts'
import { explainRecord } from './read-clocks.ts'
import { readClocks, readStayClocks, type ClockRecord } from './store/clocks.ts'
import { groupNames, readStays } from './store/stays.ts'
import type { Stay } from './stays.ts'

/**
 * Who had a ticket how long, the earliest first, each stay with the clocks of its agreements explained in words.
 * @param holder the group that has it now, null: none. A first stay that lasts has no row yet and is known by it.
 */
export async function staysOf(
  db: Db,
  input: { ticketId: string; holder: string | null; locale: Locale },
): Promise<GroupStay[]> {
  const { ticketId, holder, locale } = input
  const [known, { records }, own] = await Promise.all([
    readStays(db, ticketId),
    readStayClocks(db, ticketId),
    readClocks(db, [ticketId]),
  ])
  const stays = known.length > 0 ? known : firstStay(ticketId, holder, own.records)
  const names = await groupNames(db, [...new Set(stays.map((s) => s.groupId))])
  // own clocks come with the database's time; a ticket that has stays has them
  const { now } = own
  return Promise.all(
    stays.map(async (stay) => ({
      ...shown(stay, now),
      groupName: names.get(stay.groupId) ?? '',
      clocks: await explained(
        db,
        records.filter((r) => r.stay?.id === stay.id),
        now,
        locale,
      ),
    })),
  )
}

function shown(stay: Stay, now: number): Omit<GroupStay, 'groupName' | 'clocks'> {
  return {
    id: stay.id,
    groupId: stay.groupId,
    beganAt: new Date(stay.beganAt).toISOString(),
    endedAt: stay.endedAt === null ? null : new Date(stay.endedAt).toISOString(),
    endedBy: stay.endedBy,
    seconds: Math.max(0, Math.trunc(((stay.endedAt ?? now) - stay.beganAt) / 1000)),
  }
}

async function explained(
  db: Db,
  records: readonly ClockRecord[],
  now: number,
  locale: Locale,
): Promise<GroupStay['clocks']> {
  const calendarById = await openCalendars(db)
  const clocks: GroupStay['clocks'] = []
  for (const record of records) {
    const cal = await calendarById(record.calendarId)
    const { why: _why, ...view } = await explainRecord(db, cal, record, now, locale)
    clocks.push(view)
  }
  return clocks
}
