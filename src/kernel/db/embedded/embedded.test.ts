import { spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { runMigrations } from 'graphile-worker'
import pg from 'pg'
import { afterEach, expect, test } from 'vitest'
import { grantAppRole, startEmbedded, withDatabase, type EmbeddedEvent, type EmbeddedPg } from './index.ts'
import { layoutOf } from './layout.ts'
import { allPids, commandLine, identify, isAlive, signal } from './process-id.ts'

const index = path.join(import.meta.dirname, 'index.ts')
const cleanups: Array<() => Promise<void> | void> = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

/** A folder that PostgreSQL's user can pass, as most are; `mode` 0o700 is a home that it cannot. */
function newFolder(mode = 0o755): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'zy-pg-'))
  chmodSync(folder, mode)
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function start(dataDir: string, settings: Record<string, string> = {}): Promise<EmbeddedPg> {
  const embedded = await startEmbedded({ dataDir, fsync: false, settings })
  cleanups.push(() => embedded.stop())
  return embedded
}

async function query<T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query<T>(sql)).rows
  } finally {
    await client.end()
  }
}

/** A process that holds the database until a signal; says `{pid, adopted}` when up, or `{error}`. */
async function holder(
  dataDir: string,
  mode: 'server' | 'command',
): Promise<{ child: ChildProcess; said: { pid: number; adopted: boolean; error?: string } }> {
  const script = `
    import { withDatabase } from ${JSON.stringify(index)}
    const settings = { dataDir: ${JSON.stringify(dataDir)} }
    await withDatabase(settings, ${JSON.stringify(mode)}, async ({ embedded, signal }) => {
      console.log(JSON.stringify({ pid: embedded.pid, adopted: embedded.adopted }))
      const timer = setInterval(() => undefined, 1000)
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
      clearInterval(timer)
    }).catch((error) => console.log(JSON.stringify({ error: error.message })))`
  const { LANG: _lang, LC_ALL: _all, ...env } = process.env
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env,
  })
  cleanups.push(() => void child.kill('SIGTERM'))
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout! }).once('line', resolve)
    child.once('exit', (code) => reject(new Error(`holder ended with ${code}`)))
  })
  return { child, said: JSON.parse(line) }
}

function end(child: ChildProcess, name: NodeJS.Signals): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill(name)
  })
}

test('the first start makes roles, secrets and a UTF-8 database; a restart finds it again', async () => {
  const dataDir = path.join(newFolder(), 'data')
  const first = await start(dataDir)
  await query(first.ownerUrl, 'create table thing (id int generated always as identity, name text)')
  await query(first.appUrl, `insert into thing (name) values ('变更')`)
  const [row] = await query(
    first.appUrl,
    `select current_user as app, pg_encoding_to_char(encoding) as encoding,
    datlocale, has_schema_privilege('public', 'create') as ddl, pg_get_userbyid(datdba) as owner
    from pg_database where datname = current_database()`,
  )
  expect(row).toEqual({
    app: 'zhengyun_app',
    encoding: 'UTF8',
    datlocale: 'C.UTF-8',
    ddl: false,
    owner: 'zhengyun_owner',
  })
  await expect(query(first.appUrl, 'create table x ()')).rejects.toThrow(/permission denied/)
  await expect(query(first.appUrl, 'create temp table x ()')).rejects.toThrow(/permission denied/)
  const secrets = ['pg-app', 'pg-owner', 'pg-superuser'].map((name) => path.join(dataDir, 'secrets', name))
  for (const file of secrets) expect(statSync(file).mode & 0o777).toBe(0o600)
  const shown = allPids().flatMap(commandLine).join(' ')
  for (const file of secrets) expect(shown).not.toContain(readFileSync(file, 'utf8').trim())
  expect(await query(first.adminUrl, 'show listen_addresses')).toEqual([{ listen_addresses: '' }])
  await first.stop()
  await first.stop()
  expect(identify(first.pid)).toBeUndefined()
  const second = await start(dataDir)
  expect(second.adopted).toBe(false)
  expect(second.appUrl).toBe(first.appUrl)
  expect(await query(second.appUrl, 'select name from thing')).toEqual([{ name: '变更' }])
})

