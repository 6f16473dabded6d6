import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Heap } from './queues.ts'
import { lateness, Scheduler, shareOf, usualLimits, type Clock, type Task } from './scheduler.ts'

/** A clock that stands until it is moved; a wall clock beside it that may jump. */
class TestClock implements Clock {
  time = 5000
  jump = 0
  #heap = new Heap<{ at: number; call: () => void; off: boolean }>((a, b) => a.at - b.at)
  now = (): number => this.time
  wall = (): number => 1_795_000_000_000 + this.time + this.jump
  after = (ms: number, call: () => void): { cancel: () => void } => {
    const one = { at: this.time + ms, call, off: false }
    this.#heap.push(one)
    return { cancel: () => void (one.off = true) }
  }
  /** Goes on, with everything that happens meanwhile. */
  async run(ms: number): Promise<void> {
    const end = this.time + ms
    for (let next = this.#heap.peek(); next && next.at <= end; next = this.#heap.peek()) {
      this.#heap.pop()
      this.time = next.at
      if (!next.off) next.call()
      for (let i = 0; i < 6; i++) await Promise.resolve()
    }
    this.time = end
  }
}

const task = (n: number, over: Partial<Task> = {}): Task => ({
  id: `check-${n}`,
  host: `host-${n}`,
  kind: 'tcp',
  intervalMs: 10_000,
  retryMs: 2000,
  retries: 2,
  ...over,
})

interface Run {
  id: string
  at: number
}

function make(take: (task: Task) => { ms: number; bad?: boolean }, limits = usualLimits) {
  const clock = new TestClock()
  const runs: Run[] = []
  let most = 0
  let now = 0
  const scheduler = new Scheduler<Task>(
    {
      may: () => true,
      run: async (tasks) => {
        for (const one of tasks) runs.push({ id: one.id, at: clock.time })
        most = Math.max(most, (now += tasks.length))
        const all = tasks.map(take)
        await new Promise<void>((done) => clock.after(Math.max(...all.map((one) => one.ms)), done))
        now -= tasks.length
        return all.map((one) => one.bad ?? false)
      },
    },
    limits,
    clock,
  )
  const of = (id: string): number[] => runs.filter((r) => r.id === id).map((r) => r.at)
  return { clock, scheduler, runs, of, most: () => most }
}

