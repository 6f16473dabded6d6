/**
 * What the other tools do not see: file sizes, queries outside stores, and migrations' names and numbers.
 */
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { readMigrations } from '#kernel/db/index.ts'
import { everyMigrationsFolder } from './migration-folders.ts'

const root = path.join(import.meta.dirname, '..')
const LIMIT = 500
const problems: string[] = []

const sources = globSync(['*.{js,cjs,ts}', '{src,scripts,e2e,live,bench}/**/*.{ts,tsx,css,sql,sh,js,html}'], {
  cwd: root,
})
/** Written by scripts/gen-schema.ts. */
const generated = 'src/kernel/db/schema.ts'

/** Kysely's builder can be reached through a `Db` without importing kysely, which dependency-cruiser cannot see. */
const query = /\.(selectFrom|insertInto|updateTable|deleteFrom|mergeInto|replaceInto)\(|\bsql(<[^>]*>)?`/
const store = /^src\/(kernel|modules)\/[^/]+\/(store\.ts$|store\/)|^src\/kernel\/db\/|\.test\.ts$|\/testing\//

for (const file of sources.sort()) {
  const lines = readFileSync(path.join(root, file), 'utf8').trimEnd().split('\n')
  if (lines.length > LIMIT && file !== generated)
    problems.push(`${file}: ${lines.length} lines, at most ${LIMIT}`)
  if (!/^src\/.*\.tsx?$/.test(file) || store.test(file)) continue
  lines.forEach((line, i) => {
    if (query.test(line))
      problems.push(`${file}:${i + 1}: SQL belongs into the room's store.ts or store/*.ts`)
  })
}

try {
  await readMigrations(everyMigrationsFolder())
} catch (error) {
  problems.push((error as Error).message)
}

for (const line of problems) console.error(line)
if (problems.length > 0) process.exitCode = 1
