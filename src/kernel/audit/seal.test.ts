import { chmod, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises'
import { mkdtemp, rm } from 'node:fs/promises'
import { createSocket } from 'node:dgram'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { transaction } from '../db/index.ts'
import { systemActor } from '../permission/actor.ts'
import { testDb, type TestDatabase } from '../testing/database.ts'
import { canonicalJson } from './canonical.ts'
import { openEntryCodes } from './entry-mac.ts'
import { rotateSigningKey } from './keys.ts'
import { audit } from './record.ts'
import { sealOnce as sealNow, type SealPlaces } from './seal.ts'
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
  folder = await mkdtemp(path.join(tmpdir(), 'zy-seal-'))
  places = { keys: path.join(folder, 'keys'), heads: path.join(folder, 'audit', 'heads.log') }
  await owner.query('truncate audit_entry; truncate audit_seal')
  await openEntryCodes(places.keys)
})
afterEach(() => rm(folder, { recursive: true }))

async function write(
  count: number,
  after: Record<string, unknown> = { state: 'new', z: 1.5, a: '备份' },
): Promise<void> {
  await transaction(database.db, async (tx) => {
    for (let i = 0; i < count; i++)
      await audit(tx, systemActor('test'), {
        action: 'incident.file',
        entity: 'incident',
        entityId: `e${i}`,
        after,
      })
  })
}

/** Transactions of this database that still run: theirs are the entries that a sealer has to leave. */
async function ours(): Promise<number> {
  const { rows } = await database.pool.query<{ n: number }>(`select count(*)::int as n from pg_stat_activity
    where datname = current_database() and backend_xid is not null`)
  return rows[0]!.n
}

