import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { transaction, withOwner } from '../db/index.ts'
import { systemActor } from '../permission/actor.ts'
import { testDb, type TestDatabase } from '../testing/database.ts'
import { archiveAudit } from './archive.ts'
import { checkArchive } from './archive-file.ts'
import { inStretches, stretches } from './archive-record.ts'
import { openEntryCodes } from './entry-mac.ts'
import { publicKeys } from './keys.ts'
import { audit } from './record.ts'
import { sealOnce, type SealPlaces } from './seal.ts'
import { verifyAudit } from './verify.ts'

let database: TestDatabase
let owner: pg.Client
let places: SealPlaces
let folder: string

beforeAll(async () => {
  database = await testDb()
  owner = new pg.Client({ connectionString: database.ownerUrl })
  await owner.connect()
})
afterAll(async () => {
  await owner.end()
  await database.close()
})
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'zy-archive-'))
  places = { keys: path.join(folder, 'keys'), heads: path.join(folder, 'audit', 'heads.log') }
  await owner.query('truncate audit_entry; truncate audit_seal; truncate audit_archive')
  for (const month of ['2024-01', '2024-02', '2024-03'])
    await owner.query(`create table if not exists audit_entry_p${month.replace('-', '')} partition of audit_entry
      for values from ('${month}-01 00:00:00+00') to (timestamptz '${month}-01 00:00:00+00' + interval '1 month')`)
  await openEntryCodes(places.keys)
})
afterEach(async () => {
  vi.useRealTimers()
  await rm(folder, { recursive: true })
})

/** Entries that the program wrote on that day, whatever today is. */
async function write(count: number, day?: string): Promise<void> {
  if (day) vi.useFakeTimers({ now: new Date(`${day}T08:00:00Z`), toFake: ['Date'] })
  await transaction(database.db, async (tx) => {
    for (let i = 0; i < count; i++)
      await audit(tx, systemActor('test'), { action: 'a.b', entity: 'c', entityId: `e${i}`, after: { i } })
  })
  vi.useRealTimers()
  if (day)
    await owner.query(
      `update audit_entry set recorded_at = $1::timestamptz + id * interval '1 ms'
       where recorded_at > now() - interval '1 hour'`,
      [`${day}T08:00:00Z`],
    )
}

/** Seals once the transactions of other test files, which share the cluster's numbers, have passed. */
async function sealed(entries: number): Promise<void> {
  let done = 0
  await expect
    .poll(async () => (done += (await sealOnce(database.db, places, 7)).entries), { timeout: 15_000 })
    .toBe(entries)
}

const verify = () => verifyAudit(database.db, places)
const file = () => path.join(folder, 'archive.ndjson')
const archive = (before: string, to = file()) =>
  archiveAudit(database.db, places, { before, file: to }, (work) => withOwner(database.ownerUrl, work))
const trusted = async () => new Map((await publicKeys(places.keys)).map((k) => [k.keyId, k.publicKey]))

