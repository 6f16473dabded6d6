import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { available, configureProbes, listPlugins, runProbe } from './index.ts'
import { readFping } from './kinds/ping.ts'
import type { Outcome } from './outcome-contract.ts'
import { openHandles, untilReleased } from './testing/servers.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'zy-plugins-'))
/** A number that no other process sleeps for. */
const long = `${process.pid}.123`
const plugins: Record<string, string> = {
  check_fine: `echo "OK - $1 [$2] | time=0.2s;1;2;0 'a b'=5%;~:4"`,
  check_warn: 'echo WARN; exit 1',
  check_bad: 'echo BAD >&2; exit 2',
  check_odd: 'echo odd; exit 77',
  check_killed: 'kill -9 $$',
  check_env: 'env',
  check_hang: `echo begun; sleep ${long}`,
  check_fork: `(sleep ${long} &) ; (setsid sleep ${long} &) ; sleep ${long}`,
  check_leave: `sleep ${long} & echo done`,
  check_flood: 'yes 0123456789012345678901234567890123456789',
  check_big: `head -c 300000 /dev/zero | tr '\\0' x`,
}
let handles = 0
beforeAll(() => {
  for (const [name, text] of Object.entries(plugins))
    writeFileSync(path.join(folder, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 })
  writeFileSync(path.join(folder, 'not_executable'), 'x', { mode: 0o644 })
  configureProbes({ pluginFolders: [folder, '/no/such/folder'], fileFolders: [path.join(folder, 'files')] })
})
afterAll(() => {
  configureProbes({})
  rmSync(folder, { recursive: true })
})
beforeEach(() => {
  handles = openHandles()
})
afterEach(() => untilReleased(handles))

const run = (plugin: string, args: string[] = [], timeoutMs = 5000): Promise<Outcome> =>
  runProbe('nagios', { plugin, args, host: 'db-1' }, { timeoutMs, secret: { password: '$HOST$ "quoted"' } })

/** What of plugins still sleeps: their command lines. */
function left(): string[] {
  return readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return []
    try {
      const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      return line.includes(`sleep\0${long}`) ? [line] : []
    } catch (error) {
      // it has ended meanwhile
      if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return []
      throw error
    }
  })
}

