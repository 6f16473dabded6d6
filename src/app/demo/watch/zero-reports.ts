import { formatDay, zoneOf } from '#kernel/calendar/index.ts'
import { dbNow, type Tx } from '#kernel/db/index.ts'
import { personActor } from '#kernel/identity/index.ts'
import { readOrgNames, rootOrg } from '#kernel/org/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { unitZone } from '#kernel/settings/index.ts'
import * as duty from '#modules/duty/index.ts'
import { createPeriod } from '#modules/duty/period-contract.ts'
import { createParty } from '#modules/zero-report/contract.ts'
import * as zero from '#modules/zero-report/index.ts'

const day = 86_400_000

/** A guarantee period around today, for the main duty team and two bureaux; before rosters are made, so that they know it. */
export async function seedPeriod(tx: Tx, manager: Actor, teamId: string): Promise<void> {
  const names = await readOrgNames(tx)
  const today = zoneOf(unitZone()).dayOf((await dbNow(tx)).getTime())
  await duty.createPeriod(
    tx,
    manager,
    createPeriod.body.parse({
      ...{ orgId: (await rootOrg(tx))!.id, name: '全省政务服务现场会保障', level: 'second' },
      ...{ fromDay: formatDay(today - 3), toDay: formatDay(today + 4), needsLeader: true, fullCover: true },
      orgIds: ['zwfw', 'rsj'].map((code) => names.byCode(code)!.id!),
      ...{ teamIds: [teamId], reportBy: '17:00' },
      rules: '期间封网，不做变更；一网通办厂商工程师驻场待命，每日零报告。',
    }),
  )
}

/** What each party says of a day; nothing said: it is missing. */
const said: Readonly<Record<string, readonly (string | null)[]>> = {
  // three days ago, two, yesterday
  team: ['', '', '9 时互联网专线抖动 3 分钟，已切换至备用线路，业务无影响。'],
  zwfw: ['', '', ''],
  rsj: ['', null, ''],
}

/** Three parties with their reports of the last days; one is missing, the first days have been read. */
export async function seedZeroReports(tx: Tx, manager: Actor, teamId: string): Promise<void> {
  const names = await readOrgNames(tx)
  const unit = (await rootOrg(tx))!
  const since = new Date((await dbNow(tx)).getTime() - 10 * day)
  const whose = {
    team: { teamId },
    zwfw: { orgId: names.byCode('zwfw')!.id!, personIds: [(await personActor(tx, 'req01')).id!] },
    rsj: { orgId: names.byCode('rsj')!.id!, personIds: [(await personActor(tx, 'req02')).id!] },
  }
  const parties = new Map<string, string>()
  for (const [key, party] of Object.entries(whose)) {
    const body = createParty.body.parse({ ...party, toOrgId: unit.id, due: '17:00' })
    await zero.createParty(tx, manager, body, since)
    parties.set('teamId' in party ? party.teamId : party.orgId, key)
  }
  const { items } = await zero.listReports(tx, manager, { limit: 10 })
  const past = items.toSorted((a, b) => a.day.localeCompare(b.day)).slice(0, 3)
  for (const [n, report] of past.entries()) {
    const found = await zero.getReport(tx, manager, { id: report.id })
    for (const line of found.lines) {
      const text = said[parties.get(line.team?.id ?? line.org.id) ?? '']?.[n]
      if (text === null || text === undefined) continue
      const at = new Date(new Date(line.dueAt).getTime() - 40 * 60_000)
      const { id, version } = line
      const body = { ...{ id, version, nothing: text === '', text }, ...people(line.team !== null) }
      await zero.fileReport(tx, manager, body, at)
    }
    if (n === 2) continue
    const { id, version } = await zero.getReport(tx, manager, { id: report.id })
    await zero.readReport(tx, manager, { id, version, remark: n === 1 ? '未报单位请说明原因。' : null })
  }
}

const people = (team: boolean) =>
  team ? {} : { leader: '分管领导', duty: '办公室值班员', phone: '65880100' }
