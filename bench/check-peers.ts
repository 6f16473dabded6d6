/**
 * The same checks by one of our workers and by others that check (issue section 6): Icinga 2, Prometheus with its blackbox
 * exporter, a Zabbix proxy, each from its Debian package, with a configuration in a folder of its own, on loopback.
 * `node bench/check-peers.ts [--checks 1000] [--interval 5] [--window 10] [--rungs 3] [--only icinga,zabbix]`
 * One after the other, HTTP and TCP apart: first a number of checks that all can do, then more until one falls behind (less
 * than 98 % of what is due). What is done is counted where it arrives; CPU seconds are those of all processes of one, our
 * PostgreSQL included. Packages that are missing are installed (as root; services are not started) and stay; what cannot be
 * had is left out, and named. Prints one JSON line; exits 1 below the bars.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { startCountedTargets, type CountedTargets } from './lib/counted-targets.ts'
import { cpuOfTrees } from './lib/cpu.ts'
import type { Contender, Kind, Load } from './peers/contender.ts'
import { icinga } from './peers/icinga.ts'
import { prometheus } from './peers/prometheus.ts'
import { zabbix } from './peers/zabbix.ts'
import { zhengyun } from './peers/zhengyun.ts'

/** Of ours to a peer's, in one run; the issue sets no number for Zabbix beyond "in the class of". */
export const bars = { perCpuSecond: 1, ofZabbixRate: 0.5, share: 0.98 }

const contenders = { zhengyun, icinga, prometheus, zabbix }
export type Who = keyof typeof contenders

export interface Rung {
  kind: Kind
  checks: number
  /** done in the window, of those that were due */
  done: number
  share: number
  perSecond: number
  /** checks for each CPU second of all its processes */
  perCpuSecond: number
  /** cores that it kept busy, and that answering did */
  cores: number
  targetCores: number
  /** 99 of 100 checks started no later than this, where it says so; null where not, or beyond what it tells apart */
  delayMs: number | null
}

export interface Contestant {
  who: Who
  name: string
  rungs: Rung[]
}

export interface PeersResult {
  intervalSeconds: number
  windowSeconds: number
  contestants: Contestant[]
  /** what could not be had, and why */
  leftOut: { who: Who; why: string }[]
}

export interface PeersOptions {
  checks: number
  intervalSeconds: number
  windowSeconds: number
  rungs: number
  only: readonly Who[]
  say: (line: string) => void
}