describe('the scheduler', () => {
  it('spreads evenly and never drifts, whatever each takes', async () => {
    const { clock, scheduler, runs, of } = make((one) => ({ ms: 1 + (Number(one.id.slice(6)) % 700) }))
    for (let n = 0; n < 1000; n++) scheduler.put(task(n), false)
    await clock.run(60_000)
    const begin = runs[0]!.at
    const seconds = Array.from(
      { length: 50 },
      (_, s) => runs.filter((r) => Math.floor((r.at - begin) / 1000) === s).length,
    )
    expect(Math.min(...seconds)).toBeGreaterThan(60)
    expect(Math.max(...seconds)).toBeLessThan(140)
    for (const id of ['check-1', 'check-699']) {
      const at = of(id)
      expect(at.length).toBeGreaterThanOrEqual(5)
      at.forEach((t, i) => expect(Math.abs(t - at[0]! - i * 10_000)).toBeLessThan(10))
    }
    expect(lateness(scheduler.delays, 0.99)).toBeLessThanOrEqual(10)
  })

  it('begins at the same place of the interval after a restart, and soon what is overdue', async () => {
    const first = make(() => ({ ms: 1 }))
    first.scheduler.put(task(7), false)
    await first.clock.run(20_000)
    const again = make(() => ({ ms: 1 }))
    again.clock.time = 123_456
    const moved = new Scheduler<Task>({ may: () => true, run: async (all) => { again.runs.push({ id: 'x', at: again.clock.time }); return all.map(() => false) } }, usualLimits, again.clock) // prettier-ignore
    moved.put(task(7), false)
    await again.clock.run(10_000)
    expect(again.runs[0]!.at % 10_000).toBeCloseTo(first.runs[0]!.at % 10_000, -1)
    const daily = make(() => ({ ms: 1 }))
    daily.scheduler.put(task(1, { intervalMs: 86_400_000 }), true)
    await daily.clock.run(10_000)
    expect(daily.runs).toHaveLength(1)
  })

  it('lets a host that hangs starve nobody', async () => {
    const { clock, scheduler, of, most } = make((one) =>
      one.host === 'dead' ? { ms: 9000, bad: true } : { ms: 5 },
    )
    for (let n = 0; n < 200; n++) scheduler.put(task(n, { host: 'dead' }), false)
    for (let n = 200; n < 400; n++) scheduler.put(task(n), false)
    await clock.run(60_000)
    expect(most()).toBeLessThan(60)
    for (let n = 200; n < 400; n++) expect(of(`check-${n}`).length).toBeGreaterThanOrEqual(5)
    // and the dead one's get their turns one after the other
    const dead = Array.from({ length: 200 }, (_, n) => of(`check-${n}`).length)
    expect(dead.filter((n) => n === 0).length).toBeLessThan(30)
  })

  it('keeps room when most of the targets hang', async () => {
    const limits = { ...usualLimits, total: 100, suspects: 50 }
    const { clock, scheduler, of } = make(
      (one) => (one.host.startsWith('bad') ? { ms: 9000, bad: true } : { ms: 5 }),
      limits,
    )
    for (let n = 0; n < 300; n++) scheduler.put(task(n, { host: `bad-${n}` }), false)
    for (let n = 300; n < 400; n++) scheduler.put(task(n), false)
    await clock.run(120_000)
    const good = Array.from({ length: 100 }, (_, n) => of(`check-${n + 300}`).length)
    expect(Math.min(...good)).toBeGreaterThanOrEqual(8)
  })

  it('keeps to the limits of a kind and gathers batches', async () => {
    let both = 0
    let most = 0
    const clock = new TestClock()
    const sizes: number[] = []
    const limits = {
      ...usualLimits,
      perKind: { nagios: 3 },
      batches: { ping: { most: 50, waitMs: 100, goes: 2 } },
    }
    const scheduler = new Scheduler<Task>(
      {
        may: () => true,
        run: async (tasks) => {
          if (tasks[0]!.kind === 'ping') sizes.push(tasks.length)
          else most = Math.max(most, ++both)
          await new Promise<void>((done) => clock.after(400, done))
          if (tasks[0]!.kind !== 'ping') both--
          return tasks.map(() => false)
        },
      },
      limits,
      clock,
    )
    for (let n = 0; n < 60; n++) scheduler.put(task(n, { kind: 'nagios' }), false)
    for (let n = 60; n < 460; n++) scheduler.put(task(n, { kind: 'ping' }), false)
    await clock.run(40_000)
    expect(most).toBe(3)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(50)
    expect(sizes.reduce((a, b) => a + b, 0)).toBeGreaterThan(400 * 3 - 50)
    expect(sizes.length).toBeLessThan(400)
  })

  it('asks again soon while it goes wrong, and then keeps to its interval', async () => {
    const { clock, scheduler, runs } = make(() => ({ ms: 10, bad: true }))
    scheduler.put(task(3), false)
    await clock.run(40_000)
    const gaps = runs.slice(1).map((r, i) => r.at - runs[i]!.at)
    expect(gaps.slice(0, 2).map((gap) => Math.round(gap / 100) * 100)).toEqual([2000, 2000])
    expect(Math.round((runs[3]!.at - runs[0]!.at) / 100) * 100).toBe(10_000)
    expect(Math.round(gaps.at(-1)! / 100) * 100).toBe(10_000)
  })

  it('goes on when the wall clock jumps, forgets what is removed, runs at once what is wanted', async () => {
    const { clock, scheduler, of } = make(() => ({ ms: 1 }))
    scheduler.put(task(1), false)
    scheduler.put(task(2), false)
    await clock.run(30_000)
    clock.jump = 3_600_000
    await clock.run(10_000)
    clock.jump = -3_600_000
    scheduler.remove('check-2')
    const before = of('check-2').length
    await clock.run(20_000)
    const at = of('check-1')
    expect(at).toHaveLength(6)
    at.slice(1).forEach((t, i) => expect(Math.abs(t - at[i]! - 10_000)).toBeLessThan(10))
    expect(of('check-2')).toHaveLength(before)
    scheduler.soon('check-1')
    await clock.run(10)
    expect(of('check-1')).toHaveLength(7)
  })

  it('starts nothing while it may not, and goes on as before when it may', async () => {
    let may = true
    const clock = new TestClock()
    const runs: number[] = []
    const run = async (tasks: readonly Task[]): Promise<boolean[]> => {
      runs.push(clock.time)
      return tasks.map(() => false)
    }
    const scheduler = new Scheduler<Task>({ may: () => may, run }, usualLimits, clock)
    for (let n = 0; n < 50; n++) scheduler.put(task(n, { kind: n % 2 ? 'tcp' : 'ping' }), false)
    await clock.run(20_000)
    const before = runs.length
    may = false
    await clock.run(25_000)
    expect(runs).toHaveLength(before)
    may = true
    await clock.run(1000)
    expect(runs.length).toBeGreaterThanOrEqual(before + 26)
    await clock.run(20_000)
    expect(scheduler.delays.started).toBeGreaterThanOrEqual(50 * 4)
  })

  it('has phases that are even for any ids', () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        expect(shareOf(id)).toBeGreaterThanOrEqual(0)
        expect(shareOf(id)).toBeLessThan(1)
      }),
    )
    const tenths = Array.from({ length: 10 }, () => 0)
    for (let n = 0; n < 10_000; n++) tenths[Math.floor(shareOf(`019ab${n}-7000-8000`) * 10)]!++
    for (const n of tenths) expect(Math.abs(n - 1000)).toBeLessThan(150)
  })
})
