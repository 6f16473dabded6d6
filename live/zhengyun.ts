/** The real program, as `npm run demo` starts it, for checks against real peers. */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { answers, freePort, startPeer, until } from './peers.ts'

const main = path.join(import.meta.dirname, '../src/app/main.ts')

export interface Zhengyun {
  url: string
  /** an API token of a demo account, made by the command that operators use */
  token: (login: string) => Promise<string>
  /** GET, answered as JSON */
  get: <T>(token: string, pathname: string) => Promise<T>
  /** POST or another method with a body, answered as JSON */
  send: <T>(token: string, method: string, pathname: string, body: unknown, version?: number) => Promise<T>
  stop: () => Promise<void>
}

/**
 * Starts it on a free port with a folder of its own; it has the 180 s of a first start with the pages to build.
 * @param more settings beside the usual
 */
export async function startZhengyun(more: Record<string, string> = {}): Promise<Zhengyun> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'zy-live-'))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const told = more['PUBLIC_URL'] ?? url
  const env = {
    ...process.env,
    ...{ PORT: String(port), HOST: '127.0.0.1', DATA_DIR: dataDir, LOG_LEVEL: 'warn' },
    ZHENGYUN_DEMO_STORY: 'off',
    ...more,
  }
  const server = startPeer(process.execPath, [main, 'demo'], env)
  const stop = async (): Promise<void> => {
    await server.stop()
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
  }
  try {
    // the demo tells its address last of all, with the sample city in it
    await until('demo server', 180, async () => server.said().includes(told) && answers(`${url}/readyz`))
  } catch (error) {
    await stop()
    throw new Error(`${(error as Error).message}\n${server.said()}`, { cause: error })
  }
  return {
    url,
    stop,
    token: async (login) => {
      const made = await promisify(execFile)(
        process.execPath,
        [main, 'token', 'create', '--login', login, '--for', '30m'],
        { env },
      )
      return made.stdout.trim().split(/\s+/).at(-1)!
    },
    get: (token, pathname) => call(token, 'GET', pathname),
    send: (token, method, pathname, body, version) => call(token, method, pathname, body, version),
  }

  async function call<T>(
    token: string,
    method: string,
    pathname: string,
    body?: unknown,
    version?: number,
  ): Promise<T> {
    const response = await fetch(`${url}/api/v1${pathname}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${pathname}: ${response.status} ${await response.text()}`)
    return (await response.json()) as T
  }
}