/** Runs them one after the other in folders of their own, which are removed. */
export async function benchCheckPeers(options: PeersOptions): Promise<PeersResult> {
  const folder = mkdtempSync(path.join(tmpdir(), 'zy-bench-peers-'))
  const result: PeersResult = {
    intervalSeconds: options.intervalSeconds,
    windowSeconds: options.windowSeconds,
    contestants: [],
    leftOut: [],
  }
  try {
    const targets = await startCountedTargets(path.join(folder, 'targets'))
    try {
      for (const who of options.only) {
        const tried = await compete(who, targets, folder, options)
        if ('why' in tried) result.leftOut.push(tried)
        else result.contestants.push(tried)
      }
    } finally {
      await targets.stop()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
  }
  return result
}

/** All that one does, or why it does nothing. @throws whatever goes wrong with ours: that is no reason to leave it out */
async function compete(
  who: Who,
  targets: CountedTargets,
  folder: string,
  options: PeersOptions,
): Promise<Contestant | { who: Who; why: string }> {
  let contender: Contender | undefined
  const rungs: Rung[] = []
  try {
    contender = await contenders[who]()
    const { name } = contender
    for (const kind of ['http', 'tcp'] as const) {
      const climb = climber(options)
      for (let checks = climb(undefined); checks !== undefined;) {
        const load = { kind, checks, intervalSeconds: options.intervalSeconds, targets }
        const rung = await measure(contender, load, folder, options.windowSeconds)
        options.say(`${name}: ${JSON.stringify(rung)}`)
        rungs.push(rung)
        checks = climb(rung)
      }
    }
    return { who, name, rungs }
  } catch (error) {
    if (who === 'zhengyun') throw error
    // a part of a comparison is none: said, and left out as a whole
    const why = error instanceof Error ? error.message : String(error)
    options.say(`${who} is left out: ${why}`)
    return { who, why }
  } finally {
    await contender?.end()
  }
}

/**
 * How many checks to try next: as many as the CPU that the last ones took lets expect, then between what went well and what
 * did not, until those are close; below the first number, where that was too much already.
 * @returns a function of what the last number led to (undefined at first), which ends with undefined
 */
function climber({ checks, intervalSeconds, rungs }: PeersOptions): (last?: Rung) => number | undefined {
  let [good, bad, left] = [0, Infinity, rungs]
  return (last) => {
    if (!last) return checks
    if (keepsUp(last)) good = Math.max(good, last.checks)
    else bad = Math.min(bad, last.checks)
    if (left-- <= 0 || bad / good < 1.15) return undefined
    if (good === 0) return Math.ceil(bad / 2)
    // what it did although it was too much is about what it can do
    if (bad < Infinity)
      return twoDigits(Math.min(0.9 * bad, Math.max(1.2 * good, 0.9 * last.perSecond * intervalSeconds)))
    const each = (last.cores + last.targetCores) / last.perSecond
    const expected = (0.9 * availableParallelism() * intervalSeconds) / each
    return twoDigits(Math.min(8 * good, Math.max(1.25 * good, expected)))
  }
}

const twoDigits = (n: number): number => Number(n.toPrecision(2))

/** Whether what was due was done. */
export const keepsUp = (rung: Rung): boolean => rung.share >= bars.share

async function measure(
  contender: Contender,
  given: Omit<Load, 'folder'>,
  parent: string,
  windowSeconds: number,
): Promise<Rung> {
  const folder = path.join(parent, 'load')
  mkdirSync(folder)
  const load = { ...given, folder }
  const running = await contender.start(load)
  try {
    await warm(load)
    const delay = await running.watchDelay?.()
    const look = async (): Promise<{ at: number; done: number; cpu: number; targetCpu: number }> => ({
      at: performance.now(),
      done: await doneOf(load),
      cpu: cpuOfTrees(running.pids),
      targetCpu: load.targets.cpu(),
    })
    // some do all of a second's checks at its beginning: those are not cut in two
    await sleep((1600 - (Date.now() % 1000)) % 1000)
    const before = await look()
    await sleep(before.at + windowSeconds * 1000 - performance.now())
    const after = await look()
    const late = await delay?.()
    const seconds = (after.at - before.at) / 1000
    const done = after.done - before.done
    if (done === 0) throw new Error(`${contender.name} asks nothing: ${running.said()}`)
    const cpu = after.cpu - before.cpu
    return {
      kind: load.kind,
      checks: load.checks,
      done,
      share: threeDecimals(done / due(load, seconds)),
      perSecond: Math.round(done / seconds),
      // less than what the kernel counts in is not nothing
      perCpuSecond: Math.round(done / Math.max(0.01, cpu)),
      cores: threeDecimals(cpu / seconds),
      targetCores: threeDecimals((after.targetCpu - before.targetCpu) / seconds),
      delayMs: late !== undefined && Number.isFinite(late) ? late : null,
    }
  } finally {
    await running.stop()
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
  }
}

/**
 * Checks that were due. What the clock went over whole intervals while it was read is not counted, up to a tenth of a
 * second: there need not be any in it.
 */
function due({ checks, intervalSeconds }: Omit<Load, 'folder'>, seconds: number): number {
  const over = Math.min(0.1, Math.max(0, seconds - Math.round(seconds / intervalSeconds) * intervalSeconds))
  return (checks * (seconds - over)) / intervalSeconds
}

const threeDecimals = (n: number): number => Math.round(n * 1000) / 1000

async function doneOf({ kind, targets }: Load): Promise<number> {
  const { connections, requests } = await targets.counts()
  return kind === 'http' ? requests : connections
}

/**
 * Until all was asked within one interval, and about once (whoever begins may ask twice: at once, and when it is due), or
 * there is no more hope of it.
 */
async function warm(load: Load): Promise<void> {
  const { checks, intervalSeconds } = load
  const most = 2 * intervalSeconds + 5 + checks / 8000
  const seen: { at: number; done: number }[] = []
  const begun = performance.now()
  for (;;) {
    const now = { at: performance.now(), done: await doneOf(load) }
    seen.push(now)
    const before = seen.findLast((one) => now.at - one.at >= intervalSeconds * 1000)
    const share = before ? (now.done - before.done) / checks : 0
    if (share >= bars.share && share < 1.15) return
    if (now.at - begun > most * 1000) return
    await sleep(500)
  }
}

/** The rung of the number that all were given, and the highest that was kept up with. */
export function bestOf(one: Contestant, kind: Kind): { first: Rung; best: Rung | undefined } {
  const rungs = one.rungs.filter((rung) => rung.kind === kind)
  const [best] = rungs.filter(keepsUp).sort((a, b) => b.checks - a.checks)
  return { first: rungs[0]!, best }
}

export interface Ratio {
  who: Who
  name: string
  kind: Kind
  /** ours to theirs: checks for each CPU second at the same number, and at the highest of each; highest rates */
  perCpuSecond: number
  perCpuSecondAtBest: number
  rate: number
  ok: boolean
}

/** What ours did against each of the others in the same run. */
export function ratiosOf({ contestants }: PeersResult): Ratio[] {
  const ours = contestants.find((one) => one.who === 'zhengyun')
  if (!ours) return []
  const kinds: Kind[] = ['http', 'tcp']
  return contestants
    .filter((one) => one !== ours)
    .flatMap((one) => kinds.map((kind) => ratioOf(ours, one, kind)))
}

function ratioOf(ours: Contestant, theirs: Contestant, kind: Kind): Ratio {
  const [mine, other] = [bestOf(ours, kind), bestOf(theirs, kind)]
  const ratio = (of: (rung: Rung) => number, a: Rung | undefined, b: Rung | undefined): number =>
    // whoever keeps up with nothing at all is beaten by whoever does
    a === undefined ? 0 : b === undefined ? 99 : Math.round((of(a) / of(b)) * 100) / 100
  const perCpu = (rung: Rung): number => rung.perCpuSecond
  const perCpuSecond = ratio(perCpu, mine.first, other.first)
  const perCpuSecondAtBest = ratio(perCpu, mine.best, other.best)
  // what was asked of it: whoever catches up does more for a moment
  const rate = ratio((rung) => rung.perSecond / Math.max(1, rung.share), mine.best, other.best)
  const ok =
    theirs.who === 'zabbix'
      ? kind === 'http' || rate >= bars.ofZabbixRate
      : Math.min(perCpuSecond, perCpuSecondAtBest) > bars.perCpuSecond
  return { who: theirs.who, name: theirs.name, kind, perCpuSecond, perCpuSecondAtBest, rate, ok }
}

function whoOf(names: string): Who[] {
  const all = Object.keys(contenders) as Who[]
  const wanted = names.split(',').filter(Boolean)
  const unknown = wanted.filter((name) => !all.some((who) => who === name))
  if (unknown.length > 0) throw new Error(`there is no ${unknown.join(', ')}: only ${all.join(', ')}`)
  return wanted.length === 0 ? all : all.filter((who) => who === 'zhengyun' || wanted.includes(who))
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      checks: { type: 'string', default: '1000' },
      interval: { type: 'string', default: '5' },
      window: { type: 'string', default: '10' },
      rungs: { type: 'string', default: '3' },
      only: { type: 'string', default: '' },
    },
  })
  const result = await benchCheckPeers({
    checks: Number(values.checks),
    intervalSeconds: Number(values.interval),
    windowSeconds: Number(values.window),
    rungs: Number(values.rungs),
    only: whoOf(values.only),
    say: console.log,
  })
  console.log(JSON.stringify(result))
  if (!ratiosOf(result).every((one) => one.ok)) process.exitCode = 1
}
