import { existsSync } from 'node:fs'
import path from 'node:path'
import { runMigrations, Logger } from 'graphile-worker'
import {
  migrate,
  openDatabase,
  requireMigrated,
  transaction,
  withOwner,
  withOwnerPool,
} from '#kernel/db/index.ts'
import { grantAppRole, roleOf } from '#kernel/db/embedded/index.ts'
import { maintainPartitions } from '#kernel/db/partitions.ts'
import { registerTexts } from '#kernel/http/index.ts'
import { ensureShippedRoles } from '#kernel/permission/index.ts'
import type { Manifest } from '#kernel/manifest.ts'

const kernelFolder = path.join(import.meta.dirname, '../kernel')

/** Folders with migrations: every room's, and the kernel pieces that are no rooms of their own. */
export function migrationFolders(manifests: readonly Manifest[]): string[] {
  const bare = ['db', 'events', 'jobs', 'numbering', 'search', 'settings'].map((name) =>
    path.join(kernelFolder, name),
  )
  const all = new Set([...bare, ...manifests.map((m) => m.folder)].map((f) => path.join(f, 'migrations')))
  return [...all].filter((f) => existsSync(f))
}

/**
 * Brings a database to this program's state: migrations, job queue, rights of the application's role,
 * partitions, and the rows that ship. Safe to repeat; what `zhengyun migrate` and every start do.
 */
export async function prepareDatabase(
  urls: { appUrl: string; ownerUrl: string },
  manifests: readonly Manifest[],
  log: (line: string) => void = () => undefined,
): Promise<void> {
  for (const m of manifests) registerTexts(m.name, m.locales)
  const appRole = roleOf(urls.appUrl)
  await withOwner(urls.ownerUrl, (owner) => grantAppRole(owner, { app: appRole }))
  await migrate(urls.ownerUrl, migrationFolders(manifests), log)
  await migrateQueue(urls.ownerUrl)
  await withOwner(urls.ownerUrl, async (owner) => {
    await grantAppRole(owner, { app: appRole })
    await maintainPartitions(owner, appRole === roleOf(urls.ownerUrl) ? null : appRole)
  })
  const { db, close } = openDatabase(urls.appUrl, { max: 2, name: 'zhengyun prepare' })
  try {
    await transaction(db, (tx) => ensureShippedRoles(tx, manifests))
    for (const m of manifests) {
      const ensure = m.ensureShipped
      if (ensure) await transaction(db, (tx) => ensure(tx))
    }
  } finally {
    await close()
  }
}

/** Where this process may not migrate: refuses a database that is older or newer than this program. */
export async function requirePrepared(appUrl: string, manifests: readonly Manifest[]): Promise<void> {
  for (const m of manifests) registerTexts(m.name, m.locales)
  await requireMigrated(appUrl, migrationFolders(manifests))
}

/** The maintenance that needs the owner's role while the program runs: partitions ahead, retention. */
export async function maintain(urls: { appUrl: string; ownerUrl: string }): Promise<void> {
  const appRole = roleOf(urls.appUrl)
  await withOwner(urls.ownerUrl, async (owner) => {
    await maintainPartitions(owner, appRole === roleOf(urls.ownerUrl) ? null : appRole)
  })
}

async function migrateQueue(ownerUrl: string): Promise<void> {
  await withOwnerPool(ownerUrl, (pool) =>
    runMigrations({ pgPool: pool, logger: new Logger(() => () => undefined) }),
  )
}
