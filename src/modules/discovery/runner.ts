import { randomUUID } from 'node:crypto'
import { transaction } from '#kernel/db/index.ts'
import type { JobContext } from '#kernel/manifest.ts'
import { defaultLimits, type Credential, type Limits } from '#kernel/snmp/index.ts'
import { addressesOf, credentialOf, openSecrets } from './access.ts'
import { identitiesOf, keyOf, nameOf } from './found.ts'
import { identify } from './identify/identify.ts'
import type { Inventory } from './inventory-contract.ts'
import { proposeFound } from './propose.ts'
import { readDevice, type Reading } from './snmp/read-device.ts'
import { keepDevice } from './store/device.ts'
import * as runs from './store/run.ts'
import { findTarget, takeDueTargets, type TargetRow } from './store/target.ts'

/** Runs that one process works on at a time; each asks at most 24 devices at once (contract.ts). */
const runsAtOnce = 4

interface Work {
  abort: AbortController
  ended: Promise<void>
}

/**
 * The runs of one process. A run is this process's as long as it says so every five seconds; every answer is kept as it
 * comes, so whoever takes the run over asks only the rest.
 */
export class Runner {
  readonly id = randomUUID()
  readonly #active = new Map<string, Work>()
  #closing = false

  /** Queues what is due by schedule, and takes up what nobody works on. Returns at once; the work goes on behind it. */
  async turn(context: JobContext): Promise<void> {
    if (this.#closing) return
    await transaction(context.db, async (tx) => {
      for (const target of await takeDueTargets(tx))
        // one that still runs is not queued again
        await runs.insertRun(tx, {
          targetId: target.id,
          trigger: 'schedule',
          requestedBy: null,
          total: target.addresses,
        })
    })
    const room = runsAtOnce - this.#active.size
    const taken = await transaction(context.db, (tx) => runs.takeRuns(tx, this.id, room))
    for (const run of taken) this.#begin(context, run)
  }

  /** Ends what is under way and gives it back: another process, or this one after its restart, goes on with it. */
  async close(): Promise<void> {
    this.#closing = true
    for (const { abort } of this.#active.values()) abort.abort()
    await this.settled()
  }

  /** When nothing is under way any more. */
  async settled(): Promise<void> {
    while (this.#active.size > 0) await Promise.all([...this.#active.values()].map(({ ended }) => ended))
  }

  #begin(context: JobContext, run: runs.TakenRun): void {
    // while one of ours waits for its last devices, it may look lost to nobody but us
    if (this.#active.has(run.id)) return
    const abort = new AbortController()
    const ended = this.#work(context, run, abort)
      .catch(async (error: unknown) => {
        context.log('discovery failed', { run: run.id, error: String(error) })
        await transaction(context.db, (tx) =>
          runs.endRun(tx, run.id, this.id, false, String(error).slice(0, 500)),
        )
      })
      // the database is gone, too: the run looks lost, and is taken over when it is back
      .catch((error: unknown) => context.log('discovery lost', { run: run.id, error: String(error) }))
      .finally(() => this.#active.delete(run.id))
    this.#active.set(run.id, { abort, ended })
  }

  async #work(context: JobContext, run: runs.TakenRun, abort: AbortController): Promise<void> {
    const { db } = context
    const target = await findTarget(db, run.targetId)
    // deleted meanwhile: the run went with it
    if (!target) return
    // stopped while nobody worked on it
    if (run.state === 'stopping') abort.abort()
    const credential = credentialOf(target, openSecrets(target))
    const asked = await runs.askedAddresses(db, run.id)
    const waiting = addressesOf(target.ranges).filter((address) => !asked.has(address))
    let timeOut = false
    const alarm = setTimeout(
      () => {
        timeOut = true
        abort.abort()
      },
      Math.max(0, run.leftMs),
    )
    const heart = this.#beat(context, run.id, abort)
    try {
      const lane = async () => {
        for (
          let address = waiting.shift();
          address !== undefined && !abort.signal.aborted;
          address = waiting.shift()
        )
          await askOne(context, target, credential, run.id, address, abort.signal)
      }
      // one that fails ends the others, and none is left behind
      const lanes = Array.from({ length: target.concurrency }, () =>
        lane().catch((error: unknown) => {
          abort.abort()
          throw error
        }),
      )
      const failed = (await Promise.allSettled(lanes)).find((one) => one.status === 'rejected')
      if (failed) throw failed.reason
      for (const device of await runs.devicesOfRun(db, run.id)) {
        if (this.#closing) break
        await transaction(db, (tx) => proposeFound(tx, device))
      }
      if (this.#closing) return await runs.giveBack(db, run.id, this.id)
    } finally {
      clearTimeout(alarm)
      clearInterval(heart)
    }
    await transaction(db, (tx) => runs.endRun(tx, run.id, this.id, timeOut, null))
  }

  /** Says that the run is ours; ends it when somebody stopped it or took it over. */
  #beat(context: JobContext, run: string, abort: AbortController): NodeJS.Timeout {
    let failures = 0
    const say = async () => {
      try {
        if (!(await runs.beat(context.db, run, this.id))) abort.abort()
        failures = 0
      } catch (error) {
        // a moment without the database is no reason to end; others wait for six of these
        if (++failures >= 4) abort.abort(error)
      }
    }
    return setInterval(() => void say(), runs.beatSeconds * 1000)
  }
}

function limitsOf(target: TargetRow): Limits {
  const { timeoutMs, retries, deviceSeconds } = target
  return { ...defaultLimits, timeoutMs, retries, deviceMs: deviceSeconds * 1000 }
}

/** Asks one address and keeps what came of it; nothing when the run was ended meanwhile. */
async function askOne(
  context: JobContext,
  target: TargetRow,
  credential: Credential,
  runId: string,
  address: string,
  signal: AbortSignal,
): Promise<void> {
  const reading = await readDevice(address, target.port, credential, limitsOf(target), signal)
  if (signal.aborted) return
  const { inventory, outcome, problems } = understand(context, address, reading)
  const { figures } = reading
  await transaction(context.db, async (tx) => {
    const deviceId = inventory
      ? await keepDevice(tx, {
          orgId: target.org.id,
          targetId: target.id,
          key: keyOf(inventory, address),
          identities: identitiesOf(inventory),
          name: nameOf(inventory, address),
          ...{ address, outcome, inventory, problems, figures },
        })
      : null
    const { milliseconds, varbinds } = figures
    await runs.insertAnswer(tx, runId, { address, outcome, deviceId, problems, milliseconds, varbinds })
  })
}

/** The inventory of what was read. A device that this program itself stumbles over is named, and stops no other. */
function understand(
  context: JobContext,
  address: string,
  reading: Reading,
): Pick<Reading, 'outcome' | 'problems'> & { inventory?: Inventory } {
  const { outcome, problems, tables } = reading
  if (outcome !== 'ok' && outcome !== 'partial') return { outcome, problems }
  try {
    const inventory = identify(tables)
    const wrong = [...tables.mistyped].slice(0, 20).map((table) => ({ code: 'wrong_type' as const, table }))
    return { inventory, outcome, problems: [...problems, ...wrong] }
  } catch (error) {
    context.log('inventory not understood', { address, error: String(error) })
    return { outcome: 'unreadable', problems: [...problems, { code: 'failed', table: 'inventory' }] }
  }
}

const runners = new WeakMap<JobContext['settings'], Runner>()

/** The runner of the process with these settings (several in a test run). */
export function runnerOf(settings: JobContext['settings']): Runner {
  const known = runners.get(settings)
  if (known) return known
  const made = new Runner()
  runners.set(settings, made)
  return made
}
