import type { Kysely } from 'kysely'
import type { DB } from '#kernel/db/index.ts'
import { stepKeys, type Story, type StoryStep } from './contract.ts'
import { freshSteps, recall, remember, type Memory } from './memory.ts'
import { gather, type Cast } from './people.ts'
import { alertLabels, Prober } from './prober.ts'
import type { Scene } from './scene.ts'
import { steps } from './steps/index.ts'
import { Street } from './street.ts'
import { tidy } from './tidy.ts'

export interface StoryOptions {
  db: Kysely<DB>
  /** address of our own server, as this process reaches it */
  baseUrl: string
  dataDir: string
  /** whether the page may start the first run by itself */
  autoStart: boolean
  /** milliseconds of a beat; tests are quick readers */
  pace?: number
  logins: Story['logins']
  password: string
  log: (line: string) => void
  /** aborted when the server stops, before it stops answering */
  signal?: AbortSignal
}

/** Plays the story, once at a time, and tells how far it is. */
export class StoryRunner {
  readonly #options: StoryOptions
  readonly #street = new Street()
  readonly #stop = new AbortController()
  #memory: Memory
  #prober: Prober | undefined
  #playing: Promise<void> | undefined

  constructor(options: StoryOptions) {
    this.#options = options
    this.#memory = recall(options.dataDir)
    options.signal?.addEventListener('abort', () => this.#stop.abort(), { once: true })
    this.#save()
  }

  /** Starts a run, unless one is going on. */
  start(): void {
    if (this.#playing || this.#stop.signal.aborted) return
    this.#change({
      state: 'running',
      run: this.#memory.run + 1,
      startedAt: new Date().toISOString(),
      endedAt: null,
      steps: freshSteps(),
      trouble: null,
    })
    this.#playing = this.#play().finally(() => (this.#playing = undefined))
  }

  /** Stops in the middle of whatever it does; the next process tells that it was interrupted. */
  async close(): Promise<void> {
    this.#stop.abort()
    await this.#playing
    await this.#street.stop()
  }

  tell(): Story {
    const { state, run, startedAt, endedAt, steps: told, trouble } = this.#memory
    const { autoStart, logins, password } = this.#options
    return {
      ...{ state, run, startedAt, endedAt, trouble, autoStart, logins, password },
      steps: told,
      now: new Date().toISOString(),
      street: {
        url: this.#street.url,
        up: this.#street.up,
        looks: (this.#prober?.looks ?? []).map(({ at, ok }) => ({ at: at.toISOString(), ok })),
        firing: Boolean(this.#prober?.firingSince),
      },
    }
  }

  async #play(): Promise<void> {
    const whole = new AbortController()
    const signal = AbortSignal.any([this.#stop.signal, whole.signal])
    let cast: Cast | undefined
    try {
      cast = await gather(this.#options.db, this.#options.baseUrl, this.#stop.signal)
      await this.#street.start()
      const scene = this.#stage(cast, signal)
      const probing = scene.prober.run(signal)
      // whichever fails first ends the run; the prober alone never ends it well
      await Promise.race([this.#steps(scene), probing])
      whole.abort()
      await quiet(probing)
      await this.#leave(cast)
      this.#change({ state: 'done', endedAt: new Date().toISOString() })
    } catch (error) {
      whole.abort()
      // the next process tells that it was interrupted
      if (this.#stop.signal.aborted) return
      await this.#leave(cast)
      this.#fail(error)
    }
  }

  /** Tokens that cannot be given back end by themselves in a quarter of an hour. */
  async #leave(cast: Cast | undefined): Promise<void> {
    await cast?.leave().catch((error: unknown) => this.#options.log(`demo story: ${String(error)}`))
  }

  #stage(cast: Cast, signal: AbortSignal): Scene {
    const firingSince = this.#memory.firingSince
    const prober = new Prober({
      target: () => this.#street.url!,
      everyMs: Math.min(1000, this.#pace),
      firingSince: firingSince ? new Date(firingSince) : null,
      post: (body) => cast.intake.post('/intake/alertmanager?source=zhengyun-demo', body),
    })
    prober.labels = { ...alertLabels, run: String(this.#memory.run) }
    this.#prober = prober
    return { cast, street: this.#street, prober, pace: this.#pace, signal, incidentId: null }
  }

  get #pace(): number {
    return this.#options.pace ?? 2400
  }

  async #steps(scene: Scene): Promise<void> {
    await tidy(scene)
    for (const [index, key] of stepKeys.entries()) {
      this.#step(index, { state: 'running', startedAt: new Date().toISOString() })
      await steps[key](scene, (told) => this.#step(index, told))
      this.#step(index, { state: 'done', endedAt: new Date().toISOString() })
    }
  }

  #fail(error: unknown): void {
    this.#options.log(
      `demo story: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    )
    const now = new Date().toISOString()
    const told = this.#memory.steps.map((step) =>
      step.state === 'running' ? { ...step, state: 'failed' as const, endedAt: now } : step,
    )
    const trouble = error instanceof Error ? error.message : String(error)
    this.#change({ state: 'failed', endedAt: now, steps: told, trouble: trouble.slice(0, 500) })
  }

  #step(index: number, told: Partial<StoryStep>): void {
    const list = this.#memory.steps.map((step, i) => (i === index ? { ...step, ...told } : step))
    this.#change({ steps: list })
  }

  #change(part: Partial<Memory>): void {
    this.#memory = { ...this.#memory, ...part }
    this.#save()
  }

  #save(): void {
    const since = this.#prober ? this.#prober.firingSince : undefined
    if (since !== undefined) this.#memory.firingSince = since?.toISOString() ?? null
    remember(this.#options.dataDir, this.#memory)
  }
}

/** Waits for work that was told to stop. @throws what it failed with before that */
async function quiet(work: Promise<void>): Promise<void> {
  try {
    await work
  } catch (error) {
    if ((error as Error).name !== 'AbortError') throw error
  }
}
