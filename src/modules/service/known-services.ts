import type { Db } from '#kernel/db/index.ts'
import { ConfigCache } from './config-cache.ts'
import { compileMatchers } from './matchers.ts'
import { readMatchers, readServiceFacts, type ServiceFacts } from './store.ts'

const services = new ConfigCache('service', async (db) => {
  const byId = new Map((await readServiceFacts(db)).map((s) => [s.id, s]))
  return { byId, match: compileMatchers(await readMatchers(db)) }
})

/** What intake, dispatch and clocks need of a service, from memory; undefined for an unknown id. Look at `active`. */
export async function serviceForIntake(db: Db, id: string): Promise<ServiceFacts | undefined> {
  return (await services.get(db)).byId.get(id)
}

/** The active service that an alert's labels belong to, by matchers that were compiled before. */
export async function serviceByLabels(
  db: Db,
  labels: Record<string, string>,
): Promise<ServiceFacts | undefined> {
  const { byId, match } = await services.get(db)
  const id = match(labels)
  return id === undefined ? undefined : byId.get(id)
}
