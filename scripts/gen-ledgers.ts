/**
 * Makes the migrations of declared ledgers: of one without a table the whole table, of one that has changed what can be
 * added safely; what cannot (a changed type, a column that is gone) is named for a person to write.
 * `node scripts/gen-ledgers.ts 0740`: the first number to use. `--check` compares only, and exits 1 on drift.
 * A migration it has written is read and mended by a person, then committed; it is never edited once released.
 */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { manifests } from '#app/modules.ts'
import { migrationFolders } from '#app/prepare.ts'
import { migrate } from '#kernel/db/migrate.ts'
import { startEmbedded } from '#kernel/db/embedded/index.ts'
import { ledgerDrift } from '#kernel/ledger/drift.ts'
import { everyMigrationsFolder } from './migration-folders.ts'

const root = path.join(import.meta.dirname, '..')

const taken = (): Set<number> =>
  new Set(
    everyMigrationsFolder().flatMap((folder) => readdirSync(folder).map((name) => Number(name.slice(0, 4)))),
  )

function nextFree(from: number): string {
  const numbers = taken()
  let n = from
  while (numbers.has(n)) n++
  return String(n).padStart(4, '0')
}

async function compare(): Promise<Awaited<ReturnType<typeof ledgerDrift>>> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'zy-ledgers-'))
  const postgres = await startEmbedded({ dataDir, fsync: false })
  try {
    await migrate(postgres.ownerUrl, migrationFolders(manifests))
    return await ledgerDrift(postgres.ownerUrl)
  } finally {
    await postgres.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

const drifts = await compare()
if (process.argv.includes('--check')) {
  for (const { ledger, statements, byHand } of drifts) {
    console.error(`ledger ${ledger} differs from its table: run node scripts/gen-ledgers.ts`)
    for (const line of [...statements, ...byHand]) console.error(`  ${line.split('\n')[0]}`)
  }
  if (drifts.length > 0) process.exitCode = 1
} else {
  const first = Number(process.argv[2])
  if (!Number.isInteger(first)) throw new Error('node scripts/gen-ledgers.ts <first migration number>')
  for (const { ledger, room, table, statements, byHand } of drifts) {
    const folder = manifests.find((one) => one.name === room)?.folder
    if (!folder) throw new Error(`ledger ${ledger} belongs to no room ${room}`)
    if (statements.length > 0) {
      const file = path.join(folder, 'migrations', `${nextFree(first)}_${table}.sql`)
      writeFileSync(file, `${statements.join('\n')}\n`)
      console.log(path.relative(root, file))
    }
    for (const line of byHand) console.log(`${ledger}: write by hand: ${line}`)
  }
}
