import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { openAudit } from '#kernel/audit/index.ts'
import { Interrupted, withDatabase, type DatabaseSession } from '#kernel/db/embedded/index.ts'
import { openDatabase } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import { openFileStore } from '#kernel/files/index.ts'
import { registerTexts, say } from '#kernel/http/index.ts'
import { ensureSetupCode, setupCodeLine } from '#kernel/identity/index.ts'
import type { Command } from '#kernel/manifest.ts'
import { configureSecrets } from '#kernel/secrets/index.ts'
import { readEnv, type Settings } from '#kernel/settings/env.ts'
import { setUnitZone } from '#kernel/settings/index.ts'
import { StartError } from '#kernel/settings/start-error.ts'
import { demoPassword, seedCity, startDemoStory } from './demo/index.ts'
import { RemoteProbe } from '#modules/check/index.ts'
import { configureProbes } from '#modules/probe/index.ts'
import { manifests } from './modules.ts'
import { prepareDatabase, requirePrepared } from './prepare.ts'
import { runServer, type Running } from './server.ts'

const root = path.join(import.meta.dirname, '../..')
const out = (line: string): void => void process.stdout.write(`${line}\n`)
const err = (line: string): void => void process.stderr.write(`${line}\n`)

/** The settings of this process, whose zone holds for all that it does. */
function settle(options: { demo?: boolean; command?: boolean } = {}): Settings {
  const settings = readEnv(process.env, options)
  setUnitZone(settings.timeZone)
  return settings
}

async function buildWeb(): Promise<string> {
  const { ensureWebBuilt } = await import('../../scripts/build-web.ts')
  await ensureWebBuilt()
  return path.join(root, 'dist/web')
}

/** `npm start`: an empty production instance, or the one that is there. */
async function start(): Promise<number> {
  const settings = settle()
  if (settings.probe) return probe(settings, settings.probe)
  const webRoot = settings.role === 'worker' ? undefined : await buildWeb()
  await serveUntilStopped(settings, webRoot, async ({ url, database }) => {
    // the code printed last is the one that counts: a worker, which shows no page, must not print another
    const code = settings.role === 'worker' ? undefined : await ensureSetupCode(database.db)
    if (code) process.stdout.write(setupCodeLine(code))
    out(`政运 Zhengyun ${settings.publicUrl ?? url}`)
  })
  return 0
}

/** `ROLE=probe`: no database and no pages; asks from here what the installation wants asked, until it is stopped. */
async function probe(settings: Settings, to: { url: string; token: string }): Promise<number> {
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
  const { dataDir } = settings
  const log = (line: string, data?: Record<string, unknown>): void =>
    err(data ? `${line} ${JSON.stringify(data)}` : line)
  configureProbes(settings.probes)
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const running = new RemoteProbe({ ...to, dataDir, log })
  running.start()
  out(`政运 Zhengyun 探针 probe → ${to.url}`)
  await stopped
  await running.stop()
  return 0
}

/** `npm run demo`: the sample city, seeded into an empty DATA_DIR and continued afterwards. */
async function demo(): Promise<number> {
  const settings = settle({ demo: true })
  const webRoot = await buildWeb()
  await serveDemo(settings, webRoot, async ({ url }) => {
    const address = settings.publicUrl ?? url
    out(`\n  政运 Zhengyun 演示 demo: ${address}`)
    out(`  观看演示 watch it:     ${address}/demo`)
    out(
      '  登录 sign in:          req01 desk01 eng01 eng02 vend01 lead01 mgr01 asset01 fin01 sys01 sec01 aud01',
    )
    out(`  密码 password:         ${demoPassword}\n`)
  })
  return 0
}

/** Serves the sample city with its past and its story. */
async function serveDemo(
  settings: Settings,
  webRoot: string | undefined,
  ready: (running: Running) => Promise<void>,
): Promise<void> {
  let endStory: (() => Promise<void>) | undefined
  const opened = async (running: Running, signal: AbortSignal): Promise<void> => {
    const { db } = running.database
    await seedCity(db, { settings, url: running.url, log: out })
    endStory = startDemoStory(db, running.url, settings, err, signal)
    await ready(running)
  }
  try {
    await serveUntilStopped(settings, webRoot, opened)
  } finally {
    await endStory?.()
  }
}

