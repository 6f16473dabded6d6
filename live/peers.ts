/** Real peers: programs of Debian packages, and processes that are ended again. */
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * The program of a Debian package, which root gets installed where it is missing.
 * @param folders where it may lie beside PATH
 * @throws Error naming the package when it is missing and cannot be installed
 */
export async function programOf(pack: string, program: string, folders: string[] = []): Promise<string> {
  const known = onPath(program, folders)
  if (known) return known
  if (process.getuid?.() !== 0) throw new Error(`${program} is missing: apt-get install ${pack}`)
  await install(pack)
  const installed = onPath(program, folders)
  if (!installed) throw new Error(`the package ${pack} brings no ${program}`)
  return installed
}

function onPath(program: string, folders: string[]): string | undefined {
  return [...(process.env['PATH'] ?? '').split(':'), '/usr/bin', ...folders]
    .map((folder) => path.join(folder, program))
    .find((file) => existsSync(file))
}

/** Debian starts what it installs; this file (invoke-rc.d) keeps it from doing so. */
const policy = '/usr/sbin/policy-rc.d'

async function install(pack: string): Promise<void> {
  const args = ['-y', '--no-install-recommends', '-qq', 'install', pack]
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const ours = !existsSync(policy)
  if (ours) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  try {
    await run('apt-get', args, { env }).catch(async () => {
      await run('apt-get', ['-qq', 'update'], { env })
      await run('apt-get', args, { env })
    })
  } finally {
    if (ours) rmSync(policy)
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}

/** A process that is ended by `stop()`, with what it last said for the case that something goes wrong. */
export interface Peer {
  /** 0 when it could not be started: `said` has why */
  pid: number
  said: () => string
  stop: () => Promise<void>
}

export function startPeer(program: string, args: string[], env: NodeJS.ProcessEnv = process.env): Peer {
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output = (output + chunk.toString()).slice(-8000)))
  child.once('error', (error) => (output += `${error.message}\n`))
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  return { pid: child.pid ?? 0, said: () => output, stop: () => end(child, ended) }
}

async function end(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
    child.kill('SIGTERM')
    const late = setTimeout(() => child.kill('SIGKILL'), 15_000)
    await ended
    clearTimeout(late)
  }
}

/** Asks until there is an answer. @throws Error naming what did not come within `seconds` */
export async function until<T>(
  what: string,
  seconds: number,
  ask: () => Promise<T | undefined | false>,
): Promise<T> {
  const last = Date.now() + seconds * 1000
  for (;;) {
    const answer = await ask()
    if (answer !== undefined && answer !== false) return answer
    if (Date.now() > last) throw new Error(`${what}: not within ${seconds} s`)
    await sleep(250)
  }
}

/** Whether an address answers 200; not to be reached is an answer too. */
export async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2000) })
    await response.body?.cancel()
    return response.status === 200
  } catch (error) {
    if (error instanceof TypeError || (error as Error).name === 'TimeoutError') return false
    throw error
  }
}