test('two users share one cluster and the last to leave stops it', async () => {
  const dataDir = newFolder()
  const [one, two] = await Promise.all([start(dataDir), start(dataDir)])
  expect(one.pid).toBe(two.pid)
  await one.stop()
  expect(await query(two.appUrl, 'select 1 as n')).toEqual([{ n: 1 }])
  await two.stop()
  expect(identify(two.pid)).toBeUndefined()
})

test('a cluster left by a killed process is adopted: no locale, a space in the path, a closed home', async () => {
  const dataDir = path.join(newFolder(0o700), 'my data')
  const { child, said } = await holder(dataDir, 'server')
  expect(said).toMatchObject({ adopted: false })
  await end(child, 'SIGKILL')
  const again = await holder(dataDir, 'server')
  expect(again.said).toEqual({ pid: said.pid, adopted: true })
  await end(again.child, 'SIGTERM')
  expect(identify(said.pid)).toBeUndefined()
})

test('a second server is refused in one line; commands work beside the first, and alone', async () => {
  const dataDir = newFolder()
  const { child, said } = await holder(dataDir, 'server')
  const second = await holder(dataDir, 'server')
  expect(second.said.error).toMatch(/^DATA_DIR: .* is in use by another server \(process \d+\)/)
  expect(second.said.error).not.toContain('\n')
  const settings = { dataDir, databaseUrl: undefined, databaseOwnerUrl: undefined }
  const ask = () =>
    withDatabase(settings, 'command', async ({ appUrl, embedded }) => {
      await query(appUrl, 'select 1')
      return embedded!.pid
    })
  expect(await ask()).toBe(said.pid)
  expect(identify(said.pid)).toBeDefined()
  await end(child, 'SIGINT')
  expect(identify(said.pid)).toBeUndefined()
  expect(identify(await ask())).toBeUndefined()
})

test('a signal ends a command and stops the cluster that it started', async () => {
  const { child, said } = await holder(newFolder(), 'command')
  await end(child, 'SIGTERM')
  expect(identify(said.pid)).toBeUndefined()
})

test('a killed PostgreSQL is up again within seconds, busy orphans or not', async () => {
  const embedded = await start(newFolder())
  const events: EmbeddedEvent[] = []
  embedded.onExit((event) => events.push(event))
  await query(embedded.ownerUrl, 'create table thing (n int)')
  await query(embedded.appUrl, 'insert into thing values (1)')
  // notices nothing, and keeps the shared memory of its dead postmaster
  const busy = query(embedded.appUrl, 'do $$ begin loop end loop; end $$').catch((error: Error) => error)
  await expect
    .poll(() => query(embedded.adminUrl, `select from pg_stat_activity where query like 'do %'`))
    .toHaveLength(1)
  const killed = identify(embedded.pid)!
  signal(killed.pid, 'SIGKILL')
  await expect.poll(() => events.at(-1)?.kind, { timeout: 10_000 }).toBe('restarted')
  expect(events[0]).toEqual({ kind: 'exited', pid: killed.pid })
  expect(await query(embedded.appUrl, 'select n from thing')).toEqual([{ n: 1 }])
  expect(await busy).toBeInstanceOf(Error)
  expect(isAlive(killed)).toBe(false)
}, 20_000)

test('a stale postmaster.pid with the number of a living process does not keep it from starting', async () => {
  const dataDir = newFolder()
  await (await start(dataDir)).stop()
  const lines = [
    process.pid,
    path.join(dataDir, 'pg'),
    1,
    5432,
    path.join(dataDir, 'run/pg'),
    '',
    '0 0',
    'ready',
  ]
  writeFileSync(path.join(dataDir, 'pg', 'postmaster.pid'), `${lines.join('\n')}\n`)
  const embedded = await start(dataDir)
  expect(embedded.adopted).toBe(false)
  expect(await query(embedded.appUrl, 'select 1 as n')).toEqual([{ n: 1 }])
})

