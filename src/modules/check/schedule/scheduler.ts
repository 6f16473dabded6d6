import { Fifo, Heap } from './queues.ts'

/** One thing to be done again and again. */
export interface Task {
  id: string
  /** what is asked: so many at once are enough for one of them */
  host: string
  /** kind of work: it may have a limit of its own, or be done in batches */
  kind: string
  intervalMs: number
  /** how soon it is done again while it goes wrong, so often */
  retryMs: number
  retries: number
}

export interface Limits {
  /** at once in all */
  total: number
  perHost: number
  perKind: Readonly<Record<string, number>>
  /** kinds that are done together: so many in one go, after waiting so long for company */
  batches: Readonly<Record<string, { most: number; waitMs: number; goes: number }>>
  /** of those that took long and failed the last time: they may hang again, and must leave room */
  suspects: number
  /** longer than this is long */
  slowMs: number
}

export const usualLimits: Limits = {
  total: 2000,
  perHost: 32,
  perKind: { nagios: 16, postgres: 64, mysql: 64, file: 8 },
  batches: { ping: { most: 250, waitMs: 100, goes: 6 } },
  suspects: 1000,
  slowMs: 1000,
}

export interface Work<T extends Task> {
  /** Does it, one or a batch. @returns for each whether it went wrong; must not reject */
  run: (tasks: readonly T[]) => Promise<readonly boolean[]>
  /** whether anything may be started just now: while it may not, all wait where they are */
  may: () => boolean
}

/** Monotonic milliseconds and timers: tests have their own. */
export interface Clock {
  now: () => number
  /** milliseconds since 1970 at the same moment: where the intervals lie */
  wall: () => number
  after: (ms: number, call: () => void) => { cancel: () => void }
}

export const realClock: Clock = {
  now: () => performance.now(),
  wall: () => Date.now(),
  after: (ms, call) => {
    const timer = setTimeout(call, ms)
    return { cancel: () => clearTimeout(timer) }
  },
}

interface Entry<T extends Task> {
  task: T
  /** of its grid: the task itself may be changed in place */
  interval: number
  /** first moment, on the monotonic clock, of its grid */
  phase: number
  /** of the grid, to which the next run belongs */
  slot: number
  due: number
  /** counts its places in the heap: only the newest holds */
  place: number
  state: 'resting' | 'waiting' | 'running' | 'gone'
  fails: number
  suspect: boolean
  again: boolean
}

/** How late what was started was, and what could not be kept up with. */
export interface Delays {
  started: number
  /** turns that were left out because the one before was not over */
  missed: number
  /** started so many milliseconds late: number by class of 10 ms, the last one for all above */
  late: Uint32Array
}

const classes = 501
const pauseMs = 250

/**
 * Does tasks on time: each on the grid of its own interval (phase by the hash of its id, so that thousands are spread
 * evenly and none drifts), with bounds in all, per host and per kind. Whoever waits for a host that hangs waits alone. The
 * clock is monotonic: a wall clock that jumps moves nothing.
 */
export class Scheduler<T extends Task> {
  readonly #work: Work<T>
  readonly #limits: Limits
  readonly #clock: Clock
  /** wall clock minus monotonic clock when the scheduler was made */
  readonly #origin: number
  readonly #entries = new Map<string, Entry<T>>()
  readonly #heap = new Heap<{ entry: Entry<T>; due: number; place: number }>((a, b) => a.due - b.due)
  readonly #waiting = new Map<string, Fifo<Entry<T>>>()
  /** hosts that have somebody waiting and room for him */
  readonly #ready = new Fifo<string>()
  readonly #isReady = new Set<string>()
  readonly #held = new Map<string, Fifo<Entry<T>>>()
  readonly #onHost = new Map<string, number>()
  readonly #inLane = new Map<string, number>()
  readonly #batches = new Map<string, { entries: Entry<T>[]; timer: { cancel: () => void } | undefined }>()
  #running = 0
  #timer: { cancel: () => void } | undefined
  #timerAt = Infinity
  #stopped = false
  readonly delays: Delays = { started: 0, missed: 0, late: new Uint32Array(classes) }

  constructor(work: Work<T>, limits: Limits = usualLimits, clock: Clock = realClock) {
    this.#work = work
    this.#limits = limits
    this.#clock = clock
    this.#origin = clock.wall() - clock.now()
  }

  get size(): number {
    return this.#entries.size
  }

  get running(): number {
    return this.#running
  }

