import { Readable } from 'node:stream'
import type { Kysely } from 'kysely'
import { approve, approvalOf } from '#kernel/approval/index.ts'
import { transaction, type DB, type Tx } from '#kernel/db/index.ts'
import { personActor } from '#kernel/identity/index.ts'
import {
  anyRecord,
  createRecord,
  ledgerAt,
  moveRecord,
  uploadFor,
  type Ledger,
} from '#kernel/ledger/index.ts'
import { addStock } from '#modules/consumable/index.ts'
import { look, valuesOf, type Around } from './around.ts'
import { consumables, records, type SampleMove, type SampleRecord } from './records.ts'
import { seedAssets } from './seed-assets.ts'
import { seedStocktakes } from './stocktakes.ts'

/**
 * Gives the sample city its ledgers: assets of its machine room and offices, records of every declared ledger in different
 * states of their lives, stock of consumables, one stocktake that is closed and one that is being counted. By the verbs, as
 * the people whose work it is; files before, the rest in one transaction. A later start adds nothing.
 */
export async function seedLedgers(
  db: Kysely<DB>,
  log: (line: string) => void = () => undefined,
): Promise<void> {
  if (await anyRecord(db, ledger('asset'))) return
  const files = await uploaded(db)
  await transaction(db, async (tx) => {
    const around = await look(tx, files)
    const assets = await seedAssets(tx, around)
    for (const one of records) await write(tx, around, one)
    await stock(tx, around)
    await seedStocktakes(tx, around)
    log(`示例资产与台账 assets and ledgers: ${assets + records.length + consumables.length}`)
  })
}

function ledger(name: string): Ledger {
  const found = ledgerAt(name)
  if (!found) throw new Error(`there is no ledger ${name}`)
  return found
}

/** Files that moves want, taken before the transaction: no connection waits for bytes. */
async function uploaded(db: Kysely<DB>): Promise<Map<string, string>> {
  const files = new Map<string, string>()
  for (const { ledger: of, moves = [] } of records)
    for (const { by, values = {} } of moves)
      for (const value of Object.values(values)) {
        if (typeof value !== 'object' || !('file' in value)) continue
        const actor = await personActor(db, by)
        const stream = Readable.from([Buffer.from(`${value.file}（演示用附件，正式使用时为扫描件）\n`)])
        const upload = { fileName: value.file, declaredType: 'text/plain', stream }
        files.set(value.file, (await uploadFor(db, actor, ledger(of), upload)).id)
      }
  return files
}

async function write(tx: Tx, around: Around, sample: SampleRecord): Promise<void> {
  const into = ledger(sample.ledger)
  const values = await valuesOf(around, sample.values)
  const orgId = around.orgId('om')
  let record = await createRecord(tx, await around.person(sample.by), into, { orgId, values })
  around.made.set(`${sample.ledger} ${String(record.values[into.def.titleField])}`, record.id)
  for (const move of sample.moves ?? []) {
    const { reason, by } = move
    record = await moveRecord(tx, await around.person(by), into, move.move, {
      ...{ id: record.id, version: record.version, reason },
      values: await valuesOf(around, move.values ?? {}),
    })
    if (move.agreed) await agree(tx, around, { entity: sample.ledger, id: record.id }, move)
  }
}

/** The move itself follows a moment later, as always: the worker carries out what was agreed to. */
async function agree(
  tx: Tx,
  around: Around,
  subject: { entity: string; id: string },
  { agreed, move }: SampleMove,
): Promise<void> {
  const asked = await approvalOf(tx, subject)
  if (!asked) throw new Error(`${subject.entity} ${move} asked nobody`)
  await approve(tx, await around.person(agreed!), { id: asked.id, version: asked.version, reason: '同意' })
}

async function stock(tx: Tx, around: Around): Promise<void> {
  const keeper = await around.person('asset01')
  for (const { values, entries } of consumables) {
    const record = await createRecord(tx, keeper, ledger('consumable'), {
      orgId: around.orgId('om'),
      values: await valuesOf(around, values),
    })
    for (const [kind, quantity, purpose] of entries)
      await addStock(tx, keeper, { id: record.id, kind, quantity, purpose })
  }
}
