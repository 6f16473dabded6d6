/** One of our workers that does nothing but checks, and its PostgreSQL with fsync on, which keeps every result. */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { startEmbedded } from '#kernel/db/embedded/index.ts'
import { define, prepareChecks, type Ask } from '../lib/checks.ts'
import type { Contender, Load, Running } from './contender.ts'

const program = path.join(import.meta.dirname, '../check-worker.ts')

export async function zhengyun(): Promise<Contender> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'zy-bench-worker-'))
  const cluster = await startEmbedded({ dataDir })
  const db = new pg.Client({ connectionString: cluster.ownerUrl })
  const end = async (): Promise<void> => {
    await db.end()
    await cluster.stop()
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
  }
  try {
    await prepareChecks(dataDir, cluster)
    await db.connect()
  } catch (error) {
    await end()
    throw error
  }
  const postmaster = Number(readFileSync(path.join(dataDir, 'pg/postmaster.pid'), 'utf8').split('\n')[0])
  return {
    name: 'Zhengyun',
    start: async (load) => {
      await define(db, asksOf(load), {
        intervalSeconds: load.intervalSeconds,
        timeoutMs: Math.min(5000, load.intervalSeconds * 1000),
        retries: 2,
        retrySeconds: 2,
      })
      const worker = await start([cluster.appUrl, dataDir])
      return { ...worker, pids: [...worker.pids, postmaster] }
    },
    end,
  }
}

function asksOf({ kind, checks, targets }: Load): Ask[] {
  return Array.from({ length: checks }, (_, n): Ask => {
    const host = targets.hostOf(n)
    return kind === 'http'
      ? { kind, spec: { url: `http://${host}:${targets.port}/` } }
      : { kind, spec: { host, port: targets.port } }
  })
}

async function start(args: string[]): Promise<Running> {
  const child = fork(program, args, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
  let said = ''
  child.stderr!.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-8000)))
  await Promise.race([once(child, 'message'), once(child, 'exit')])
  if (child.exitCode !== null) throw new Error(`the worker ended: ${said}`)
  return {
    pids: [child.pid!],
    said: () => said,
    watchDelay: async () => {
      const before = await delaysOf(child)
      return async () => {
        const classes = (await delaysOf(child)).map((n, i) => n - before[i]!)
        return percentile(classes, 0.99)
      }
    },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      const late = setTimeout(() => child.kill('SIGKILL'), 15_000)
      await ended
      clearTimeout(late)
    },
  }
}

/** Starts by how late they were, in classes of 10 ms; the last one is for all above. */
async function delaysOf(child: ChildProcess): Promise<number[]> {
  const told = once(child, 'message')
  child.send('delays')
  const [classes] = (await told) as [number[]]
  return classes
}

function percentile(classes: readonly number[], share: number): number {
  const all = classes.reduce((sum, n) => sum + n, 0)
  let seen = 0
  for (const [i, n] of classes.entries()) {
    seen += n
    if (all > 0 && seen >= all * share) return i === classes.length - 1 ? Infinity : (i + 1) * 10
  }
  return Infinity
}
