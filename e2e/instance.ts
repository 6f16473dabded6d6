/** The real program as an operator starts it, on a free port and in a folder of its own. */
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

export interface Instance {
  /** its folder, for commands beside it */
  dataDir: string
  /** without a slash at its end */
  url: string
  /** what it has printed so far, at most the last 20,000 characters */
  output: () => string
  /** Stops it and removes its folder. @returns whether it had ended before by itself */
  stop: () => Promise<boolean>
  /** As when the power goes: kill -9, without a word to anybody. Its folder stays. */
  crash: () => Promise<void>
  /** Starts it again after a crash, on the same port and folder. @throws with its output when it does not serve */
  startAgain: () => Promise<void>
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}

/**
 * Starts `main.ts <command>` on an empty folder and waits until it serves.
 * @param settings of its environment, beside ours
 * @throws with its output when it does not
 */
export async function startInstance(
  command: 'demo' | 'start',
  settings: Record<string, string> = {},
): Promise<Instance> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'zy-e2e-'))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  let output = ''
  const launch = () =>
    run(command, { ...settings, PORT: String(port), DATA_DIR: dataDir }, (said) => {
      output = (output + said).slice(-20_000)
    })
  let running = launch()
  const instance: Instance = {
    dataDir,
    url,
    output: () => output,
    stop: async () => {
      const died = hasEnded(running.server)
      await stop(running)
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
      return died
    },
    crash: async () => {
      running.server.kill('SIGKILL')
      await running.ended
    },
    startAgain: async () => {
      output = ''
      running = launch()
      await ready(instance, running.server)
    },
  }
  try {
    await ready(instance, running.server)
  } catch (error) {
    await instance.stop()
    throw error
  }
  return instance
}

interface Running {
  server: ChildProcess
  ended: Promise<void>
}

function run(command: string, settings: Record<string, string>, say: (text: string) => void): Running {
  const server = spawn(process.execPath, [main, command], {
    // as an operator's shell would start it, without what vitest has put into ours
    env: {
      ...process.env,
      NODE_ENV: undefined,
      VITEST: undefined,
      HOST: '127.0.0.1',
      LOG_LEVEL: 'warn',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [server.stdout, server.stderr])
    stream.on('data', (chunk: Buffer) => say(chunk.toString()))
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  return { server, ended }
}

const hasEnded = (server: ChildProcess) => server.exitCode !== null || server.signalCode !== null

async function ready({ url, output }: Instance, server: ChildProcess): Promise<void> {
  const until = Date.now() + START_MS
  while (Date.now() < until) {
    if (hasEnded(server))
      throw new Error(`the server ended at its start (${server.exitCode ?? server.signalCode}):\n${output()}`)
    // it tells its address last of all, the demo with the sample city in it
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

async function stop({ server, ended }: Running): Promise<void> {
  if (hasEnded(server)) return
  server.kill('SIGTERM')
  const late = setTimeout(() => server.kill('SIGKILL'), STOP_MS)
  await ended
  clearTimeout(late)
}
