import { existsSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { folders, networks } from './lists.ts'
import { StartError } from './start-error.ts'

const number = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .refine((n) => n >= least && n <= most)

const url = (...protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol))

/** Secrets travel to a probe, and its token back: in clear only within one machine. */
function isSafeWay(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname } = new URL(text)
  return protocol === 'https:' || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
}

/** A database URL names its role and its database; both decide what the process may do. */
const databaseUrl = url('postgres:', 'postgresql:').refine((text) => {
  if (!URL.canParse(text)) return false
  const { username, pathname } = new URL(text)
  return username !== '' && pathname.length > 1
})

const timeZone = z.string().refine((name) => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
})

const proxies = z
  .string()
  .regex(/^[\w.:/, ]+$/)
  .transform((text) => (/^(true|false)$/.test(text) ? text === 'true' : text.split(/[, ]+/)))

const path1 = z.string().refine((text) => !text.includes('\0'))

const schema = z.object({
  PORT: number(0, 65535).default(8080),
  HOST: z
    .string()
    .regex(/^[\w.:-]+$/)
    .default('127.0.0.1'),
  DATA_DIR: path1.optional(),
  DATABASE_URL: databaseUrl.optional(),
  DATABASE_OWNER_URL: databaseUrl.optional(),
  ROLE: z.enum(['web', 'worker', 'all', 'probe']).default('all'),
  ZHENGYUN_URL: url('http:', 'https:').refine(isSafeWay).optional(),
  ZHENGYUN_PROBE_TOKEN: z
    .string()
    .regex(/^[\w-]{20,100}$/)
    .optional(),
  PUBLIC_URL: url('http:', 'https:').optional(),
  TIME_ZONE: timeZone.default('Asia/Shanghai'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  TRUST_PROXY: proxies.default(false),
  MAX_UPLOAD_MB: number(1, 1024).default(20),
  SMTP_URL: url('smtp:', 'smtps:').optional(),
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]*[^\s<>@]+@[^\s<>@]+>?$/)
    .optional(),
  AUDIT_HEAD_FILE: path1.optional(),
  SYSLOG_URL: url('udp:', 'tcp:', 'tls:').optional(),
  PROBE_ALLOW_NETWORKS: networks.optional(),
  PROBE_DENY_NETWORKS: networks.optional(),
  PROBE_PLUGIN_FOLDERS: folders.optional(),
  PROBE_FILE_FOLDERS: folders.optional(),
})

type Name = keyof z.infer<typeof schema>

const networkList = {
  zh: '以逗号分隔的网段或地址，如 10.0.0.0/8,2001:db8::/32',
  en: 'networks or addresses separated by commas, such as 10.0.0.0/8,2001:db8::/32',
}
const folderList = { zh: '以逗号分隔的绝对路径', en: 'absolute paths separated by commas' }

