/**
 * `kill -9` of the processes that run checks while what they watch goes down and comes back (issue section 6).
 * `node bench/check-kills.ts [--kills 30] [--checks 200]`. Two workers share the checks; one of them is killed at a time, at
 * random moments, and started again. Targets stay as they are for half a minute each; at the end what the database says of every check is compared with what its target did: every change found once, none made up, every alert
 * raised once and taken back once. Prints one JSON line; exits 1 where that is not so.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { startEmbedded } from '#kernel/db/embedded/index.ts'
import { define, prepareChecks } from './lib/checks.ts'

export interface CheckKillsResult {
  kills: number
  checks: number
  /** times that a target went down, and times that a check saw it */
  downs: number
  seen: number
  /** expected changes of single checks that are not there; changes and alerts that should not be */
  lost: number
  falseRecoveries: number
  doubled: number
  alertsWrong: number
  /** from a target's change to the transition's record, the slowest, kills included */
  slowestSeconds: number
}

const dwellMs = 30_000
const slackMs = 5000
/** Below what the system gives to those that connect. */
const basePort = 21_000

/** A port that answers or refuses, with the history of both. */
class Target {
  readonly host: string
  readonly port: number
  /** when it went down and came back, in turns */
  readonly turns: { at: number; up: boolean }[] = []
  private server: net.Server | undefined

  constructor(n: number) {
    this.host = `127.0.3.${1 + n}`
    this.port = basePort + n
  }

  async up(): Promise<void> {
    const server = net.createServer((socket) => socket.on('error', () => undefined).end())
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(this.port, this.host, resolve)
    })
    this.server = server
    this.turns.push({ at: Date.now(), up: true })
  }

  async down(): Promise<void> {
    const at = Date.now()
    await new Promise<void>((resolve) => this.server!.close(() => resolve()))
    this.turns.push({ at, up: false })
  }

  end(): void {
    this.server?.close()
  }
}

/** Turns a target over until told to stop; it is up at the end. */
async function flip(target: Target, offsetMs: number, stopped: () => boolean): Promise<void> {
  await sleep(offsetMs)
  while (!stopped()) {
    await target.down()
    await sleep(dwellMs)
    await target.up()
    await sleep(dwellMs)
  }
}

/** A worker in a process of its own, started again whenever it was killed. */
class Worker {
  private child: ChildProcess | undefined
  private supervised = true
  private running: Promise<void> = Promise.resolve()
  private readonly args: string[]

  constructor(url: string, dataDir: string) {
    this.args = [url, dataDir]
  }

  /** Returns once it runs. */
  async start(): Promise<void> {
    const child = fork(path.join(import.meta.dirname, 'check-worker.ts'), this.args)
    this.child = child
    child.once('exit', () => {
      if (this.supervised) this.running = this.start()
    })
    await Promise.race([once(child, 'message'), once(child, 'exit')])
  }

  /** Returns once it has been started again. */
  async kill(): Promise<void> {
    const { child } = this
    child!.kill('SIGKILL')
    if (child!.exitCode === null && child!.signalCode === null) await once(child!, 'exit')
    await this.running
  }

