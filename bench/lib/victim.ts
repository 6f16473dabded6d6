import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const main = path.join(import.meta.dirname, '../../src/app/main.ts')

export type Target = 'server' | 'postgres' | 'both'

/** The program under a supervisor that starts it again whenever it ends, as an operator's would. */
export class Victim {
  readonly url: string
  readonly dataDir: string
  private readonly env: NodeJS.ProcessEnv
  private child: ChildProcess | undefined
  private supervised = true
  private ended: Promise<void> = Promise.resolve()
  /** what the program said on its error output, the newest of it */
  said = ''

  constructor(dataDir: string, port: number) {
    this.dataDir = dataDir
    this.url = `http://127.0.0.1:${port}`
    this.env = {
      ...process.env,
      PORT: String(port),
      DATA_DIR: dataDir,
      LOG_LEVEL: 'warn',
      ZHENGYUN_DEMO: '1',
      ZHENGYUN_DEMO_STORY: 'off',
    }
  }

  /** of the program, while it runs */
  get pid(): number | undefined {
    return this.child?.pid
  }

  /** Starts the program; after every end of its own it is started anew. */
  start(): void {
    const child = spawn(process.execPath, [main, 'demo'], {
      env: this.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (this.said = (this.said + chunk.toString()).slice(-20_000)))
    this.child = child
    this.ended = new Promise((resolve) => {
      child.once('exit', () => {
        resolve()
        if (this.supervised) this.start()
      })
    })
  }

  /** Milliseconds until `/readyz` answers 200. @throws when it takes longer than `withinMs` */
  async ready(withinMs: number): Promise<number> {
    const begun = performance.now()
    for (;;) {
      const ms = performance.now() - begun
      if (await isReady(this.url)) return ms
      if (ms > withinMs) throw new Error(`not ready within ${withinMs} ms; it said:\n${this.said}`)
      await sleep(50)
    }
  }

  /** Sends SIGKILL to the program, to PostgreSQL's first process, or to both. */
  kill(target: Target): void {
    // the file is read before the program is gone: its death must not change what is meant
    const postmaster = Number(
      readFileSync(path.join(this.dataDir, 'pg/postmaster.pid'), 'utf8').split('\n')[0],
    )
    if (target !== 'postgres') this.child?.kill('SIGKILL')
    if (target === 'server') return
    try {
      process.kill(postmaster, 'SIGKILL')
    } catch (error) {
      // it had ended by itself: its file is all that was left
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }

  /** Runs a command of the program beside the server. @returns its output and exit status */
  async command(...args: string[]): Promise<{ status: number; output: string }> {
    const child = spawn(process.execPath, [main, ...args], {
      env: this.env,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    const status = await new Promise<number>((resolve) => child.once('close', (code) => resolve(code ?? 1)))
    return { status, output }
  }

  /** Ends the program in order; its supervisor starts it anew. @throws as `ready` does */
  async restart(withinMs: number): Promise<void> {
    const { ended } = this
    this.child?.kill('SIGTERM')
    await ended
    await this.ready(withinMs)
  }

  async stop(): Promise<void> {
    this.supervised = false
    this.child?.kill('SIGTERM')
    await this.ended
  }
}

async function isReady(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2000) })
    await answer.body?.cancel()
    return answer.status === 200
  } catch (error) {
    if (error instanceof TypeError || (error as Error).name === 'TimeoutError') return false
    throw error
  }
}
