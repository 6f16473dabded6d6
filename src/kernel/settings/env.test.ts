import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { readEnv } from './env.ts'
import { StartError } from './start-error.ts'

function refusal(env: NodeJS.ProcessEnv): StartError {
  try {
    readEnv(env)
  } catch (error) {
    if (error instanceof StartError) return error
    throw error
  }
  throw new Error(`accepted: ${JSON.stringify(env)}`)
}

const app = 'postgresql://app:secret1@db/zy'
const owner = 'postgresql://own:secret2@db/zy'

describe('settings', () => {
  test('have defaults that listen on this machine only', () => {
    expect(readEnv({}, { cwd: '/srv' })).toEqual({
      demo: false,
      port: 8080,
      host: '127.0.0.1',
      dataDir: '/srv/data',
      databaseUrl: undefined,
      databaseOwnerUrl: undefined,
      role: 'all',
      probe: undefined,
      publicUrl: undefined,
      timeZone: 'Asia/Shanghai',
      logLevel: 'info',
      trustProxy: false,
      maxUploadBytes: 20 * 2 ** 20,
      smtpUrl: undefined,
      mailFrom: undefined,
      auditHeadFile: undefined,
      syslogUrl: undefined,
      probes: {
        allowNetworks: undefined,
        denyNetworks: undefined,
        pluginFolders: undefined,
        fileFolders: undefined,
      },
    })
  })

  test('of the demo have a folder of their own, which DATA_DIR overrides', () => {
    expect(readEnv({}, { demo: true, cwd: '/srv' })).toMatchObject({ demo: true, dataDir: '/srv/data-demo' })
    expect(readEnv({ DATA_DIR: 'x y' }, { demo: true, cwd: '/srv' }).dataDir).toBe('/srv/x y')
  })

  test('of a command have the folder that is there, data before data-demo', async () => {
    const cwd = await mkdtemp(path.join(tmpdir(), 'zy-env-'))
    const folder = (env: NodeJS.ProcessEnv = {}) =>
      path.relative(cwd, readEnv(env, { command: true, cwd }).dataDir)
    try {
      expect(folder()).toBe('data')
      await mkdir(path.join(cwd, 'data-demo/pg'), { recursive: true })
      expect(folder()).toBe('data-demo')
      expect(folder({ DATA_DIR: 'elsewhere' })).toBe('elsewhere')
      expect(readEnv({}, { cwd }).dataDir).toBe(path.join(cwd, 'data'))
      await mkdir(path.join(cwd, 'data/calendars'), { recursive: true })
      expect(folder()).toBe('data-demo')
      await mkdir(path.join(cwd, 'data/keys'))
      expect(folder()).toBe('data')
    } finally {
      await rm(cwd, { recursive: true })
    }
  })

  test('of a probe name where it belongs, over a safe way only', () => {
    const probe = { ROLE: 'probe', ZHENGYUN_URL: 'https://ops.gov.cn/', ZHENGYUN_PROBE_TOKEN: 'x'.repeat(32) }
    expect(readEnv(probe).probe).toEqual({ url: 'https://ops.gov.cn', token: 'x'.repeat(32) })
    expect(readEnv({ ...probe, ZHENGYUN_URL: 'http://127.0.0.1:8080' }).probe?.url).toBe(
      'http://127.0.0.1:8080',
    )
    expect(() => readEnv({ ...probe, ZHENGYUN_URL: 'http://ops.gov.cn' })).toThrow('ZHENGYUN_URL')
    expect(() => readEnv({ ...probe, ZHENGYUN_PROBE_TOKEN: '' })).toThrow('ZHENGYUN_PROBE_TOKEN')
    expect(() => readEnv({ ...probe, ZHENGYUN_PROBE_TOKEN: 'geheim!' })).toThrow(/^(?!.*geheim)/)
  })

  test('count as absent when empty', () => {
    expect(readEnv({ PORT: '', DATABASE_URL: ' ' })).toMatchObject({ port: 8080, databaseUrl: undefined })
  })

  test('are read', () => {
    const settings = readEnv(
      {
        PORT: '0',
        HOST: '::1',
        DATABASE_URL: app,
        DATABASE_OWNER_URL: owner,
        ROLE: 'web',
        PUBLIC_URL: 'https://ops.example.gov.cn/',
        TIME_ZONE: 'Asia/Urumqi',
        LOG_LEVEL: 'debug',
        TRUST_PROXY: '10.0.0.1, 10.1.0.0/16',
        MAX_UPLOAD_MB: '5',
        SMTP_URL: 'smtps://u:p@mail:465',
        MAIL_FROM: '运维 <ops@example.gov.cn>',
        AUDIT_HEAD_FILE: 'heads.log',
        SYSLOG_URL: 'udp://log:514',
        PROBE_ALLOW_NETWORKS: '10.0.0.0/8, 2001:db8::/32,192.0.2.7',
        PROBE_FILE_FOLDERS: '/var/backups',
      },
      { cwd: '/srv' },
    )
    expect(settings).toMatchObject({
      port: 0,
      host: '::1',
      role: 'web',
      publicUrl: 'https://ops.example.gov.cn',
      timeZone: 'Asia/Urumqi',
      trustProxy: ['10.0.0.1', '10.1.0.0/16'],
      maxUploadBytes: 5 * 2 ** 20,
      mailFrom: '运维 <ops@example.gov.cn>',
      auditHeadFile: '/srv/heads.log',
      syslogUrl: 'udp://log:514',
      probes: { allowNetworks: ['10.0.0.0/8', '2001:db8::/32', '192.0.2.7'], fileFolders: ['/var/backups'] },
    })
    expect(readEnv({ TRUST_PROXY: 'true' }).trustProxy).toBe(true)
  })

  test.each([
    ['PORT', 'http'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '80.5'],
    ['HOST', 'a b'],
    ['DATA_DIR', 'a\0b'],
    ['DATABASE_URL', 'mysql://app@db/zy'],
    ['DATABASE_URL', 'postgresql://db/zy'],
    ['DATABASE_URL', 'postgresql://app@db'],
    ['DATABASE_OWNER_URL', 'db'],
    ['ROLE', 'master'],
    ['PUBLIC_URL', 'ops.example.gov.cn'],
    ['TIME_ZONE', 'Asia/Atlantis'],
    ['LOG_LEVEL', 'loud'],
    ['TRUST_PROXY', 'a;b'],
    ['MAX_UPLOAD_MB', '0'],
    ['SMTP_URL', 'mail.example.gov.cn'],
    ['MAIL_FROM', 'nobody'],
    ['AUDIT_HEAD_FILE', 'a\0'],
    ['SYSLOG_URL', 'http://log'],
    ['PROBE_ALLOW_NETWORKS', '10.0.0.0/33'],
    ['PROBE_DENY_NETWORKS', 'intern'],
    ['PROBE_PLUGIN_FOLDERS', 'plugins'],
    ['PROBE_FILE_FOLDERS', '/a,b'],
  ])('%s=%j stops the start with one line that names it', (name, value) => {
    const error = refusal({ [name]: value })
    expect(error.code).toBe('SETTING')
    expect(error.message).toMatch(new RegExp(`^${name}: .*应为.* \\| .*allowed: `))
    expect(error.message).not.toContain('\n')
  })

  test('never repeat a password', () => {
    expect(refusal({ DATABASE_URL: 'postgresql://app:secret1@db' }).message).not.toContain('secret1')
  })

  test('that contradict each other are refused', () => {
    expect(refusal({ DATABASE_OWNER_URL: owner }).message).toMatch(/^DATABASE_OWNER_URL: /)
    expect(refusal({ DATABASE_URL: app, DATABASE_OWNER_URL: app }).message).toMatch(
      /^DATABASE_URL: .*another role/,
    )
    expect(refusal({ SMTP_URL: 'smtp://mail' }).message).toMatch(/^MAIL_FROM: .*not set/)
  })
})