/** What is allowed, for the line that refuses a value. */
const ALLOWED: Record<Name, { zh: string; en: string }> = {
  PORT: { zh: '0–65535 的整数（0 为任意空闲端口）', en: 'a whole number 0–65535 (0: any free port)' },
  HOST: { zh: 'IP 地址或主机名', en: 'an IP address or host name' },
  DATA_DIR: { zh: '目录路径', en: 'a folder' },
  DATABASE_URL: { zh: 'postgresql://用户:密码@主机/库', en: 'postgresql://user:password@host/database' },
  DATABASE_OWNER_URL: {
    zh: 'postgresql://用户:密码@主机/库',
    en: 'postgresql://user:password@host/database',
  },
  ROLE: { zh: 'web、worker、all 或 probe', en: 'web, worker, all or probe' },
  ZHENGYUN_URL: {
    zh: '主站的 https:// 地址（仅本机可用 http://），ROLE=probe 时必填',
    en: 'the https:// address of the installation (http:// on this machine only), required with ROLE=probe',
  },
  ZHENGYUN_PROBE_TOKEN: {
    zh: '新增远程探针时得到的令牌，ROLE=probe 时必填',
    en: 'the token given when the remote probe was added, required with ROLE=probe',
  },
  PUBLIC_URL: { zh: 'http:// 或 https:// 开头的地址', en: 'an http:// or https:// address' },
  TIME_ZONE: { zh: 'IANA 时区名，如 Asia/Shanghai', en: 'an IANA time zone such as Asia/Shanghai' },
  LOG_LEVEL: {
    zh: 'fatal、error、warn、info、debug、trace 或 silent',
    en: 'fatal, error, warn, info, debug, trace or silent',
  },
  TRUST_PROXY: {
    zh: 'true、false 或以逗号分隔的代理地址',
    en: 'true, false or the proxies’ addresses separated by commas',
  },
  MAX_UPLOAD_MB: { zh: '1–1024 的整数', en: 'a whole number 1–1024' },
  SMTP_URL: { zh: 'smtp:// 或 smtps:// 地址', en: 'an smtp:// or smtps:// address' },
  MAIL_FROM: { zh: '邮件地址，设置 SMTP_URL 时必填', en: 'a mail address, required with SMTP_URL' },
  AUDIT_HEAD_FILE: { zh: '文件路径', en: 'a file path' },
  SYSLOG_URL: { zh: 'udp://、tcp:// 或 tls:// 地址', en: 'a udp://, tcp:// or tls:// address' },
  PROBE_ALLOW_NETWORKS: networkList,
  PROBE_DENY_NETWORKS: networkList,
  PROBE_PLUGIN_FOLDERS: folderList,
  PROBE_FILE_FOLDERS: folderList,
}

/** These may hold a password and are never repeated in a message. */
const SECRET = new Set<Name>([
  'ZHENGYUN_PROBE_TOKEN',
  'DATABASE_URL',
  'DATABASE_OWNER_URL',
  'SMTP_URL',
  'SYSLOG_URL',
])

/** The settings of a process. Paths are absolute. */
export interface Settings {
  /** True for the sample city, whose demo passwords work on a demo database only. */
  demo: boolean
  /** 0: any free port. */
  port: number
  host: string
  dataDir: string
  /** Application role; absent: embedded PostgreSQL in `dataDir`. */
  databaseUrl: string | undefined
  /** Owner role, for `migrate` and the maintenance job. */
  databaseOwnerUrl: string | undefined
  /** `probe`: no database; asks what the installation at `probe.url` wants asked */
  role: 'web' | 'worker' | 'all' | 'probe'
  probe: { url: string; token: string } | undefined
  /** Without a slash at its end. */
  publicUrl: string | undefined
  timeZone: string
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'
  /** As Fastify takes it. */
  trustProxy: boolean | string[]
  maxUploadBytes: number
  smtpUrl: string | undefined
  mailFrom: string | undefined
  auditHeadFile: string | undefined
  syslogUrl: string | undefined
  /** What checks may reach; absent lists are as the room `probe` has them. */
  probes: {
    allowNetworks: string[] | undefined
    denyNetworks: string[] | undefined
    pluginFolders: string[] | undefined
    fileFolders: string[] | undefined
  }
}

interface ReadOptions {
  demo?: boolean
  command?: boolean
  cwd?: string
}

/**
 * Reads and checks the settings. An empty variable counts as absent.
 * @param env usually `process.env`
 * @param options.demo the demo has a DATA_DIR of its own; `command` works on the demo's where that is all there is
 *   (see `dataFolder`); `cwd` resolves relative paths
 * @throws StartError SETTING: one line with the variable, what is wrong and what is allowed
 */