  /**
   * Adds a task or replaces the one of its id.
   * @param fresh it has not been done for longer than its interval: its first turn is soon, not when its grid says
   */
  put(task: T, fresh: boolean): void {
    if (this.#stopped) return
    const known = this.#entries.get(task.id)
    const sameGrid = known?.interval === task.intervalMs
    if (known) known.task = task
    if (known && sameGrid) return
    const entry: Entry<T> = known ?? {
      task,
      interval: 0,
      phase: 0,
      slot: 0,
      due: 0,
      place: 0,
      state: 'resting',
      fails: 0,
      suspect: false,
      again: false,
    }
    entry.interval = task.intervalMs
    const now = this.#clock.now()
    const share = shareOf(task.id)
    entry.phase = ((share * task.intervalMs - this.#origin) % task.intervalMs) + task.intervalMs
    this.#entries.set(task.id, entry)
    entry.slot = this.#slotAfter(entry, now)
    if (entry.state !== 'resting') return
    const soon = now + share * Math.min(task.intervalMs, 10_000)
    this.#rest(entry, fresh && soon < entry.slot ? soon : entry.slot)
  }

  remove(id: string): void {
    const entry = this.#entries.get(id)
    if (!entry) return
    this.#entries.delete(id)
    // what runs is not waited for; what waits is passed over when its turn comes
    entry.state = 'gone'
    entry.place++
  }

  /** Does it as soon as there is room. */
  soon(id: string): void {
    const entry = this.#entries.get(id)
    if (entry?.state === 'resting') this.#rest(entry, this.#clock.now())
    else if (entry) entry.again = true
  }

  /** Starts nothing more. */
  stop(): void {
    this.#stopped = true
    this.#timer?.cancel()
    for (const batch of this.#batches.values()) batch.timer?.cancel()
    for (const entry of this.#entries.values()) entry.state = 'gone'
    this.#entries.clear()
  }

  /** The first moment of the grid after `at`. */
  #slotAfter({ phase, interval: intervalMs }: Entry<T>, at: number): number {
    const into = (((at - phase) % intervalMs) + intervalMs) % intervalMs
    return at - into + intervalMs
  }

  #rest(entry: Entry<T>, due: number): void {
    entry.state = 'resting'
    entry.due = due
    entry.place++
    this.#heap.push({ entry, due, place: entry.place })
    this.#wake()
  }

  #wake(): void {
    const first = this.#heap.peek()
    if (this.#stopped || !first || first.due >= this.#timerAt) return
    this.#timer?.cancel()
    this.#timerAt = first.due
    // what is due within the same few milliseconds is started together
    const ms = Math.max(2, Math.ceil(first.due - this.#clock.now()))
    this.#timer = this.#clock.after(Math.min(ms, 60_000), () => this.#tick())
  }

  #tick(): void {
    this.#timerAt = Infinity
    this.#timer = undefined
    if (!this.#work.may()) return this.#later()
    const now = this.#clock.now()
    for (let first = this.#heap.peek(); first && first.due <= now; first = this.#heap.peek()) {
      this.#heap.pop()
      if (first.place === first.entry.place && first.entry.state === 'resting') this.#wait(first.entry)
    }
    this.#pump()
    this.#wake()
  }

  /** Looks again in a moment. */
  #later(): void {
    if (this.#stopped || this.#timer) return
    this.#timerAt = this.#clock.now() + pauseMs
    this.#timer = this.#clock.after(pauseMs, () => this.#tick())
  }

  #wait(entry: Entry<T>): void {
    entry.state = 'waiting'
    const { host } = entry.task
    let line = this.#waiting.get(host)
    if (!line) this.#waiting.set(host, (line = new Fifo()))
    line.push(entry)
    this.#markReady(host)
  }

  #markReady(host: string): void {
    if (this.#isReady.has(host)) return
    if ((this.#onHost.get(host) ?? 0) >= this.#limits.perHost) return
    this.#isReady.add(host)
    this.#ready.push(host)
  }

  /** Starts what there is room for, host by host in turns. */
  #pump(): void {
    if (!this.#work.may()) return this.#later()
    while (this.#running < this.#limits.total && !this.#stopped) {
      const host = this.#ready.shift()
      if (host === undefined) return
      this.#isReady.delete(host)
      const line = this.#waiting.get(host)
      const entry = line?.shift()
      if (line?.size === 0) this.#waiting.delete(host)
      if (entry?.state === 'waiting') this.#admit(entry)
      if (this.#waiting.has(host)) this.#markReady(host)
    }
  }

  #laneOf(entry: Entry<T>): { lane: string; limit: number } {
    const { kind } = entry.task
    if (entry.suspect) return { lane: '', limit: this.#limits.suspects }
    return { lane: kind, limit: this.#limits.perKind[kind] ?? Infinity }
  }

  #admit(entry: Entry<T>): void {
    const { kind, host } = entry.task
    if (this.#limits.batches[kind]) return this.#gather(entry, kind)
    const { lane, limit } = this.#laneOf(entry)
    if ((this.#inLane.get(lane) ?? 0) >= limit) {
      let held = this.#held.get(lane)
      if (!held) this.#held.set(lane, (held = new Fifo()))
      held.push(entry)
      return
    }
    add(this.#inLane, lane, 1)
    add(this.#onHost, host, 1)
    this.#running++
    void this.#run([entry], () => {
      add(this.#inLane, lane, -1)
      add(this.#onHost, host, -1)
      this.#running--
      this.#release(lane)
      if (this.#waiting.has(host)) this.#markReady(host)
    })
  }

  /** One that waited for room of its kind goes back to the line of its host. */
  #release(lane: string): void {
    const held = this.#held.get(lane)
    for (let next = held?.shift(); next; next = held?.shift())
      if (next.state === 'waiting') return this.#wait(next)
  }

  #gather(entry: Entry<T>, kind: string): void {
    const rule = this.#limits.batches[kind]!
    let batch = this.#batches.get(kind)
    if (!batch) this.#batches.set(kind, (batch = { entries: [], timer: undefined }))
    batch.entries.push(entry)
    if (batch.entries.length >= rule.most) this.#go(kind)
    else batch.timer ??= this.#clock.after(rule.waitMs, () => this.#go(kind))
  }

  #go(kind: string): void {
    const batch = this.#batches.get(kind)!
    const { most, goes } = this.#limits.batches[kind]!
    batch.timer?.cancel()
    batch.timer = undefined
    if (!this.#work.may()) {
      batch.timer = this.#clock.after(pauseMs, () => this.#go(kind))
      return
    }
    while (batch.entries.length > 0 && (this.#inLane.get(kind) ?? 0) < goes && !this.#stopped) {
      const entries = batch.entries.splice(0, most).filter((one) => one.state === 'waiting')
      if (entries.length === 0) continue
      add(this.#inLane, kind, 1)
      void this.#run(entries, () => {
        add(this.#inLane, kind, -1)
        if (batch.entries.length > 0) this.#go(kind)
      })
    }
  }

  async #run(entries: readonly Entry<T>[], ended: () => void): Promise<void> {
    const began = this.#clock.now()
    for (const entry of entries) {
      entry.state = 'running'
      entry.again = false
      this.delays.started++
      const late = Math.max(0, Math.floor((began - entry.due) / 10))
      this.delays.late[Math.min(late, classes - 1)]!++
    }
    const wrong = await this.#work.run(entries.map((one) => one.task))
    const now = this.#clock.now()
    ended()
    entries.forEach((entry, i) => {
      const bad = wrong[i] ?? true
      entry.suspect = bad && now - began >= this.#limits.slowMs
      entry.fails = bad ? entry.fails + 1 : 0
      // removed meanwhile
      if ((entry.state as string) !== 'gone') this.#next(entry, began, now)
    })
    this.#pump()
  }

  #next(entry: Entry<T>, began: number, now: number): void {
    const { task } = entry
    let slot = this.#slotAfter(entry, began)
    // a turn that is due already is taken late; more than one are not made up for
    if (slot + task.intervalMs <= now) {
      const later = this.#slotAfter(entry, now) - task.intervalMs
      this.delays.missed += Math.round((later - slot) / task.intervalMs)
      slot = later
    }
    entry.slot = slot
    const retry = entry.fails > 0 && entry.fails <= task.retries ? now + task.retryMs : Infinity
    this.#rest(entry, entry.again ? now : Math.min(slot, retry))
  }
}

/** Where on the grid of its interval a task lies, 0 to 1: FNV-1a of its id, mixed once more. */
export function shareOf(id: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32
}

function add(map: Map<string, number>, key: string, by: number): void {
  const now = (map.get(key) ?? 0) + by
  if (now === 0) map.delete(key)
  else map.set(key, now)
}

/** The lateness that this share of all starts did not exceed, in milliseconds; right to 10 ms. */
export function lateness({ late }: Delays, share: number): number {
  const all = late.reduce((sum, n) => sum + n, 0)
  let seen = 0
  for (let i = 0; i < late.length; i++) {
    seen += late[i]!
    if (all > 0 && seen >= share * all) return (i + 1) * 10
  }
  return 0
}

/** Starts that were later than so many milliseconds, a multiple of 10; 0: all. */
export function startsOver({ late, started }: Delays, ms: number): number {
  if (ms === 0) return started
  return late.subarray(Math.floor(ms / 10)).reduce((sum, n) => sum + n, 0)
}
