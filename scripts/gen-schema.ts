/**
 * Generates src/kernel/db/schema.ts from a freshly migrated scratch database.
 * `--check` compares instead of writing and exits 1 on drift.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { migrate } from '#kernel/db/migrate.ts'
import { startEmbedded } from '#kernel/db/embedded/index.ts'
import { everyMigrationsFolder } from './migration-folders.ts'

const root = path.join(import.meta.dirname, '..')
const target = path.join(root, 'src/kernel/db/schema.ts')

async function generate(): Promise<string> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'zy-schema-'))
  const postgres = await startEmbedded({ dataDir, fsync: false })
  try {
    await migrate(postgres.ownerUrl, everyMigrationsFolder())
    const out = path.join(dataDir, 'schema.ts')
    execFileSync(path.join(root, 'node_modules/.bin/kysely-codegen'), [
      '--dialect=postgres',
      `--url=${postgres.ownerUrl}`,
      `--out-file=${out}`,
      '--exclude-pattern=public.(schema_migration|*_default|*_p2*)',
      '--default-schema=public',
      '--type-only-imports',
      '--date-parser=string',
      '--type-mapping={"int8":"number"}',
    ])
    return readFileSync(out, 'utf8')
  } finally {
    await postgres.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

const made = await generate()
if (process.argv.includes('--check')) {
  if (made !== readFileSync(target, 'utf8')) {
    console.error('src/kernel/db/schema.ts differs from the migrations: run node scripts/gen-schema.ts')
    process.exitCode = 1
  }
} else {
  writeFileSync(target, made)
  console.log(`${target}: ${made.split('\n').length} lines`)
}
