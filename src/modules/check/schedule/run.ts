import { runProbe, runProbes } from '#modules/probe/index.ts'
import type { Outcome } from '#modules/probe/outcome-contract.ts'
import type { Secret } from '#modules/probe/kind-contract.ts'
import type { ActiveKind } from '../words.ts'
import type { Task } from './scheduler.ts'

/** A check as it is asked, wherever that is done. */
export interface Asked extends Task {
  kind: ActiveKind
  /** the same object as long as it says the same: kinds check it once */
  spec: Record<string, unknown>
  secret: Secret
  timeoutMs: number
}

/** Whom a spec asks: so many at once are enough for one host. */
export function hostOf(kind: string, spec: Readonly<Record<string, unknown>>): string {
  const text = (field: string): string => (typeof spec[field] === 'string' ? spec[field] : '')
  if (kind === 'http') {
    const address = text('address')
    return address !== '' || !URL.canParse(text('url')) ? address : new URL(text('url')).hostname
  }
  if (kind === 'dns') return text('server') || 'resolver'
  if (kind === 'file') return 'files'
  return text('host') || text('plugin')
}

/** Asks, and breaks off all that is under way when it is stopped. */
export class Asking {
  // one signal each: adding a listener to a signal costs time for every listener that it has
  readonly #running = new Set<AbortController>()
  #stopped = false

  stop(): void {
    this.#stopped = true
    for (const one of this.#running) one.abort()
  }

  /** Asks one, or several of a kind that can be asked together; never rejects. */
  async ask(tasks: readonly Asked[]): Promise<Outcome[]> {
    const controller = new AbortController()
    if (this.#stopped) controller.abort()
    this.#running.add(controller)
    try {
      return await askAll(tasks, controller.signal)
    } finally {
      this.#running.delete(controller)
    }
  }
}

async function askAll(tasks: readonly Asked[], signal: AbortSignal): Promise<Outcome[]> {
  const [first] = tasks
  if (!first) return []
  const { kind } = first
  if (tasks.length === 1)
    return [
      await runProbe(kind, first.spec as never, { timeoutMs: first.timeoutMs, signal, secret: first.secret }),
    ]
  // each gets the time that it asks for
  const outcomes = new Map<string, Outcome>()
  await Promise.all(
    [...Map.groupBy(tasks, (one) => one.timeoutMs)].map(async ([timeoutMs, group]) => {
      const specs = group.map((one) => one.spec as never)
      const made = await runProbes(kind, specs, { timeoutMs, signal })
      group.forEach((one, i) => outcomes.set(one.id, made[i]!))
    }),
  )
  return tasks.map((one) => outcomes.get(one.id)!)
}