export function readEnv(env: NodeJS.ProcessEnv, options: ReadOptions = {}): Settings {
  const given = Object.fromEntries(
    Object.keys(schema.shape)
      .map((name) => [name, env[name]?.trim()])
      .filter(([, value]) => value),
  ) as Partial<Record<Name, string>>
  const parsed = schema.safeParse(given)
  if (!parsed.success) {
    const name = parsed.error.issues[0]!.path[0] as Name
    throw wrong(name, given[name])
  }
  const v = parsed.data
  refuseContradictions(v)
  const at = (file: string) => path.resolve(options.cwd ?? process.cwd(), file)
  return {
    demo: options.demo ?? false,
    port: v.PORT,
    host: v.HOST,
    dataDir: at(v.DATA_DIR ?? dataFolder(options, at)),
    databaseUrl: v.DATABASE_URL,
    databaseOwnerUrl: v.DATABASE_OWNER_URL,
    role: v.ROLE,
    probe: probeOf(v),
    publicUrl: v.PUBLIC_URL?.replace(/\/+$/, ''),
    timeZone: v.TIME_ZONE,
    logLevel: v.LOG_LEVEL,
    trustProxy: v.TRUST_PROXY,
    maxUploadBytes: v.MAX_UPLOAD_MB * 2 ** 20,
    smtpUrl: v.SMTP_URL,
    mailFrom: v.MAIL_FROM,
    auditHeadFile: v.AUDIT_HEAD_FILE && at(v.AUDIT_HEAD_FILE),
    syslogUrl: v.SYSLOG_URL,
    probes: {
      allowNetworks: v.PROBE_ALLOW_NETWORKS,
      denyNetworks: v.PROBE_DENY_NETWORKS,
      pluginFolders: v.PROBE_PLUGIN_FOLDERS,
      fileFolders: v.PROBE_FILE_FOLDERS,
    },
  }
}

/**
 * Where DATA_DIR names no folder: `data`, the demo's `data-demo`; a command takes the one in use, `data` before
 * `data-demo`, so that it works beside a running demo without a word about it.
 */
function dataFolder({ demo, command }: ReadOptions, at: (file: string) => string): string {
  if (demo) return 'data-demo'
  // what ships lies in data/ as well: only these tell of an installation
  const inUse = (folder: string): boolean =>
    ['pg', 'keys', 'secrets'].some((name) => existsSync(path.join(at(folder), name)))
  return command && !inUse('data') && inUse('data-demo') ? 'data-demo' : 'data'
}

function probeOf(v: z.infer<typeof schema>): Settings['probe'] {
  if (v.ROLE !== 'probe') return undefined
  if (!v.ZHENGYUN_URL) throw wrong('ZHENGYUN_URL', undefined)
  if (!v.ZHENGYUN_PROBE_TOKEN) throw wrong('ZHENGYUN_PROBE_TOKEN', undefined)
  return { url: v.ZHENGYUN_URL.replace(/\/+$/, ''), token: v.ZHENGYUN_PROBE_TOKEN }
}

function refuseContradictions(v: z.infer<typeof schema>): void {
  if (v.SMTP_URL && !v.MAIL_FROM) throw wrong('MAIL_FROM', undefined)
  if (!v.DATABASE_OWNER_URL) return
  if (!v.DATABASE_URL)
    throw setting('DATABASE_OWNER_URL', '须与 DATABASE_URL 一起设置', 'needs DATABASE_URL beside it')
  // the application role must not be able to change tables or audit entries
  if (new URL(v.DATABASE_URL).username === new URL(v.DATABASE_OWNER_URL).username)
    throw setting(
      'DATABASE_URL',
      '须使用与 DATABASE_OWNER_URL 不同的数据库角色',
      'must sign in as another role than DATABASE_OWNER_URL',
    )
}

function wrong(name: Name, value: string | undefined): StartError {
  const { zh, en } = ALLOWED[name]
  if (value === undefined) return setting(name, `未设置，应为${zh}`, `is not set; allowed: ${en}`)
  const shown = SECRET.has(name) ? '' : ` ${JSON.stringify(value.slice(0, 80))}`
  return setting(name, `值${shown} 无效，应为${zh}`, `the value${shown} is wrong; allowed: ${en}`)
}

function setting(name: Name, zh: string, en: string): StartError {
  return new StartError('SETTING', name, zh, en)
}