describe('archiving', () => {
  it('exports whole months, removes them, and verification says so instead of calling it deletion', async () => {
    await write(5, '2024-01-10')
    await write(6, '2024-02-10')
    await write(4, '2024-03-10')
    await sealed(15)
    // whole months only: March is not over
    const done = await archive('2024-03-20')
    expect(done).toMatchObject({ entries: 11, partitions: ['audit_entry_p202401', 'audit_entry_p202402'] })
    const report = await verify()
    expect(report).toMatchObject({ ok: true, findings: [] })
    expect(report.archived).toEqual({ entries: 11, throughSeal: done.toSeal })
    expect((await owner.query('select from audit_entry')).rowCount).toBe(4 + 1)
    expect(await checkArchive(file(), await trusted())).toMatchObject({ entries: 11 })
    // and the next one begins where this one ended, in the same seal
    const next = await archive('2024-04-01', path.join(folder, 'second.ndjson'))
    expect(next.entries).toBe(4)
    expect(await verify()).toMatchObject({ ok: true, archived: { entries: 15 } })
  })

  it('does not excuse what goes without it', async () => {
    await write(5, '2024-01-10')
    await write(5, '2024-02-10')
    await sealed(10)
    await archive('2024-02-01')
    await owner.query(`delete from audit_entry where entity_id = 'e1'`)
    expect((await verify()).counts).toEqual({ deleted: 1 })
    await owner.query('drop table audit_entry_p202402')
    expect((await verify()).counts).toEqual({ deleted: 5 })
  })

  it('excuses nothing by a record that was forged, widened or taken away', async () => {
    await write(5, '2024-01-10')
    await write(5, '2024-02-10')
    await sealed(10)
    await archive('2024-02-01')
    await owner.query('drop table audit_entry_p202402')
    await owner.query('update audit_archive set ranges = array[1, 9999999], entry_count = 10')
    const widened = await verify()
    expect([widened.counts.signature, widened.counts.deleted]).toEqual([1, 10])
    await owner.query('delete from audit_archive')
    expect((await verify()).counts).toMatchObject({ deleted: 10 })
  })

  it('refuses a trail that does not verify, months that are young, a file that is there, and removes nothing', async () => {
    await write(5, '2024-01-10')
    await sealed(5)
    await writeFile(file(), 'mine')
    await expect(archive('2024-02-01')).rejects.toThrow(/EEXIST/)
    expect(await readFile(file(), 'utf8')).toBe('mine')
    const soon = new Date(Date.now() - 30 * 86_400_000).toISOString().slice(0, 10)
    for (const before of [soon, '2024-13-01', 'x'])
      await expect(archive(before)).rejects.toMatchObject({ code: 'audit.archive_too_young' })
    await expect(archive('2024-01-31')).rejects.toMatchObject({ code: 'audit.archive_empty' })
    await owner.query(`update audit_entry set actor_login = 'x' where entity_id = 'e3'`)
    await expect(archive('2024-02-01')).rejects.toMatchObject({ code: 'audit.archive_refused' })
    expect((await owner.query('select from audit_entry')).rowCount).toBe(5)
    expect((await owner.query('select from audit_archive')).rowCount).toBe(0)
  })

  it('loses nothing when it ends between record and removal', async () => {
    await write(5, '2024-01-10')
    await sealed(5)
    const killed = archiveAudit(database.db, places, { before: '2024-02-01', file: file() }, () =>
      Promise.reject(new Error('killed')),
    )
    await expect(killed).rejects.toThrow('killed')
    expect(await verify()).toMatchObject({ ok: true, archived: { entries: 0, throughSeal: 0 } })
    await archive('2024-02-01', path.join(folder, 'again.ndjson'))
    expect(await verify()).toMatchObject({ ok: true, archived: { entries: 5 } })
  })

  it('tells a changed file from the exported one', async () => {
    await write(3, '2024-01-10')
    await sealed(3)
    await archive('2024-02-01')
    const text = await readFile(file(), 'utf8')
    const lines = text.trimEnd().split('\n')
    const changed = [
      text.replace('"e1"', '"e9"'),
      [...lines.slice(0, -2), lines.at(-1)].join('\n'),
      lines.slice(0, -1).join('\n'),
      text.replace(/"signature":"../, '"signature":"00'),
    ]
    for (const [i, one] of changed.entries()) {
      const copy = path.join(folder, `changed-${i}`)
      await writeFile(copy, one)
      await expect(checkArchive(copy, await trusted()), one.slice(-200)).rejects.toThrow(/line \d+/)
    }
  })
})

describe('stretches', () => {
  it('hold what went and nothing that stayed', () => {
    const ids = fc.uniqueArray(fc.tuple(fc.nat(300), fc.boolean()), { selector: ([id]) => id })
    fc.assert(
      fc.property(ids, (all) => {
        const removed = all.filter(([, gone]) => gone).map(([id]) => id)
        const kept = all.filter(([, gone]) => !gone).map(([id]) => id)
        const ranges = stretches(removed, kept)
        expect(removed.every((id) => inStretches(ranges, id))).toBe(true)
        expect(kept.some((id) => inStretches(ranges, id))).toBe(false)
        expect(ranges.length % 2).toBe(0)
      }),
    )
    expect(stretches([1, 2, 5, 9], [7])).toEqual([1, 5, 9, 9])
  })
})