  async stop(): Promise<void> {
    this.supervised = false
    const { child } = this
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
}

/** Runs the whole of it in a folder of its own, which is removed. */
export async function benchCheckKills(options: {
  kills: number
  checks: number
  say: (line: string) => void
}): Promise<CheckKillsResult> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'zy-bench-check-kills-'))
  const cluster = await startEmbedded({ dataDir })
  const db = new pg.Client({ connectionString: cluster.ownerUrl })
  const workers = [new Worker(cluster.appUrl, dataDir), new Worker(cluster.appUrl, dataDir)]
  const targets = Array.from({ length: Math.min(40, options.checks) }, (_, n) => new Target(n))
  try {
    await prepareChecks(dataDir, cluster)
    await db.connect()
    for (const target of targets) await target.up()
    const of = (n: number): Target => targets[n % targets.length]!
    const ids = await define(
      db,
      Array.from({ length: options.checks }, (_, n) => ({
        kind: 'tcp',
        spec: { host: of(n).host, port: of(n).port },
      })),
      { intervalSeconds: 5, timeoutMs: 2000, retries: 1, retrySeconds: 1 },
    )
    for (const worker of workers) await worker.start()
    await sleep(12_000)
    let stop = false
    const flipping = Promise.all(
      targets.map((target, n) => flip(target, (n * dwellMs * 2) / targets.length, () => stop)),
    )
    for (let kill = 0; kill < options.kills; kill++) {
      await sleep(1000 + Math.random() * 5000)
      await workers[kill % 2]!.kill()
      options.say(`kill ${kill + 1}`)
    }
    // every target has turned over at least once
    await sleep(Math.max(0, 2 * dwellMs - options.kills * 3500))
    stop = true
    await flipping
    return await judge(db, options.kills, ids, of)
  } finally {
    for (const worker of workers) await worker.stop()
    await db.end()
    await cluster.stop()
    for (const target of targets) target.end()
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function judge(
  db: pg.Client,
  kills: number,
  ids: readonly string[],
  of: (n: number) => Target,
): Promise<CheckKillsResult> {
  const transitions = await db.query<{ id: string; at: Date; recorded: Date; to: string }>(
    `select check_id as id, at, recorded_at as recorded, to_state as "to" from monitor_transition
     where to_state in ('ok', 'critical') order by monitor_transition.id`,
  )
  const alerts = await db.query<{ id: string; status: string }>(
    `select a->'labels'->>'check_id' as id, a->>'status' as status from alert_intake i,
       jsonb_array_elements(i.body->'alerts') a where i.source = 'check' order by i.id`,
  )
  const changes = Map.groupBy(transitions.rows, (row) => row.id)
  const told = Map.groupBy(alerts.rows, (row) => row.id)
  const result: CheckKillsResult = {
    kills,
    checks: ids.length,
    downs: 0,
    seen: 0,
    lost: 0,
    falseRecoveries: 0,
    doubled: 0,
    alertsWrong: 0,
    slowestSeconds: 0,
  }
  ids.forEach((id, n) => {
    const { turns } = of(n)
    const mine = changes.get(id) ?? []
    for (const [i, turn] of turns.entries()) {
      if (!turn.up) result.downs++
      const until = turns[i + 1]?.at ?? Infinity
      // a question may be older than its answer by what the machine is busy with
      const of = (from: number, to: number) =>
        mine.filter((one) => one.at.getTime() >= from && one.at.getTime() < to)
      const right = of(turn.at - slackMs, until).filter((one) => (one.to === 'ok') === turn.up)
      const wrong = of(turn.at, until - slackMs).filter((one) => (one.to === 'ok') !== turn.up).length
      if (right.length === 0) result.lost++
      else if (!turn.up) result.seen++
      if (!turn.up) result.falseRecoveries += wrong
      result.doubled += Math.max(0, right.length - 1) + (turn.up ? wrong : 0)
      if (i > 0 && right[0])
        result.slowestSeconds = Math.max(
          result.slowestSeconds,
          (right[0].recorded.getTime() - turn.at) / 1000,
        )
    }
    const downs = turns.filter((turn) => !turn.up).length
    const said = (told.get(id) ?? []).map((one) => one.status).join()
    if (said !== Array.from({ length: downs }, () => 'firing,resolved').join()) result.alertsWrong++
  })
  result.slowestSeconds = Math.round(result.slowestSeconds * 10) / 10
  return result
}

/** Whether every change was found once and told once. */
export function faithful(r: CheckKillsResult): boolean {
  return r.lost + r.falseRecoveries + r.doubled + r.alertsWrong === 0 && r.seen === r.downs && r.downs > 0
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { kills: { type: 'string', default: '30' }, checks: { type: 'string', default: '200' } },
  })
  const result = await benchCheckKills({
    kills: Number(values.kills),
    checks: Number(values.checks),
    say: console.log,
  })
  console.log(JSON.stringify(result))
  process.exit(faithful(result) ? 0 : 1)
}