test('lost secrets are made anew, and secrets of another installation are taken', async () => {
  const dataDir = newFolder()
  const first = await start(dataDir)
  await first.stop()
  rmSync(path.join(dataDir, 'secrets'), { recursive: true })
  const second = await start(dataDir)
  expect(second.appUrl).not.toBe(first.appUrl)
  expect(await query(second.appUrl, 'select 1 as n')).toEqual([{ n: 1 }])
  await second.stop()
  for (const name of ['pg-app', 'pg-owner', 'pg-superuser'])
    writeFileSync(path.join(dataDir, 'secrets', name), `other-${name}\n`)
  const third = await start(dataDir)
  expect(third.appUrl).toContain(':other-pg-app@')
  expect(await query(third.ownerUrl, 'select 1 as n')).toEqual([{ n: 1 }])
})

test('everything killed at once: what was acknowledged is there at the next start', async () => {
  const dataDir = newFolder()
  const { child, said } = await holder(dataDir, 'server')
  const beside = await start(dataDir)
  await query(beside.ownerUrl, 'create table thing (n int)')
  await query(beside.appUrl, 'insert into thing select generate_series(1, 50000)')
  const all = allPids().filter((pid) =>
    commandLine(pid)[0]?.startsWith(`postgres: ${layoutOf(dataDir).name}: `),
  )
  expect(all.length).toBeGreaterThan(3)
  await beside.stop()
  child.kill('SIGKILL')
  for (const pid of [said.pid, ...all]) signal(pid, 'SIGKILL')
  const again = await start(dataDir)
  expect(again.adopted).toBe(false)
  expect(await query(again.appUrl, 'select count(*)::int as n from thing')).toEqual([{ n: 50000 }])
})

test('data of another PostgreSQL and a folder that is none are refused in one line', async () => {
  const dataDir = newFolder()
  mkdirSync(path.join(dataDir, 'pg'))
  writeFileSync(path.join(dataDir, 'pg', 'PG_VERSION'), '99\n')
  await expect(startEmbedded({ dataDir })).rejects.toMatchObject({
    code: 'DATA_VERSION',
    message: /^DATA_DIR: .*newer PostgreSQL 99/,
  })
  writeFileSync(path.join(dataDir, 'pg', 'PG_VERSION'), '15\n')
  await expect(startEmbedded({ dataDir })).rejects.toMatchObject({
    code: 'DATA_VERSION',
    message: /older PostgreSQL 15/,
  })
  const file = path.join(dataDir, 'pg', 'PG_VERSION')
  await expect(startEmbedded({ dataDir: file })).rejects.toMatchObject({
    code: 'DATA_DIR',
    message: /^DATA_DIR: /,
  })
  await expect(startEmbedded({ dataDir: path.join(file, 'x') })).rejects.toMatchObject({ code: 'DATA_DIR' })
})

test('a setting that PostgreSQL refuses is reported with its own words', async () => {
  await expect(start(newFolder(), { max_connections: 'many' })).rejects.toMatchObject({
    code: 'PG_START',
    message: /^PostgreSQL: .*max_connections/,
  })
})

test('the application role works the queue and keeps what a migration revoked', async () => {
  const embedded = await start(newFolder())
  await runMigrations({ connectionString: embedded.ownerUrl })
  const owner = new pg.Client({ connectionString: embedded.ownerUrl })
  await owner.connect()
  await owner.query(
    'create table audit_entry (id int); revoke update, delete, truncate on audit_entry from zhengyun_app',
  )
  for (let i = 0; i < 2; i++) await grantAppRole(owner, { app: 'zhengyun_app' })
  await owner.end()
  await query(embedded.appUrl, `select graphile_worker.add_job('mail')`)
  expect(await query(embedded.appUrl, 'select task_identifier as task from graphile_worker.jobs')).toEqual([
    { task: 'mail' },
  ])
  await query(embedded.appUrl, 'insert into audit_entry values (1)')
  await expect(query(embedded.appUrl, 'delete from audit_entry')).rejects.toThrow(/permission denied/)
})