describe('a plugin', () => {
  it('is told as it is: exit code, text, figures; its own thresholds are only told', async () => {
    const outcome = await run('check_fine', ['$HOST$; rm -rf /', '$PASSWORD$'])
    expect(outcome).toMatchObject({
      state: 'ok',
      code: 'ok',
      output: 'OK - db-1; rm -rf / [$HOST$ "quoted"]',
    })
    expect(outcome.figures).toEqual([
      { name: 'time', value: 0.2, unit: 's', warn: '1', crit: '2', min: 0 },
      { name: 'a b', value: 5, unit: '%', warn: '~:4' },
    ])
    const own = { plugin: 'check_fine', thresholds: [{ figure: 'a b', warning: '3', critical: '4' }] }
    expect(await runProbe('nagios', own, { timeoutMs: 5000 })).toMatchObject({
      state: 'critical',
      code: 'threshold',
    })
    expect(await run('check_warn')).toMatchObject({ state: 'warning', code: 'plugin', output: 'WARN' })
    expect(await run('check_bad')).toMatchObject({ state: 'critical', code: 'plugin', output: 'BAD' })
    expect(await run('check_odd')).toMatchObject({
      state: 'unknown',
      code: 'plugin_broken',
      params: { reason: 'exit 77' },
    })
    expect(await run('check_killed')).toMatchObject({ code: 'plugin_broken', params: { reason: 'SIGKILL' } })
  })

  it('gets none of our environment', async () => {
    process.env['DATABASE_URL'] = 'postgresql://own:secret@db/zy'
    const { output } = await run('check_env')
    delete process.env['DATABASE_URL']
    expect(output).toContain('LC_ALL=C.UTF-8')
    expect(output).not.toMatch(/secret|HOME|NODE/)
  })

  it('is started from its folders only', async () => {
    expect(await listPlugins()).toEqual(Object.keys(plugins).sort())
    expect((await run('not_executable')).code).toBe('plugin_missing')
    expect((await run('check_none')).code).toBe('plugin_missing')
    for (const name of ['../bin/sh', '/bin/sh', '.hidden', '-c'])
      expect((await run(name)).code).toBe('bad_spec')
    configureProbes({ pluginFolders: ['/no/such/folder'] })
    expect(await available('nagios')).toEqual({ ok: false, why: 'no_plugins' })
    configureProbes({ pluginFolders: [folder], fileFolders: [path.join(folder, 'files')] })
  })

  it('that hangs or forks is ended with all that it began', async () => {
    expect(await run('check_hang', [], 300)).toMatchObject({ state: 'unknown', code: 'timeout' })
    expect(await run('check_fork', [], 400)).toMatchObject({ state: 'unknown', code: 'timeout' })
    // what it left behind sleeps for long; to wait for that would be a timeout
    expect(await run('check_leave')).toMatchObject({ state: 'ok', output: 'done' })
    await expect.poll(left).toEqual([])
    const stop = new AbortController()
    const running = runProbe('nagios', { plugin: 'check_fork' }, { timeoutMs: 60_000, signal: stop.signal })
    // all three of its sleepers are there
    await expect.poll(() => left().length).toBe(3)
    stop.abort()
    expect((await running).code).toBe('stopped')
    await expect.poll(left).toEqual([])
  })

  it('that prints without end is ended, and what it said is cut', async () => {
    const before = process.memoryUsage().rss
    expect(await run('check_flood')).toMatchObject({
      state: 'unknown',
      code: 'plugin_broken',
      params: { reason: 'output' },
    })
    const big = await run('check_big')
    expect([big.state, big.output.length]).toEqual(['ok', 4000])
    expect(process.memoryUsage().rss - before).toBeLessThan(100e6)
  })
})

describe('a file', () => {
  const at = path.join(folder, 'files')
  const look = (file: string, more: object = {}): Promise<Outcome> =>
    runProbe('file', { path: file, ...more }, { timeoutMs: 2000 })

  it('is looked at below the allowed folders only, links followed to their end', async () => {
    mkdirSync(path.join(at, 'backups'), { recursive: true })
    writeFileSync(path.join(at, 'old.dump'), 'x'.repeat(10))
    utimesSync(path.join(at, 'old.dump'), 1_000_000, 1_000_000)
    writeFileSync(path.join(at, 'new.dump'), 'x')
    writeFileSync(path.join(at, 'newer.log'), 'xx')
    symlinkSync('/etc/passwd', path.join(at, 'link'))
    const old = await look(path.join(at, 'old.dump'))
    expect(old).toMatchObject({ state: 'critical', code: 'threshold' })
    expect(old.figures.find((one) => one.name === 'size')?.value).toBe(10)
    expect((await look(at, { suffix: '.dump' })).output).toContain('new.dump')
    expect((await look(path.join(at, 'backups'))).code).toBe('folder_empty')
    expect((await look(path.join(at, 'none'))).code).toBe('file_missing')
    for (const file of [path.join(at, 'link'), '/etc/passwd', `${at}/../check_fine`, folder])
      expect(await look(file), file).toMatchObject({ state: 'unknown', code: 'file_forbidden' })
  })
})

it('reads what fping says', () => {
  expect(
    readFping('10.0.0.1 : 0.05 - 1.5\n::1       : 0.1\nICMP Host Unreachable from 1.2.3.4\n10.0.0.2 : - -\n'),
  ).toEqual(
    new Map([
      ['10.0.0.1', [0.05, undefined, 1.5]],
      ['::1', [0.1]],
      ['10.0.0.2', [undefined, undefined]],
    ]),
  )
})