function serveUntilStopped(
  settings: Settings,
  webRoot: string | undefined,
  ready: (running: Running, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  return withDatabase(
    settings,
    'server',
    (session) =>
      runServer(settings, session, {
        webRoot,
        ready: (running) => ready(running, session.signal),
        log: out,
      }),
    out,
  )
}

/** The browser part by Vite with hot reload, the server beside it. */
async function dev(): Promise<number> {
  const settings = settle({ demo: true })
  const { createServer } = await import('vite')
  let vite: Awaited<ReturnType<typeof createServer>> | undefined
  try {
    await serveDemo(settings, undefined, async ({ url }) => {
      const ours = process.listeners('SIGTERM')
      vite = await createServer({
        configFile: path.join(root, 'vite.config.ts'),
        define: {},
        server: { proxy: proxies(url) },
      })
      // Vite ends the process by itself on SIGTERM, and the database would be left running
      for (const listener of process.listeners('SIGTERM'))
        if (!ours.includes(listener)) process.off('SIGTERM', listener)
      await vite.listen()
      vite.printUrls()
    })
  } finally {
    await vite?.close()
  }
  return 0
}

function proxies(target: string): Record<string, { target: string }> {
  return Object.fromEntries(
    ['/api', '/openapi.json', '/docs', '/healthz', '/readyz', '/metrics'].map((p) => [p, { target }]),
  )
}

const migrateCommand: Command = {
  name: 'migrate',
  summary: 'bring the database to this version (needs DATABASE_OWNER_URL with an outside database)',
  run: async () => 0,
}

/** A command of some room, beside a running server or alone. */
async function runCommand(command: Command, args: string[]): Promise<number> {
  const settings = settle({ demo: process.env['ZHENGYUN_DEMO'] === '1', command: true })
  return withDatabase(settings, 'command', async (session: DatabaseSession) => {
    const { appUrl, ownerUrl } = session
    await openAudit(settings)
    openFileStore(settings)
    configureSecrets(settings)
    if (ownerUrl) await prepareDatabase({ appUrl, ownerUrl }, manifests, err)
    else if (command === migrateCommand)
      throw new StartError('SETTING', 'DATABASE_OWNER_URL', '未设置，无法迁移', 'is not set: cannot migrate')
    else await requirePrepared(appUrl, manifests)
    const database = openDatabase(appUrl, { max: 8, name: `zhengyun ${command.name}` })
    try {
      return await command.run(args, { db: database.db, ownerUrl, settings, out, err })
    } finally {
      await database.close()
    }
  })
}

function usage(commands: Command[]): number {
  out('zhengyun <command>')
  for (const c of commands) out(`  ${c.name.padEnd(12)} ${c.summary}`)
  return 2
}

async function main(args: string[]): Promise<number> {
  for (const m of manifests) registerTexts(m.name, m.locales)
  const [name, ...rest] = args
  if (name === 'start') return start()
  if (name === 'demo') return demo()
  if (name === 'dev') return dev()
  const commands = [migrateCommand, ...manifests.flatMap((m) => m.commands ?? [])]
  const command = commands.find((c) => c.name === name)
  return command ? runCommand(command, rest) : usage(commands)
}

/** One line for what an operator can mend; the whole stack for what only a developer can. */
function explainFailure(error: unknown): number {
  if (error instanceof Interrupted) return error.exitCode
  if (error instanceof StartError) err(error.message)
  else if (error instanceof AppError) {
    const [room = '', ...what] = error.code.split('.')
    const key = `${room}:error.${what.join('.')}`
    err(`${say('zh-CN', key, error.params, error.code)} | ${say('en', key, error.params, error.code)}`)
  } else if ((error as { code?: string }).code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION')
    err((error as Error).message)
  else err(error instanceof Error ? (error.stack ?? error.message) : String(error))
  return 1
}

process.exitCode = await main(process.argv.slice(2)).catch(explainFailure)
