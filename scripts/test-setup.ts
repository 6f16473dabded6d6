/**
 * Vitest's global set-up: one embedded PostgreSQL for the run, whose database is migrated and seeded once and then
 * cloned by every test file (`testDb()` in src/kernel/testing/database.ts).
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { migrate, openDatabase } from '#kernel/db/index.ts'
import { DATABASE, startEmbedded, type EmbeddedPg } from '#kernel/db/embedded/index.ts'
import { seedSample } from '#app/demo/index.ts'
import { prepareDatabase } from '#app/prepare.ts'
import { manifests } from '#app/modules.ts'
import { everyMigrationsFolder } from './migration-folders.ts'

/** Written once, cloned often, thrown away: nothing here has to survive a crash. */
const settings = {
  max_connections: '200',
  shared_buffers: '128MB',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  autovacuum: 'off',
}

/**
 * Starts PostgreSQL in a folder of its own and leaves the template's URLs in `ZHENGYUN_TEST_TEMPLATE`.
 * @returns the teardown: stops PostgreSQL and removes the folder
 */
export default async function setup(): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'zy-test-'))
  let postgres: EmbeddedPg | undefined
  let ended: Promise<void> | undefined
  const teardown = (): Promise<void> =>
    (ended ??= (async () => {
      process.off('SIGINT', interrupted)
      process.off('SIGTERM', interrupted)
      await postgres?.stop()
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
    })())
  const interrupted = (signal: NodeJS.Signals): void => {
    void teardown().finally(() => process.kill(process.pid, signal))
  }
  process.on('SIGINT', interrupted)
  process.on('SIGTERM', interrupted)
  try {
    postgres = await startEmbedded({ dataDir, fsync: false, settings })
    await prepareDatabase(postgres, manifests)
    // a room's own tests run before the room is registered in src/app/modules.ts
    await migrate(postgres.ownerUrl, everyMigrationsFolder())
    await seedSamplePeople(postgres.appUrl, dataDir)
    const { adminUrl, appUrl, ownerUrl } = postgres
    process.env['ZHENGYUN_TEST_TEMPLATE'] = JSON.stringify({ adminUrl, appUrl, ownerUrl, name: DATABASE })
    return teardown
  } catch (error) {
    await teardown()
    throw error
  }
}

/** The sample people and orgs that tests sign in as: the demo's own. */
async function seedSamplePeople(appUrl: string, dataDir: string): Promise<void> {
  const { db, close } = openDatabase(appUrl, { max: 2, name: 'zhengyun test seed' })
  try {
    await seedSample(db, { dataDir })
  } finally {
    // a connection left open would keep the template from being cloned
    await close()
  }
}
