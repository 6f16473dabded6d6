import type { Kysely } from 'kysely'
import { dbNow, transaction, type DB, type Tx } from '#kernel/db/index.ts'
import { findPersonByLogin, personActor } from '#kernel/identity/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import * as duty from '#modules/duty/index.ts'
import { seedPeriod } from './watch/zero-reports.ts'

const everyKind = ['work', 'rest', 'holiday'] as const
const ordinary = ['work', 'rest'] as const
export const teamName = '运维值班组'
const vendorName = '驻场服务组'

const iso = (year: number, month: number, day: number): string =>
  new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10)

/** First and last day of the month `ahead` months from now, by the clock of Shanghai. */
function monthOf(now: Date, ahead: number): { fromDay: string; toDay: string } {
  const local = new Date(now.getTime() + 8 * 3_600_000)
  const [year, month] = [local.getUTCFullYear(), local.getUTCMonth() + ahead]
  return { fromDay: iso(year, month, 1), toDay: iso(year, month + 1, 0) }
}

/**
 * Duty of the sample city: a team day and night with its leading cadre and a rotation of its own for holidays, and the people
 * of the vendor on working days. This month and the next are published, the one after is a draft; a demo that is started
 * again later gets the months that are missing.
 */
export async function seedDuty(db: Kysely<DB>, log: (line: string) => void = () => undefined): Promise<void> {
  const made = await transaction(db, async (tx) => {
    const lead = await personActor(tx, 'lead01')
    const known = (await duty.listTeams(tx, lead)).items
    const main = known.find((one) => one.name === teamName)?.id ?? (await makeMain(tx, lead))
    const vendor = known.find((one) => one.name === vendorName)?.id ?? (await makeVendor(tx, lead))
    const now = await dbNow(tx)
    if (known.length === 0) await seedPeriod(tx, await personActor(tx, 'mgr01'), main)
    let rosters = 0
    for (const ahead of [0, 1, 2])
      for (const teamId of [main, vendor])
        if (await makeRoster(tx, lead, teamId, monthOf(now, ahead), ahead < 2)) rosters++
    if (known.length === 0) await askForSwap(tx, main, now)
    return rosters
  })
  if (made > 0) log(`值班表已就绪 duty rosters made (${made})`)
}

async function idsOf(tx: Tx, logins: readonly string[]): Promise<string[]> {
  const ids: string[] = []
  for (const login of logins) ids.push((await findPersonByLogin(tx, login))!.id)
  return ids
}

/** The org in which somebody works. */
const orgOf = async (tx: Tx, login: string): Promise<string> => (await findPersonByLogin(tx, login))!.orgId

const memberOf = (personId: string, leader = false) => ({
  personId,
  leader,
  phone: '',
  joinedOn: '2026-01-01',
})
const turn = { minRestHours: 0, maxTurns: 1, pattern: null, anchor: null, needed: 1 }

async function makeMain(tx: Tx, lead: Actor): Promise<string> {
  const people = await idsOf(tx, ['eng01', 'eng02', 'desk01', 'desk02'])
  const [lead01, mgr01] = (await idsOf(tx, ['lead01', 'mgr01'])) as [string, string]
  const team = await duty.createTeam(tx, lead, {
    orgId: await orgOf(tx, 'lead01'),
    name: teamName,
    phone: '65881000',
    place: '政务信息中心一楼值班室',
    calendarId: null,
    main: true,
    fullCover: true,
    active: true,
    plan: [
      { code: 'day', name: '白班', from: '08:30', to: '17:30', on: [...everyKind] },
      { code: 'night', name: '夜班', from: '17:30', to: '08:30', on: [...everyKind] },
    ],
    members: [...people.map((id) => memberOf(id)), memberOf(lead01, true), memberOf(mgr01, true)],
  })
  await duty.setRotations(tx, lead, {
    id: team.id,
    version: team.version,
    rotations: [
      {
        ...turn,
        name: '领导带班',
        role: 'leader',
        days: [...everyKind],
        unit: 'week',
        people: [lead01, mgr01],
      },
      {
        ...turn,
        name: '日常值班',
        role: 'duty',
        days: [...ordinary],
        unit: 'shift',
        minRestHours: 12,
        people,
      },
      {
        ...turn,
        name: '节假日值班',
        role: 'duty',
        days: ['holiday'],
        unit: 'shift',
        minRestHours: 12,
        people: people.toReversed(),
      },
    ],
  })
  // somebody is away in the middle of next month: the roster goes around it
  const { fromDay } = monthOf(await dbNow(tx), 1)
  await duty.createAbsence(tx, lead, {
    personId: people[3]!,
    fromDay: `${fromDay.slice(0, 8)}10`,
    toDay: `${fromDay.slice(0, 8)}14`,
    kind: 'training',
    note: '网络安全培训',
  })
  return team.id
}

async function makeVendor(tx: Tx, lead: Actor): Promise<string> {
  const people = await idsOf(tx, ['vend01'])
  const team = await duty.createTeam(tx, lead, {
    orgId: await orgOf(tx, 'vend01'),
    name: vendorName,
    phone: '65889100',
    place: '政务信息中心二楼',
    calendarId: null,
    main: true,
    fullCover: false,
    active: true,
    plan: [{ code: 'day', name: '驻场', from: '09:00', to: '18:00', on: ['work'] }],
    members: people.map((id) => memberOf(id)),
  })
  await duty.setRotations(tx, lead, {
    id: team.id,
    version: team.version,
    rotations: [{ ...turn, name: '驻场', role: 'duty', days: ['work'], unit: 'week', maxTurns: 31, people }],
  })
  return team.id
}

/** @returns false when there is a roster in that month already */
async function makeRoster(
  tx: Tx,
  lead: Actor,
  teamId: string,
  month: { fromDay: string; toDay: string },
  publish: boolean,
): Promise<boolean> {
  const { items } = await duty.listRosters(tx, lead, { id: teamId })
  if (items.some((one) => one.fromDay <= month.toDay && one.toDay >= month.fromDay)) return false
  const { id, version } = await duty.createRoster(tx, lead, { teamId, ...month })
  if (publish) await duty.publishRoster(tx, lead, { id, version })
  return true
}

/** An engineer would like somebody to stand a night a week ahead. */
async function askForSwap(tx: Tx, teamId: string, now: Date): Promise<void> {
  const engineer = await personActor(tx, 'eng01')
  const week = 7 * 86_400_000
  const shifts = await duty.shiftsBetween(tx, {
    teamId,
    from: new Date(now.getTime() + week),
    to: new Date(now.getTime() + 3 * week),
  })
  const own = shifts.find(
    (s) => s.night && s.from > now && s.people.some((p) => p.personId === engineer.id && p.role === 'duty'),
  )
  if (own)
    await duty.askSwap(tx, engineer, {
      shiftId: own.shiftId,
      role: 'duty',
      reason: '当晚有机房割接，需要到现场',
    })
}
