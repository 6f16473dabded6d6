import type { Kysely } from 'kysely'
import { transaction, type DB } from '#kernel/db/index.ts'
import { personActor } from '#kernel/identity/index.ts'
import { findGroupByName, readOrgNames, rootOrg } from '#kernel/org/index.ts'
import * as duty from '#modules/duty/index.ts'
import { listCis } from '#modules/ci/contract.ts'
import { listCis as readCis } from '#modules/ci/index.ts'
import * as round from '#modules/round/index.ts'
import { groups } from '../city.ts'
import { teamName } from '../duty.ts'
import { seedAlerts, seedEscalation } from './alerts.ts'
import { seedChecks } from './checks.ts'
import { seedRounds } from './rounds.ts'
import { seedZeroReports } from './zero-reports.ts'

/**
 * What the duty room of the sample city watches: checks with readings, rounds, alerts with a rule, a silence and a window,
 * escalation, zero reports; by the verbs, in one transaction. A later start adds nothing.
 * @param url where this process reaches its own server
 */
export async function seedWatch(
  db: Kysely<DB>,
  url: string,
  log: (line: string) => void = () => undefined,
): Promise<void> {
  const local = url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:')
  const checks = await transaction(db, async (tx) => {
    const [lead, manager] = [await personActor(tx, 'lead01'), await personActor(tx, 'mgr01')]
    if ((await round.listRoundPlans(tx, manager)).items.length > 0) return 0
    const unit = (await rootOrg(tx))!
    const orgId = (await readOrgNames(tx)).byCode('om')!.id!
    const group = await findGroupByName(tx, groups.find((one) => one.key === 'net')!.name)
    const items = new Map(
      (await readCis(tx, manager, listCis.query.parse({ limit: 200 }))).items.map((one) => [
        one.code,
        one.id,
      ]),
    )
    const made = await seedChecks(tx, manager, { url: local, orgId, items })
    await seedRounds(tx, lead, { orgId, groupId: group?.id ?? null })
    await seedAlerts(tx, manager, items)
    await seedEscalation(tx, manager, unit.id, unit.path)
    const main = (await duty.listTeams(tx, manager)).items.find((one) => one.name === teamName)
    if (main) await seedZeroReports(tx, manager, main.id)
    return made
  })
  if (checks > 0) log(`监控、巡检、告警、零报告已就绪 watching: ${checks} checks`)
}
