import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { execFileSync } from 'node:child_process'

const root = path.join(import.meta.dirname, '../..')
const main = path.join(root, 'src/app/main.ts')

export interface BenchServer {
  url: string
  dataDir: string
  child: ChildProcess
  /** an API token for a demo login */
  token: (login: string) => string
  stop: () => Promise<void>
}

/** A port of this machine that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

/**
 * Starts the program as `npm run demo` does, in a process of its own, on a DATA_DIR of its own, fsync on.
 * @param given an existing DATA_DIR to continue; it is not removed afterwards
 */
export async function startServer(given?: { dataDir: string; port?: number }): Promise<BenchServer> {
  const dataDir = given?.dataDir ?? mkdtempSync(path.join(tmpdir(), 'zy-bench-'))
  const port = given?.port ?? (await freePort())
  const env = {
    ...process.env,
    PORT: String(port),
    DATA_DIR: dataDir,
    LOG_LEVEL: 'warn',
    ZHENGYUN_DEMO: '1',
    ZHENGYUN_DEMO_STORY: 'off',
  }
  const child = spawn(process.execPath, [main, 'demo'], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const url = `http://127.0.0.1:${port}`
  for (let i = 0; ; i++) {
    if (child.exitCode !== null) throw new Error(`the server ended: ${said}`)
    if (i > 6000) throw new Error(`the server is not ready: ${said}`)
    // the last line it says: seeded and served
    if (said.includes('登录 sign in')) break
    await sleep(50)
  }
  return {
    url,
    dataDir,
    child,
    token: (login) => {
      const out = execFileSync(process.execPath, [main, 'token', 'create', '--login', login, '--for', '4h'], {
        env,
        encoding: 'utf8',
      })
      return out.trim().split(/\s+/).at(-1)!
    },
    stop: async () => {
      if (child.exitCode === null) {
        child.kill('SIGTERM')
        await new Promise((resolve) => child.once('exit', resolve))
      }
      if (!given) rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