/** Seals once the transactions of other test files, which share the cluster's numbers, have passed those of ours. */
const sealOnce: typeof sealNow = async (...args) => {
  const limit = Date.now() + 10_000
  // numbers of another cluster, which a test writes by hand, are not waited for
  const behind = `select coalesce(max(xid::text::numeric), 0) >= pg_snapshot_xmin(pg_current_snapshot())::text::numeric
    as behind from audit_entry where xid::text::numeric < 900000000`
  while (Date.now() < limit && (await ours()) === 0) {
    if (!(await database.pool.query<{ behind: boolean }>(behind)).rows[0]!.behind) break
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  return sealNow(...args)
}

const verify = () => verifyAudit(database.db, places)
const ids = async (): Promise<number[]> =>
  (await owner.query<{ id: number }>('select id from audit_entry order by id')).rows.map((row) => row.id)

describe('sealing', () => {
  it('seals everything in batches and finds it in order', async () => {
    await write(7)
    expect(await sealOnce(database.db, places, 3)).toEqual({ seals: 3, entries: 7, tailCut: false })
    await write(2)
    expect(await verify()).toMatchObject({ ok: true, seals: 3, sealedEntries: 7, unsealed: 2 })
    await sealOnce(database.db, places)
    expect(await sealOnce(database.db, places)).toEqual({ seals: 0, entries: 0, tailCut: false })
    expect(await verify()).toMatchObject({ ok: true, seals: 4, sealedEntries: 9, unsealed: 0, findings: [] })
    expect((await readFile(places.heads, 'utf8')).trim().split('\n')).toHaveLength(4)
  })

  it('takes transactions by their number, not by its digits', async () => {
    await owner.query(`insert into audit_entry (actor_kind, actor_login, action, entity, entity_id, xid)
      values ('system', 'x', 'a.b', 'c', 'd', '9'), ('system', 'x', 'a.b', 'c', 'd', '10')`)
    expect(await sealOnce(database.db, places, 1)).toMatchObject({ seals: 2, entries: 2 })
    expect(await sealOnce(database.db, places)).toMatchObject({ entries: 0 })
  })

  it('leaves what is younger than a running transaction, and takes it later though its ids are lower', async () => {
    const slow = new pg.Client({ connectionString: database.appUrl })
    await slow.connect()
    await slow.query('begin')
    await slow.query(
      `insert into audit_entry (actor_kind, actor_login, action, entity, entity_id) values ('system', 'x', 'a.b', 'c', 'd')`,
    )
    await write(2)
    expect(await sealOnce(database.db, places)).toMatchObject({ entries: 0 })
    await slow.query('rollback')
    await slow.end()
    await sealOnce(database.db, places)
    // the rolled back id is a gap and no deletion
    expect(await verify()).toMatchObject({ ok: true, sealedEntries: 2 })
  })

  it('loses nothing with sealers and writers side by side', async () => {
    const writers = Array.from({ length: 4 }, async () => {
      for (let i = 0; i < 15; i++) await write(3)
    })
    const sealers = Array.from({ length: 3 }, async () => {
      for (let i = 0; i < 10; i++) await sealOnce(database.db, places, 20)
    })
    await Promise.all([...writers, ...sealers])
    await sealOnce(database.db, places, 20)
    expect(await verify()).toMatchObject({ ok: true, sealedEntries: 180, unsealed: 0 })
  })

  it('goes on in another cluster after a restore, whose transaction ids start anew', async () => {
    await write(3)
    await sealOnce(database.db, places)
    await write(2)
    await owner.query(
      `update audit_entry set xid = '900000000'::xid8 where id > (select max(last_id) from audit_seal)`,
    )
    await owner.query(`update audit_seal set cluster = 'old'`)
    await sealOnce(database.db, places)
    await write(4)
    await sealOnce(database.db, places)
    const report = await verify()
    expect(report.findings).toEqual([{ kind: 'seal_changed', sealSeq: 1, detail: 'hash' }]) // our own change of `cluster`
    expect(report).toMatchObject({ sealedEntries: 9, unsealed: 0 })
  })

  it('appends heads that a crash kept from the file, and starts a new line after a torn one', async () => {
    await write(1)
    await sealOnce(database.db, places)
    const { size } = await stat(places.heads)
    await truncate(places.heads, size - 20)
    await write(1)
    await sealOnce(database.db, places)
    expect(await verify()).toMatchObject({ ok: true, seals: 2 })
  })

  it('tells a syslog server', async () => {
    const server = createSocket('udp4')
    await new Promise<void>((resolve) => server.bind(0, '127.0.0.1', resolve))
    const got = new Promise<string>((resolve) => server.once('message', (m) => resolve(m.toString())))
    await write(1)
    await sealOnce(database.db, { ...places, syslog: `udp://127.0.0.1:${server.address().port}` })
    expect(await got).toMatch(/^<109>1 \S+ - zhengyun \d+ audit-seal - \{"seq":1,/)
    server.close()
  })

  it('may not be changed by the application', async () => {
    await write(1)
    await sealOnce(database.db, places)
    await expect(database.pool.query('update audit_seal set hash = hash')).rejects.toThrow(
      /permission denied/,
    )
    await expect(database.pool.query('delete from audit_seal')).rejects.toThrow(/permission denied/)
  })
})

describe('verification', () => {
  it('finds nothing in an empty database', async () => {
    expect(await verify()).toMatchObject({ ok: true, seals: 0, unsealed: 0, oldestUnsealedSeconds: 0 })
  })

  it.each([
    ['after', `after = after || '{"state":"closed"}'`],
    ['before', `before = '{}'`],
    ['actor', `actor_login = 'someone'`],
    ['action', `action = 'x.y'`],
    ['entity', `entity_id = 'other'`],
    ['address', `ip = '10.0.0.1'`],
    ['trace', `trace_id = 'x'`],
    ['time', `recorded_at = recorded_at + interval '1 microsecond'`],
    ['origin', `origin = 'import'`],
    ['transaction', `xid = '3'::xid8`],
    ['code', `mac = 'x'`],
  ])('names an entry whose %s was changed', async (_what, set) => {
    await write(5)
    await sealOnce(database.db, places, 2)
    const id = (await ids())[2]!
    await owner.query(`update audit_entry set ${set} where id = $1`, [id])
    const { ok, findings } = await verify()
    expect(ok).toBe(false)
    expect(findings).toEqual([{ kind: 'changed', entryId: id, sealSeq: 2, detail: 'hash' }])
  })

  it('names deleted entries', async () => {
    await write(5)
    await sealOnce(database.db, places)
    const [, second, , , last] = await ids()
    await owner.query('delete from audit_entry where id = any($1)', [[second, last]])
    expect((await verify()).findings).toEqual([
      { kind: 'deleted', entryId: second, sealSeq: 1, detail: 'missing' },
      { kind: 'deleted', entryId: last, sealSeq: 1, detail: 'missing' },
    ])
  })

  const forged = `insert into audit_entry (actor_kind, actor_login, action, entity, entity_id) values ('person', 'mgr01', 'a.b', 'c', 'd') returning id`

  it('names an entry inserted by hand, before and after it was sealed', async () => {
    await write(2)
    const id = (await owner.query<{ id: number }>(forged)).rows[0]!.id
    expect((await verify()).findings).toEqual([{ kind: 'inserted', entryId: id, detail: 'no_code' }])
    await write(1)
    await sealOnce(database.db, places)
    expect((await verify()).findings).toEqual([
      { kind: 'inserted', entryId: id, sealSeq: 1, detail: 'no_code' },
    ])
  })

  it('names an entry slipped in among sealed ones, a second one with the same id, and a copy', async () => {
    await write(3)
    const [first, second, third] = await ids()
    await owner.query('delete from audit_entry where id = $1', [second])
    await sealOnce(database.db, places)
    const columns = 'xid, actor_kind, actor_login, action, entity, entity_id, after, trace_id, nonce, mac'
    const copy = (id: number | undefined, from: number | undefined, at = 'recorded_at') =>
      owner.query(
        `insert into audit_entry (id, recorded_at, ${columns}) overriding system value
         select $1, ${at}, ${columns} from audit_entry where id = $2 limit 1`,
        [id, from],
      )
    await copy(second, first)
    await copy(third, third, `recorded_at + interval '1 second'`)
    const { findings } = await verify()
    expect(findings).toContainEqual({ kind: 'inserted', entryId: second, detail: 'not_sealed' })
    expect(findings).toContainEqual({ kind: 'inserted', entryId: third, detail: 'not_sealed' })
    expect(findings).toContainEqual({ kind: 'inserted', entryId: second, detail: 'copy' })
    await owner.query('delete from audit_entry where id = $1', [second])
    await write(1)
    await sealOnce(database.db, places)
  })

  it('sees a cut-off tail, also when it has grown anew', async () => {
    for (let i = 0; i < 3; i++) {
      await write(2)
      await sealOnce(database.db, places)
    }
    const all = await ids()
    await owner.query('delete from audit_seal where seq = 3')
    await owner.query('delete from audit_entry where id >= $1', [all[4]])
    expect((await verify()).findings).toEqual([
      { kind: 'tail_cut', sealSeq: 3, detail: `entries:${all[4]}-${all[5]}` },
    ])
    await write(1)
    expect(await sealOnce(database.db, places)).toMatchObject({ tailCut: true, seals: 1 })
    expect((await verify()).findings).toEqual([{ kind: 'seal_changed', sealSeq: 3, detail: 'head' }])
  })

  it('sees changed, deleted and re-signed seals, and a shortened heads file', async () => {
    for (let i = 0; i < 3; i++) {
      await write(2)
      await sealOnce(database.db, places)
    }
    await owner.query('update audit_seal set entry_count = 1 where seq = 2')
    await owner.query(`update audit_seal set signature = repeat('a', 128) where seq = 3`)
    expect((await verify()).findings).toEqual([
      { kind: 'seal_changed', sealSeq: 2, detail: 'hash' },
      { kind: 'signature', sealSeq: 3, detail: 'not_valid' },
    ])
    await owner.query('delete from audit_seal where seq = 2')
    const kinds = (await verify()).findings.map((f) => f.kind)
    expect(kinds).toContain('seal_deleted')
    expect(kinds).toContain('inserted')
    await owner.query(`update audit_seal set sealed_at = sealed_at - interval '1 hour'`)
    await writeFile(places.heads, '')
    expect((await verify()).counts.head).toBe(2)
  })
})

describe('keys', () => {
  it('are for their owner only, and rotate with an endorsement', async () => {
    await write(1)
    await sealOnce(database.db, places)
    await rotateSigningKey(places.keys)
    await write(1)
    await sealOnce(database.db, places)
    expect(await verify()).toMatchObject({ ok: true, seals: 2 })
    const modes = await Promise.all(
      (await readdir(places.keys)).map(
        async (name) => (await stat(path.join(places.keys, name))).mode & 0o777,
      ),
    )
    expect(new Set(modes)).toEqual(new Set([0o600]))
    await rotateSigningKey(places.keys)
    const names = await readdir(places.keys)
    expect(names.filter((n) => n.endsWith('.key'))).toHaveLength(2)
    expect(names.filter((n) => n.endsWith('.pub.json'))).toHaveLength(3)
    const key = names.find((n) => n.endsWith('.key'))!
    for (const name of names.filter((n) => n.endsWith('.key')))
      await chmod(path.join(places.keys, name), 0o644)
    await expect(sealOnce(database.db, places)).rejects.toMatchObject({ code: 'audit.key_readable' })
    expect(key).toBeTruthy()
  })
})

describe('canonical JSON', () => {
  it('sorts keys and drops nothing but undefined', () => {
    expect(canonicalJson({ b: [1, { d: null, c: 'é' }], a: undefined, '': -0 })).toBe(
      '{"":0,"b":[1,{"c":"é","d":null}]}',
    )
  })
})
