import type { Kysely } from 'kysely'
import { transaction, type DB } from '#kernel/db/index.ts'
import { configureIdentity } from '#kernel/identity/index.ts'
import { seedKnowledge } from './knowledge.ts'
import { isSetUp, seedPeople } from './people.ts'
import { seedServices } from './services.ts'

/** Works on a demo database only: a production instance has no such accounts. */
export const demoPassword = 'Zhengyun-demo-2026'

/**
 * Fills an empty database with the sample city: orgs, people, groups, services, categories, dispatch rules, articles. A
 * database that is set up already is left as it is.
 * @returns whether it was seeded now
 */
export async function seedDemo(
  db: Kysely<DB>,
  settings: { dataDir: string; publicUrl?: string | undefined },
  log: (line: string) => void = () => undefined,
): Promise<boolean> {
  if (await isSetUp(db)) return false
  configureIdentity(settings)
  const begun = Date.now()
  await transaction(db, async (tx) => {
    const city = await seedPeople(tx, demoPassword)
    await seedKnowledge(tx, await seedServices(tx, city))
  })
  log(`示例城市已就绪 sample city seeded (${((Date.now() - begun) / 1000).toFixed(1)} s)`)
  return true
}

/** The sample city for tests: as the demo's, with a folder of its own for secrets. */
export async function seedSample(db: Kysely<DB>, settings: { dataDir: string }): Promise<void> {
  await seedDemo(db, settings)
}
