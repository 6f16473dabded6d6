/**
 * `kill -9` of the server, of PostgreSQL, and of both, at random moments under load (issue section 8).
 * `node bench/kill.ts [--kills 50]`. Eight clients file incidents with a key each, send again what was
 * not acknowledged, and move them; at the end the database is compared with what was promised, and the audit trail
 * is verified. Prints one JSON line; exits 1 when a promise was broken or a restart took longer than ten seconds.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { startEmbedded } from '#kernel/db/embedded/index.ts'
import { checkPromises, hurryClocks } from './kill-check.ts'
import { Filer } from './kill-load.ts'
import { summarise, type Measured } from './lib/load.ts'
import { serviceForCode } from './lib/places.ts'
import { freePort } from './lib/server.ts'
import { Victim, type Target } from './lib/victim.ts'

export const bars = { readyMs: 10_000 }
const CLIENTS = 8
const targets: readonly Target[] = ['server', 'postgres', 'both']

export interface KillResult {
  kills: number
  ready: Measured
  writes: Measured
  /** the longest time until writes were acknowledged again */
  slowestMs: number
  acknowledged: number
  moves: number
  resent: number
  /** answers of 5xx and 429 that clients got while something was down */
  troubles: Record<string, number>
  clockSteps: number
  auditIntact: boolean
  faults: string[]
}

async function prepare(victim: Victim): Promise<{ token: string; serviceId: string }> {
  victim.start()
  await victim.ready(180_000)
  const beside = await startEmbedded({ dataDir: victim.dataDir })
  try {
    // ready comes before the sample city is there
    const serviceId = await eventually(() => serviceForCode(beside.appUrl, 'ywtb'), 60_000)
    await hurryClocks(beside.ownerUrl)
    const { output } = await victim.command('token', 'create', '--login', 'eng01', '--for', '8h')
    return { token: output.trim().split(/\s+/).at(-1)!, serviceId }
  } finally {
    await beside.stop()
  }
}

/** The last error when it does not come to pass. */
async function eventually<T>(what: () => Promise<T>, withinMs: number): Promise<T> {
  for (const until = Date.now() + withinMs; ;) {
    try {
      return await what()
    } catch (error) {
      if (Date.now() > until) throw error
      await sleep(250)
    }
  }
}

/** Milliseconds from the kill until `/readyz` answers 200, and until a write is acknowledged. */
interface Recovery {
  ready: number
  writes: number
}

/** One kill at a random moment, and how long it takes until writes are acknowledged again. */
async function killOnce(victim: Victim, target: Target, filers: Filer[]): Promise<Recovery> {
  await sleep(500 + Math.random() * 2500)
  const count = (): number => filers.reduce((n, f) => n + f.acknowledged.length, 0)
  victim.kill(target)
  const begun = performance.now()
  // what was under way when the signal was sent may still be acknowledged
  await sleep(50)
  const before = count()
  await victim.ready(60_000)
  const ready = performance.now() - begun
  while (count() === before && performance.now() - begun < 60_000) {
    await sleep(20)
    await victim.ready(60_000)
  }
  return { ready, writes: performance.now() - begun }
}

/** Runs the whole of it in a folder of its own, which is removed. */
export async function benchKill(options: {
  kills: number
  say: (line: string) => void
}): Promise<KillResult> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'zy-bench-kill-'))
  const victim = new Victim(dataDir, await freePort())
  try {
    const { token, serviceId } = await prepare(victim)
    const filers = Array.from({ length: CLIENTS }, () => new Filer(victim.url, token, serviceId))
    const running = Promise.all(filers.map((filer) => filer.run()))
    const times: Recovery[] = []
    const killing = (async () => {
      for (let i = 0; i < options.kills; i++) {
        const target = targets[i % targets.length]!
        const recovery = await killOnce(victim, target, filers)
        times.push(recovery)
        const { ready, writes } = recovery
        options.say(
          `kill ${i + 1} of ${target}: ready after ${Math.round(ready)} ms, writes after ${Math.round(writes)} ms`,
        )
      }
    })()
    try {
      // a client that fails ends the killing, and the other way round
      await Promise.race([killing, running])
    } finally {
      for (const filer of filers) filer.stop()
    }
    await running
    await killing
    return await conclude(victim, filers, times)
  } finally {
    await victim.stop()
    const left = await startEmbedded({ dataDir })
    await left.stop()
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function conclude(victim: Victim, filers: Filer[], times: Recovery[]): Promise<KillResult> {
  const acknowledged = filers.flatMap((filer) => filer.acknowledged)
  const beside = await startEmbedded({ dataDir: victim.dataDir })
  const { faults, steps } = await checkPromises(beside.ownerUrl, acknowledged).finally(() => beside.stop())
  const verified = await victim.command('audit', 'verify')
  if (verified.status !== 0) faults.push(`audit: ${verified.output}`)
  const troubles: Record<string, number> = {}
  for (const filer of filers)
    for (const [status, n] of filer.troubles) troubles[status] = (troubles[status] ?? 0) + n
  return {
    kills: times.length,
    ready: spread(times.map((t) => t.ready)),
    writes: spread(times.map((t) => t.writes)),
    slowestMs: Math.round(Math.max(...times.map((t) => t.writes))),
    acknowledged: acknowledged.length,
    moves: acknowledged.reduce((n, one) => n + one.moves.length, 0),
    resent: filers.reduce((n, filer) => n + filer.resent, 0),
    troubles,
    clockSteps: steps,
    auditIntact: verified.status === 0,
    faults,
  }
}

const spread = (times: number[]): Measured => summarise(times, times.reduce((a, b) => a + b, 0) / 1000)

/** Whether every promise was kept. */
export function kept(result: KillResult): boolean {
  return result.faults.length === 0 && result.slowestMs <= bars.readyMs && result.clockSteps > 0
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { kills: { type: 'string', default: '50' } },
  })
  const result = await benchKill({ kills: Number(values.kills), say: console.log })
  console.log(JSON.stringify(result))
  if (!kept(result)) process.exitCode = 1
}
