/**
 * Vitest's global set-up of the journeys: the real program, as `npm run demo` starts it, on a free port and in a
 * folder of its own. Leaves its address in `ZHENGYUN_E2E_URL`; with that variable given, an outside server is used.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const main = path.join(import.meta.dirname, '../src/app/main.ts')
/** The demo has 120 s for its first start, the build of the pages included; a loaded machine gets a little more. */
const START_MS = 180_000
const STOP_MS = 20_000

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}

/** Starts the demo and waits until it is ready; returns the teardown. */
export default async function setup(): Promise<() => Promise<void>> {
  if (process.env['ZHENGYUN_E2E_URL']) return () => Promise.resolve()
  const dataDir = mkdtempSync(path.join(tmpdir(), 'zy-e2e-'))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const server = spawn(process.execPath, [main, 'demo'], {
    // as an operator's shell would start it, without what vitest has put into ours
    env: {
      ...process.env,
      NODE_ENV: undefined,
      VITEST: undefined,
      PORT: String(port),
      HOST: '127.0.0.1',
      DATA_DIR: dataDir,
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [server.stdout, server.stderr])
    stream.on('data', (chunk: Buffer) => (output = (output + chunk.toString()).slice(-20_000)))
  const ended = new Promise<void>((resolve) => server.once('close', () => resolve()))
  const teardown = async (): Promise<void> => {
    await stop(server, ended)
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
  }
  try {
    await ready(url, server, () => output)
  } catch (error) {
    await teardown()
    throw error
  }
  process.env['ZHENGYUN_E2E_URL'] = url
  return async () => {
    delete process.env['ZHENGYUN_E2E_URL']
    const died = server.exitCode !== null || server.signalCode !== null
    await teardown()
    if (died) throw new Error(`the server ended during the journeys:\n${output}`)
  }
}

async function ready(url: string, server: ChildProcess, output: () => string): Promise<void> {
  const until = Date.now() + START_MS
  while (Date.now() < until) {
    if (server.exitCode !== null || server.signalCode !== null)
      throw new Error(`the server ended at its start (${server.exitCode ?? server.signalCode}):\n${output()}`)
    // the demo tells its address last of all, with the sample city in it
    if (output().includes(url) && (await isReady(url))) return
    await sleep(200)
  }
  throw new Error(`the server was not ready within ${START_MS / 1000} s:\n${output()}`)
}

async function isReady(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2000) })
    await response.body?.cancel()
    return response.status === 200
  } catch (error) {
    if (error instanceof TypeError || (error as Error).name === 'TimeoutError') return false
    throw error
  }
}

async function stop(server: ChildProcess, ended: Promise<void>): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  server.kill('SIGTERM')
  const late = setTimeout(() => server.kill('SIGKILL'), STOP_MS)
  await ended
  clearTimeout(late)
}
