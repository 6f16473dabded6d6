import type { Kysely } from 'kysely'
import type { DB } from '#kernel/db/index.ts'
import type { Settings } from '#kernel/settings/env.ts'
import { seedChanges } from './changes.ts'
import { seedCis } from './cis.ts'
import { seedDuty } from './duty.ts'
import { seedEvaluations } from './evaluations.ts'
import { seedHistory } from './history/seed-history.ts'
import { seedLedgers } from './ledgers/seed-ledgers.ts'
import { seedNorms } from './norms.ts'
import { seedOpen } from './open/seed-open.ts'
import { seedProblems } from './problems.ts'
import { seedReports } from './reports.ts'
import { seedRequests } from './requests/seed-requests.ts'
import { seedDemo } from './seed.ts'
import { seedVoices } from './voices.ts'
import { seedWatch } from './watch/seed-watch.ts'

/**
 * Fills an empty database with the sample city, its past and its present. Each part is one of its own: after a kill the next start
 * goes on with those that are missing, and adds nothing to those that are there.
 * `ZHENGYUN_DEMO_PAST=off`: people, systems and the catalogue only, for whoever tries something that has no need of the rest.
 * @param options `url`: where the server answers, which its own checks watch
 */
export async function seedCity(
  db: Kysely<DB>,
  { settings, url, log }: { settings: Settings; url: string; log: (line: string) => void },
): Promise<void> {
  await seedDemo(db, settings, log)
  if (process.env['ZHENGYUN_DEMO_PAST'] === 'off') return seedRequests(db, log)
  // in this order: reports count what came before them
  await seedHistory(db, log)
  await seedOpen(db, log)
  await seedChanges(db, log)
  await seedRequests(db, log)
  await seedProblems(db, log)
  await seedCis(db, log)
  await seedDuty(db, log)
  await seedWatch(db, url, log)
  await seedNorms(db, log)
  await seedLedgers(db, log)
  await seedVoices(db, log)
  await seedReports(db, log)
  await seedEvaluations(db, log)
}
